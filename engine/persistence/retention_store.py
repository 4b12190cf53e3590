"""What retention rules ask and do: cases whose time is over, and the erasing of their values."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, exists, or_, select, update

from engine.persistence.deadline_store import LIVE
from engine.persistence.document_tables import case_documents
from engine.persistence.file_tables import files
from engine.persistence.guard_store import JUDGES
from engine.persistence.history_words import forget_words
from engine.persistence.register_tables import register_revisions, system_messages
from engine.persistence.tables import (
    case_subjects,
    cases,
    deadlines,
    event_values,
    events,
    held_messages,
    incidents,
    messages,
    register_entries,
    work_items,
)

ERASED = "values_erased"
"""Kind of the event that says which values were erased."""


class RetentionStore:
    """Erases values of cases; their events stay."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def over(self, body: str, procedures: Sequence[str], before: datetime) -> list[str]:
        """Ids of ended cases whose values have not been erased, the earliest end first."""
        done = exists().where(events.c.case_id == cases.c.id, events.c.kind == ERASED)
        wanted = [cases.c.body == body, cases.c.ended_at < before, ~done]
        if procedures:
            wanted.append(cases.c.procedure.in_([f"{body}/{name}" for name in procedures]))
        statement = select(cases.c.id).where(*wanted).order_by(cases.c.ended_at)
        return list(self._connection.execute(statement).scalars())

    def is_needed(self, case_id: str, before: datetime) -> bool:
        """Whether something still needs the values of a case.

        A case of its chain that is under way or ended too lately (an appeal that judges it is one
        of them), a clock of the chain that runs, a certificate of the chain that is in force.
        """
        chain = self._chain(case_id)
        late = or_(cases.c.ended_at.is_(None), cases.c.ended_at >= before)
        runs = deadlines.c.state.in_(LIVE)
        entered = select(register_revisions.c.entry_id).where(
            register_revisions.c.case_id.in_(chain)
        )
        own = select(register_entries.c.id).where(register_entries.c.case_id.in_(chain))
        asked = (
            select(cases.c.id).where(cases.c.id.in_(chain), late),
            select(deadlines.c.id).where(deadlines.c.case_id.in_(chain), runs),
            select(deadlines.c.id).where(
                or_(
                    deadlines.c.register_entry.in_(entered),
                    deadlines.c.register_entry.in_(own),
                ),
                runs,
            ),
        )
        return any(self._connection.execute(one.limit(1)).first() for one in asked)

    def _chain(self, case_id: str) -> list[str]:
        """The case, those it came from and led to, and those that judge one of them."""
        known, fresh = {case_id}, {case_id}
        while fresh:
            fresh = set(self._neighbours(sorted(fresh))) - known
            known |= fresh
        return sorted(known)

    def _neighbours(self, ids: Sequence[str]) -> Iterator[str]:
        statements = (
            select(cases.c.started_from).where(
                cases.c.id.in_(ids), cases.c.started_from.is_not(None)
            ),
            select(cases.c.id).where(cases.c.started_from.in_(ids)),
            select(case_subjects.c.case_id).where(
                case_subjects.c.kind == JUDGES, case_subjects.c.value.in_(ids)
            ),
        )
        for statement in statements:
            yield from self._connection.execute(statement).scalars()

    def forget_taken(self, now: datetime) -> None:
        """Erase what messages from outside brought once a case has it, or nobody will.

        The history of the case tells what it got. A signal is kept until it expires: who could not
        hear it may yet.
        """
        taken = (messages.c.kind == "message") & messages.c.delivered_at.is_not(None)
        self._connection.execute(
            update(messages)
            .where(
                messages.c.from_case.is_(None),
                taken | (messages.c.expires_at <= now),
                (messages.c.payload != {}) | (messages.c.correlation != {}),
                ~exists().where(held_messages.c.message_id == messages.c.id),
            )
            .values(payload={}, correlation={})
        )

    def erase(self, case_id: str, now: datetime) -> list[int]:
        """Erase values of events, answers, files, and what was sent, drawn up or failed with them.

        A message that may still be taken keeps what it brings.

        Returns:
            The numbers of the events.
        """
        valued = select(event_values.c.number).where(event_values.c.case_id == case_id)
        numbers = sorted(self._connection.execute(valued).scalars())
        ids = select(events.c.id).where(events.c.case_id == case_id)
        forget_words(self._connection, list(self._connection.execute(ids).scalars()))
        for statement in (
            delete(event_values).where(event_values.c.case_id == case_id),
            update(work_items)
            .where(work_items.c.case_id == case_id)
            .values(local=None, draft=None, draft_at=None),
            update(files).where(files.c.case_id == case_id).values(kept=False),
            update(case_documents).where(case_documents.c.case_id == case_id).values(data={}),
            update(incidents)
            .where(incidents.c.case_id == case_id)
            .values(cause="", values={}, said=None),
            update(system_messages)
            .where(system_messages.c.case_id == case_id)
            .values(data={}, answer=None, error=""),
            update(messages)
            .where(
                messages.c.from_case == case_id,
                or_(messages.c.delivered_at.is_not(None), messages.c.expires_at <= now),
            )
            .values(payload={}, correlation={}),
        ):
            self._connection.execute(statement)
        return numbers
