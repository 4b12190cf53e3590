"""Let a running case go over to another version of its procedure: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.commands.case_in_hand import CaseInHand
from engine.commands.holding import refuse_while_suspended
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.library import Published
from engine.moving.plan import MovePlan, Standing, as_facts, plan
from engine.people.owning import owns
from engine.persistence.event_store import NewEvent
from engine.persistence.records import CaseRecord


@dataclass(frozen=True, slots=True)
class MoveCase:
    """Let a case go over.

    Attributes:
        case_id: the case.
        version_id: the version it goes over to: one of the same procedure.
        mapping: human step of the old version -> one of the new to go on from.
        seen_revision: of the case when the owner looked at what would happen; ``None``: as it is.
    """

    case_id: str
    version_id: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    seen_revision: int | None = None


def move_case(command: MoveCase, transaction: Transaction) -> MovePlan:
    """Let it go over: open steps, drafts and terms stay with it, the history tells.

    Returns:
        What was done.

    Raises:
        NotFound: there is no such case or version.
        NotAllowed: the actor does not own the body's procedures.
        Conflict: the case cannot go over, or it is not what the owner looked at.
    """
    work = transaction.work
    record = work.cases.get(command.case_id)
    target = work.versions.get(command.version_id)
    if record is None or target is None or target.procedure != record.procedure:
        raise NotFound("There is no such case, or its procedure has no such version.")
    if not owns(transaction.actor, record.body):
        raise NotAllowed("Only a process owner of the body moves its cases to another version.")
    refuse_while_suspended(record)
    if record.state != "open":
        raise Conflict(
            "The case {number} has ended: it stays on its version.", number=record.number
        )
    if target.taken_back_at is not None:
        raise Conflict(
            "Version {number} was taken back: no case may run on it.", number=target.number
        )
    if record.version_id == target.id:
        raise Conflict("The case {number} runs on this version already.", number=record.number)
    if command.seen_revision is not None and command.seen_revision != record.revision:
        raise Conflict(
            "The case {number} has moved on meanwhile: look again.", number=record.number
        )
    old = transaction.library.version(work.versions, record.version_id)
    new = transaction.library.published(target)
    clocks = work.deadlines.live_of(record.id)
    waivers = work.guards.waivers_of(record.id)
    standing = Standing(record, work.work_items.open_of(record.id), clocks, waivers)
    planned = plan(standing, old, new, transaction.now, command.mapping)
    if planned.live is None:
        first = planned.obstacles[0]
        raise Conflict(first.template, **first.values)
    _carry_out(transaction, record, old, new, planned)
    return planned


def _carry_out(
    transaction: Transaction, record: CaseRecord, old: Published, new: Published, done: MovePlan
) -> None:
    assert done.live is not None
    work = transaction.work
    events = []
    for term in done.terms:
        if term.row_id is not None:
            work.deadlines.change(term.row_id, **term.columns)
        if term.begins is not None:
            work.deadlines.add([term.begins])
        if term.kind == "term" and term.task_id:
            work.work_items.change(term.task_id, due_at=term.new_due)
        if term.moves:
            events.append(
                NewEvent(
                    "deadline_recomputed",
                    term.element_id,
                    {
                        "entry": term.new_entry or term.entry,
                        "old": term.old_due.isoformat() if term.old_due else None,
                        "due": term.new_due.isoformat() if term.new_due else None,
                    },
                    follows=True,
                )
            )
    for step in done.steps:
        work.work_items.change(
            step.item_id,
            element_id=step.new_element_id,
            name=step.new_name,
            role=step.new_role,
            **({"claimed_by": None} if step.role != step.new_role else {}),
        )
    facts = {
        "from": old.number,
        "to": new.number,
        "from_digest": old.digest,
        **as_facts(done),
    }
    case = CaseInHand(transaction, record, new, done.live)
    case.record = record._replace(version_id=new.id)
    before = done.live.data
    advanced = done.live.rest(case.services)
    case.settle(NewEvent("case_moved", facts=facts), before, advanced)
    if events:
        case.write(events)
