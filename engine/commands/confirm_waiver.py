"""Confirm a waiver that somebody else asked for: from then on it counts."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.commands.waivers import refuse_unless_of_staff, refuse_unless_waivable
from engine.errors import NotAllowed, NotFound
from engine.people.guards import GUARDS
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class ConfirmWaiver:
    """Confirm a waiver."""

    waiver_id: int


def confirm_waiver(command: ConfirmWaiver, transaction: Transaction) -> None:
    """Confirm it; harmless when the same person did already.

    Raises:
        NotFound: there is no such waiver.
        NotAllowed: the actor asked for it or profits from it, is not of the body's staff, or the
            body allows no waiver of this guard any more.
    """
    found = transaction.work.guards.waiver(command.waiver_id)
    if found is None:
        raise NotFound(what="The waiver")
    case = CaseInHand.take(transaction, found.case_id)
    waiver = transaction.work.guards.waiver(command.waiver_id)  # as it stands under the lock
    assert waiver is not None
    if waiver.confirmed_by is not None:
        return
    body = refuse_unless_waivable(waiver.guard, case.published.body)
    second = refuse_unless_of_staff(transaction.actor, body, waiver.person_id)
    if second == waiver.asked_by:
        raise NotAllowed("A second person confirms a waiver: you asked for it yourself.")
    transaction.work.guards.confirm_waiver(waiver.id, second, transaction.now)
    facts = {"guard": waiver.guard, "clause": GUARDS[waiver.guard].clause, "waiver": waiver.id}
    changed = (("person", None, waiver.person_id), ("reason", None, waiver.reason))
    case.write([NewEvent("guard_waived", "", facts, changed)])
