"""Save the draft of a start form: what was typed so far, unchecked, for the same person alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.start_case import ready_to_start, refuse_unless_seen_at_start
from engine.commands.sweeping import plan_sweep
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.drafts import mark_of
from engine.persistence.start_draft_store import StartDraft
from forms.parsing import keep


@dataclass(frozen=True, slots=True)
class SaveStartDraft:
    """Save what was typed in a procedure's start form.

    Attributes:
        procedure: ``<body>/<procedure>``.
        answers: as typed.
        seen: mark of the draft that the form was drawn from, ``""`` for none; ``None`` saves over
            whatever is there.
    """

    procedure: str
    answers: Mapping[str, Any]
    seen: str | None = None


def save_start_draft(command: SaveStartDraft, transaction: Transaction) -> str:
    """Save it; it is kept as long as an unused file, counted from the last time it was saved.

    Returns:
        The mark of what is saved now.

    Raises:
        NotFound: no version of the procedure is in force.
        NotAllowed: the actor may not start it, or is nobody in particular.
        DraftChanged, DraftGone: another window of the same person was faster.
    """
    person_id = transaction.actor.person_id
    if person_id is None:
        raise NotAllowed("Only a person keeps the draft of a start form.")
    ready_to_start(transaction, command.procedure)
    draft = keep(command.answers)
    store = transaction.work.start_drafts
    present = store.get(person_id, command.procedure, to_change=True)
    stored, mark = present.answers if present else None, mark_of(draft)
    if mark_of(stored) == mark:
        return mark
    refuse_unless_seen_at_start(stored, command.seen)
    store.put(StartDraft(person_id, command.procedure, draft, transaction.now))
    plan_sweep(transaction)
    return mark
