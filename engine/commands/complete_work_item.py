"""Complete a work item: the answers go into the case, and the case moves on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.answers import keep_files, parse_answers
from engine.commands.appointments import appoint, take_part
from engine.commands.document_orders import order_of_step
from engine.commands.guarding import GivenAnswers, refuse_answers
from engine.commands.holding import refuse_while_suspended
from engine.commands.save_draft import refuse_unless_seen
from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import find_work_item, refuse_unless_open
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class CompleteWorkItem:
    """Complete a work item.

    Attributes:
        work_item_id: the work item.
        answers: strings of a page or typed JSON.
        seen_version: revision of the case when the person opened the form; the history keeps it.
        submit_key: the same submit twice answers the same.
        seen_draft: mark of the draft that the form was drawn from; ``None`` does not ask.
    """

    work_item_id: str
    answers: Mapping[str, Any]
    seen_version: int | None = None
    submit_key: str | None = None
    seen_draft: str | None = None


def complete_work_item(command: CompleteWorkItem, transaction: Transaction) -> str:
    """Complete it and run the case to its next wait.

    Returns:
        The id of the case.

    Raises:
        NotFound, NotAllowed, Conflict: see ``work_item_in_hand``.
        DraftChanged: another window, or a colleague, has saved a draft that this one has not seen.
        FormInvalid: with every wrong field; nothing has changed.
    """
    hand = find_work_item(transaction, command.work_item_id)
    item = hand.item
    same_submit = command.submit_key is not None and item.submit_key == command.submit_key
    if same_submit and hand.was_completed_by_actor:
        return item.case_id
    refuse_unless_open(hand)
    refuse_while_suspended(hand.case)
    refuse_unless_seen(item.draft, command.seen_draft)
    case = hand.take_case()
    element = hand.published.element(item.element_id)
    data = {**case.live.data, **(item.local or {})}

    answers = parse_answers(
        transaction,
        hand.published,
        element,
        command.answers,
        data,
        transaction.work.files.finder_of_step(item.id, item.case_id),
    )
    key = hand.published.result_key(element)
    given = GivenAnswers(answers, data, key)
    guarded = refuse_answers(transaction, hand.case, hand.published, element, given)
    if not hand.on_behalf_of:
        take_part(transaction, item.case_id, hand.published, element)
    before = data if key is None else data.get(key)
    replaced = appoint(transaction, item.case_id, hand.published, element, answers, before)
    transaction.work.work_items.change(
        item.id,
        state="completed",
        ended_at=transaction.now,
        ended_by=transaction.actor.person_id,
        submit_key=command.submit_key,
        draft=None,
    )
    seen: dict[str, Any] = {}
    if command.seen_version is not None:
        seen["seen_version"] = command.seen_version
    seen |= keep_files(transaction, hand.published, element, answers, item.case_id)
    after = {**data, **answers} if key is None else {**data, key: answers}
    seen |= order_of_step(transaction, item.case_id, hand.published, element, after, item.id)
    case.move(
        NewEvent("work_item_completed", element.id, {**seen, **guarded}),
        lambda live, services: live.complete(item.id, answers, key, services),
        hand.on_behalf_of,
        stood=hand.stood.without(item.id),
    )
    if replaced:
        case.write(replaced, hand.on_behalf_of)
    return item.case_id
