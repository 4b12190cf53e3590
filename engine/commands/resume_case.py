"""Resume a suspended case: its clocks run on, prolonged by the time they stood."""

from dataclasses import dataclass

from engine.commands.arriving import hand_over
from engine.commands.case_control import take_to_correct
from engine.commands.holding import let_clocks_run
from engine.commands.sending import keep_subscriptions
from engine.commands.transaction import Transaction
from engine.errors import Conflict
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class ResumeCase:
    """Resume a case.

    Attributes:
        case_id: the case.
        reason: why it goes on.
        seen_revision: of the case when the person was told what would happen.
    """

    case_id: str
    reason: str
    seen_revision: int | None = None


def resume_case(command: ResumeCase, transaction: Transaction) -> None:
    """Resume it, and hand over what arrived meanwhile, in its order.

    Raises:
        NotFound, NotAllowed, EngineError, Conflict: see ``take_to_correct``; or it runs.
    """
    case = take_to_correct(transaction, command.case_id, command.reason, command.seen_revision)
    if case.record.state != "suspended":
        raise Conflict("The case {number} is not suspended.", number=case.record.number)
    stands = case.live.stand()
    stood = transaction.work.standing.of(case.record.id)
    # A case suspended before 0021 has nothing written down of what it waits for.
    keep_subscriptions(transaction, case.record, stood, stands)
    events = let_clocks_run(transaction, case.record, case.published, stands)
    case.record = case.record._replace(state="open")
    told = NewEvent("case_resumed", changes=(("reason", None, command.reason),))
    case.write([told, *(event.following() for event in events)])
    hand_over(case)
