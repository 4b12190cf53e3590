"""A notice as a mail or a page tells it: number, step, client, term; nothing else of a case."""

from dataclasses import dataclass
from datetime import datetime

from engine.queries.views import Label


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A notice with what it is about.

    Attributes:
        by: who caused it; ``""`` for the clock.
        step: name as the diagram has it; ``""`` for the case as a whole.
        party: the client's name, where the case has one.
        due_at: moment of the term, by the clock of the body.
        document: short name of the source.
        sent_at: when the mail went out; ``None`` while it waits or where none is sent.
        path: of the page that it leads to.
    """

    kind: str
    by: str
    at: datetime
    step: str
    body: str
    case_number: str
    party: str
    due_at: datetime | None
    clause: str
    document: Label
    languages: tuple[str, ...]
    send_at: datetime | None
    sent_at: datetime | None
    path: str

    def clause_in(self, language: str) -> str:
        """Return the short name of the source and the clause."""
        names = self.document
        document = names.get(language) or next(iter(names.values()), "")
        return f"{document}, {self.clause}" if document else self.clause
