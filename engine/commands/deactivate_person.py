"""Deactivate a person: nobody signs in as them any more, what they did stays."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.people.administration import refuse_unless_administrator
from engine.people.keeping import NO_REASON, refuse_missing
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class DeactivatePerson:
    """Deactivate a person, for a reason."""

    person_id: int
    reason: str


def deactivate_person(command: DeactivatePerson, transaction: Transaction) -> None:
    """Deactivate them: their sessions end, the tasks they had taken are free again.

    Harmless when they are deactivated already.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor does not look after the account, or it is their own.
        EngineError: no reason is given.
    """
    work = transaction.work
    person = person_of(transaction, command.person_id)
    refuse_unless_administrator(transaction.actor, work.people.roles_of(person.id))
    if person.id == transaction.actor.person_id:
        raise NotAllowed("Nobody deactivates themselves.")
    refuse_missing(command.reason, NO_REASON)
    if not person.active:
        return
    work.people.change(person.id, active=False, session_number=person.session_number + 1)
    for case_id in work.work_items.cases_with_claims(person.id):
        case = CaseInHand.take(transaction, case_id)
        freed = [item for item in work.work_items.open_of(case_id) if item.claimed_by == person.id]
        for item in freed:
            work.work_items.change(item.id, claimed_by=None)
        case.write(NewEvent("work_item_released", item.element_id) for item in freed)
    write_down(transaction, person.id, "person_deactivated", reason=command.reason)
