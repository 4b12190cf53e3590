"""What writing, changing and taking back a comment have in common."""

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.errors import EngineError, NotAllowed, NotFound
from engine.people.eligibility import StepOfCase, eligibility
from engine.people.keeping import refuse_too_long
from engine.people.mentioning import (
    MOST_CHARACTERS,
    mentioned,
    people_named,
    players_who_see,
    roles_that_see,
)
from engine.people.notices import MENTIONED, Notice, notify
from engine.persistence.comment_store import CommentRecord


def is_of_staff(case: CaseInHand) -> bool:
    """Whether the actor works for the body of a case."""
    step = StepOfCase(case.published.body, "")
    return eligibility(case.transaction.actor, step).refusal is None


def take_to_comment(transaction: Transaction, case_id: str) -> tuple[CaseInHand, int, bool]:
    """Take a case that the actor may comment on.

    Returns:
        The case, the actor's id, and whether they write from the applicant's side alone.

    Raises:
        NotFound: there is no such case.
        NotAllowed: the actor neither works for its body nor takes part in it.
    """
    case = CaseInHand.take(transaction, case_id)
    actor, body = transaction.actor, case.published.body
    players = transaction.work.participants.of(case_id)
    own = {role for role, person_id in players if person_id == actor.person_id}
    staff = is_of_staff(case)
    if actor.person_id is None or not (staff or own):
        raise NotAllowed("Comments are written by the staff of the body and by participants.")
    outside = not staff and all(
        body is not None and role in body.roles and body.roles[role].of_applicant for role in own
    )
    return case, actor.person_id, outside


def take_own(transaction: Transaction, comment: str) -> tuple[CaseInHand, CommentRecord]:
    """Take a comment that the actor has written and not taken back.

    Raises:
        NotFound: there is no such comment.
        NotAllowed: somebody else has written it.
        EngineError: it was taken back.
    """
    record = transaction.work.comments.latest(comment)
    if record is None:
        raise NotFound("There is no such comment.")
    case, author_id, _ = take_to_comment(transaction, record.case_id)
    record = transaction.work.comments.latest(comment) or record  # as it stands under the lock
    if record.author_id != author_id:
        raise NotAllowed("A comment is changed or taken back by whoever wrote it.")
    if record.withdrawn:
        raise EngineError("This comment was taken back.")
    return case, record


def whom_it_mentions(case: CaseInHand, text: str, *, for_applicant: bool) -> list[int]:
    """Check a comment's text and return the ids of those it mentions.

    Raises:
        EngineError: it is empty or too long, or mentions somebody who would not see it.
    """
    if not text.strip():
        raise EngineError("Write a comment first.")
    refuse_too_long(text, MOST_CHARACTERS)
    names = mentioned(text)
    if not names:
        return []
    work, body = case.transaction.work, case.published.body
    players = work.participants.of(case.record.id)
    within = players_who_see(body, players, for_applicant=for_applicant)
    people = work.people.active_with(case.record.body, roles_that_see(body), within)
    return people_named(names, {one.username.lower(): one.id for one in people})


def tell_those_mentioned(case: CaseInHand, record: CommentRecord, people: list[int]) -> None:
    """Note whom a comment mentions, and tell those whom it had not mentioned before."""
    others = [one for one in people if one != record.author_id]
    body = case.published.body
    notice = Notice(
        MENTIONED,
        work_item_id="",
        case_id=record.case_id,
        mark=record.comment,
        zone=body.time_zone if body else "UTC",
    )
    for person_id in case.transaction.work.comments.mention(record, others):
        notify(case.transaction, person_id, notice)
