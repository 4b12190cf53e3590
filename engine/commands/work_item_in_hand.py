"""A work item taken in hand: found, still open, and within reach of the person."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from engine.commands.case_in_hand import CaseInHand
from engine.commands.guarding import with_question
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.library import Published
from engine.people.eligibility import eligibility
from engine.persistence.records import CaseRecord, WorkItemRecord
from engine.persistence.standing_store import Standing


@dataclass(frozen=True, slots=True)
class WorkItemInHand:
    """A work item and its case, locked.

    Attributes:
        records_for: name of the role whose answer the actor records; ``""`` when it is their own.
        stood: where the case stands.
        on_behalf_of: that role, or the absent person or role for whom the actor stands in; ``""``
            when the actor acts for themselves.
    """

    transaction: Transaction
    item: WorkItemRecord
    case: CaseRecord
    published: Published
    records_for: str
    stood: Standing
    on_behalf_of: str = ""

    def take_case(self) -> CaseInHand:
        """Load the case itself, to write to it."""
        return CaseInHand.of(self.transaction, self.case, self.published)

    @property
    def was_completed_by_actor(self) -> bool:
        """Whether the actor finished it before."""
        finished = self.item.state == "completed"
        return finished and self.item.ended_by == self.transaction.actor.person_id


def find_work_item(
    transaction: Transaction, work_item_id: str, *, guarded: bool = True
) -> WorkItemInHand:
    """Find a work item the actor may work on, and lock its case.

    Args:
        transaction: whose actor it is.
        work_item_id: the work item.
        guarded: whether the guards of the step judge; not for giving it back.

    Raises:
        NotFound: there is no such work item.
        NotAllowed: the actor does not hold the role, is not the participant, or a guard forbids.
    """
    work = transaction.work
    found = work.standing.of_work_item(work_item_id)
    if found is None or found[1].in_hand is None:
        raise NotFound("There is no such task, or it is not within your reach.")
    (case, stood), item = found, found[1].in_hand
    published = transaction.library.version(work.versions, case.version_id)
    step = published.step_of(item.element_id, item.role, stood.participants)
    if guarded:
        step = with_question(transaction, step, case.id, case.number, item.local)
    else:
        step = replace(step, guards=())
    judged = eligibility(transaction.actor, step)
    if judged.refusal:
        raise NotAllowed(judged.refusal.template, **judged.refusal.values)
    behalf = published.role_name(judged.records_for) if judged.records_for else ""
    absent = transaction.actor.absent_in(item.body).get(item.claimed_by or 0, "")
    for_whom = behalf or absent or judged.stands_in_for
    return WorkItemInHand(transaction, item, case, published, behalf, stood, for_whom)


def take_work_item(
    transaction: Transaction, work_item_id: str, *, guarded: bool = True
) -> WorkItemInHand:
    """Find a work item that is open and that no colleague has; a deputy takes an absent one's.

    Raises:
        NotFound, NotAllowed: see ``find_work_item``.
        Conflict: it is finished, withdrawn, or a colleague has it.
    """
    hand = find_work_item(transaction, work_item_id, guarded=guarded)
    refuse_unless_open(hand)
    return hand


def refuse_unless_open(hand: WorkItemInHand) -> None:
    """Refuse a work item that somebody finished or has taken.

    Raises:
        Conflict: says who and when.
    """
    item, people = hand.item, hand.transaction.work.people
    if item.state == "withdrawn":
        raise Conflict("The case has moved on: this step was withdrawn on {at}.", at=_ended(hand))
    if item.state == "completed":
        person = people.get(item.ended_by or 0)
        raise Conflict(
            "{name} finished this step on {at}. Your answers were not saved.",
            name=person.name if person else "system",
            at=_ended(hand),
        )
    actor = hand.transaction.actor
    if item.claimed_by not in (None, actor.person_id, *actor.absent_in(item.body)):
        holder = people.get(item.claimed_by or 0)
        raise Conflict("{name} has taken this step.", name=holder.name if holder else "?")


def _ended(hand: WorkItemInHand) -> str:
    zone = ZoneInfo(hand.published.body.time_zone if hand.published.body else "UTC")
    ended = hand.item.ended_at
    return ended.astimezone(zone).strftime("%d.%m.%Y %H:%M") if ended else ""
