"""Give a work item to somebody: assign it, pass one's own on, hand an absent colleague's over."""

from dataclasses import dataclass, replace

from engine.actor import SYSTEM, Actor
from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import WorkItemInHand, find_work_item, refuse_unless_open
from engine.errors import Conflict, EngineError, NotAllowed, NotFound
from engine.people.assigning import may_assign
from engine.people.eligibility import MISSING_ROLE, NOT_OF_STAFF, NOT_PARTICIPANT
from engine.people.notices import ASSIGNED, Notice, notify
from engine.people.standing_in import standing_in
from engine.persistence.event_store import NewEvent

_OF_ROLE = (MISSING_ROLE, NOT_PARTICIPANT, NOT_OF_STAFF)


@dataclass(frozen=True, slots=True)
class AssignWorkItem:
    """Give a work item to a person.

    Attributes:
        work_item_id: the work item.
        person_id: who gets it.
        held_by: who has it now, as the actor saw it: given to somebody else meanwhile, it stays
            there; ``None`` to give it whoever has it.
    """

    work_item_id: str
    person_id: int
    held_by: int | None = None


def assign_work_item(command: AssignWorkItem, transaction: Transaction) -> None:
    """Give it to the person; harmless when they have it already.

    Role and guards judge whoever gets it, as if they took it themselves.

    Raises:
        NotFound: there is no such work item or person.
        NotAllowed: the actor neither has it nor hands out tasks of the body, or the person may not
            do the step: says by which rule.
        Conflict: it is finished or withdrawn, or somebody else has it by now.
        EngineError: the person does not sign in any more.
    """
    person = transaction.work.people.get(command.person_id)
    if person is None:
        raise NotFound("There is no such person, or they are not within your reach.")
    if not person.active:
        raise EngineError("{name} does not sign in any more.", name=person.name)
    as_system = replace(transaction, actor=SYSTEM)
    hand = find_work_item(as_system, command.work_item_id, guarded=False)
    absent = _refuse_unless_may_give(transaction, hand)
    if hand.item.state != "open":
        refuse_unless_open(hand)
    if command.held_by is not None and hand.item.claimed_by != command.held_by:
        raise Conflict("Somebody else has this step by now.")
    if hand.item.claimed_by == person.id:
        return
    _refuse_unless_theirs(transaction, hand, _as_actor(transaction, person.id))
    before = transaction.work.people.get(hand.item.claimed_by or 0)
    transaction.work.work_items.change(hand.item.id, claimed_by=person.id)
    changed = (("claimed_by", before.name if before else None, person.name),)
    event = NewEvent("work_item_assigned", hand.item.element_id, changes=changed)
    given = replace(hand, transaction=transaction)
    given.take_case().write([event], absent)
    if person.id != transaction.actor.person_id:
        zone = hand.published.body.time_zone if hand.published.body else "UTC"
        notice = Notice(ASSIGNED, hand.item.id, hand.case.id, zone=zone)
        notify(transaction, person.id, notice)


def _as_actor(transaction: Transaction, person_id: int) -> Actor:
    work = transaction.work
    person = work.people.get(person_id)
    roles, bodies = work.people.roles_of(person_id), transaction.library.bodies
    acts = standing_in(person_id, roles, bodies, work.absences, work.people, transaction.now)
    name = person.name if person else ""
    return Actor(person_id, name, roles, deputises=acts.deputises, stands_in=acts.stands_in)


def _refuse_unless_theirs(transaction: Transaction, hand: WorkItemInHand, them: Actor) -> None:
    """Judge whoever gets the work item as if they took it themselves."""
    try:
        find_work_item(replace(transaction, actor=them), hand.item.id)
    except NotAllowed as refused:
        if refused.template not in _OF_ROLE:
            raise
        role = hand.published.role_name(hand.item.role)
        raise NotAllowed(
            "{name} may not do this step: it is for the role «{role}».", name=them.name, role=role
        ) from refused


def _refuse_unless_may_give(transaction: Transaction, hand: WorkItemInHand) -> str:
    """Return for whom the actor gives it away; ``""`` for themselves."""
    actor, holder = transaction.actor, hand.item.claimed_by
    if holder is not None and holder == actor.person_id:
        return ""
    absent = actor.absent_in(hand.item.body).get(holder or 0, "")
    if absent or may_assign(actor, hand.published.body):
        return absent
    raise NotAllowed("A task is given away by whoever has it, or by those who hand tasks out.")
