"""Ask for a waiver: a guard set aside for one person in one case, for a reason."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.commands.waivers import refuse_unless_of_staff, refuse_unless_waivable
from engine.errors import Conflict, EngineError, NotFound
from engine.people.guards import GUARDS
from engine.people.guards.guard import ANSWERS
from engine.people.keeping import NO_REASON, refuse_missing
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class WaiveGuard:
    """Ask for a waiver; it counts once a second person has confirmed it.

    Attributes:
        case_id: the case.
        guard: name of the guard.
        person_id: for whom; ``None`` for a guard that judges answers or a whole team.
        reason: why.
    """

    case_id: str
    guard: str
    person_id: int | None
    reason: str


def waive_guard(command: WaiveGuard, transaction: Transaction) -> int:
    """Ask for it and return the id of the waiver.

    Raises:
        NotFound: there is no such case or person.
        NotAllowed: the actor is not of the body's staff or asks for themselves, or the body allows
            no waiver of this guard.
        EngineError: no reason is given, or nobody or somebody is named where it must not be.
        Conflict: it was asked for already.
    """
    case = CaseInHand.take(transaction, command.case_id)
    body = refuse_unless_waivable(command.guard, case.published.body)
    asker = refuse_unless_of_staff(transaction.actor, body, command.person_id)
    refuse_missing(command.reason, NO_REASON)
    _refuse_wrong_person(command, transaction)
    store = transaction.work.guards
    for earlier in store.waivers_of(case.record.id):
        if (earlier.guard, earlier.person_id) == (command.guard, command.person_id):
            raise Conflict("This waiver was asked for already.")
    waiver_id = store.ask_waiver(
        {
            "case_id": case.record.id,
            "guard": command.guard,
            "person_id": command.person_id,
            "reason": command.reason,
            "asked_by": asker,
            "asked_at": transaction.now,
        }
    )
    clause = GUARDS[command.guard].clause_in(body)
    facts = {"guard": command.guard, "clause": clause, "waiver": waiver_id}
    changed = (("person", None, command.person_id), ("reason", None, command.reason))
    case.write([NewEvent("guard_waiver_asked", "", facts, changed)])
    return waiver_id


def _refuse_wrong_person(command: WaiveGuard, transaction: Transaction) -> None:
    of_answers = GUARDS[command.guard].about == ANSWERS
    if of_answers and command.person_id is not None:
        raise EngineError("This guard judges answers: its waiver names no person.")
    if not of_answers and command.person_id is None:
        raise EngineError("This guard judges people: its waiver names one.")
    if command.person_id and transaction.work.people.get(command.person_id) is None:
        raise NotFound(what="The person")
