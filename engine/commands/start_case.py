"""Start a case: a person opens it with the start form, or a message does."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from engine.actor import SYSTEM
from engine.commands.answers import keep_files, parse_answers
from engine.commands.appointments import appoint, take_over, take_part
from engine.commands.case_in_hand import CaseInHand
from engine.commands.case_services import CaseServices
from engine.commands.guarding import GivenAnswers, refuse_answers, with_question
from engine.commands.save_draft import refuse_unless_seen
from engine.commands.transaction import Transaction
from engine.errors import DraftGone, EngineError, NotAllowed, NotFound
from engine.library import Published
from engine.people.eligibility import eligibility
from engine.persistence.event_store import FIRST_HASH, NewEvent
from engine.persistence.records import CaseRecord, VersionRecord
from engine.procedures.diagram import Element
from engine.registers.numbers import take_number
from engine.runtime.live_case import LiveCase


@dataclass(frozen=True, slots=True)
class StartCase:
    """Start a case of a procedure, on the version in force.

    Attributes:
        procedure: ``<body>/<procedure>``.
        answers: answers of the start form; ``None`` starts without it (a rehearsal, a message).
        submit_key: the same start twice is one case.
        data: further case data, as it stands.
        message: name of the message that starts it; ``None`` for the plain start event.
        started_from: id of the case that starts it, if one does.
        link: what it is to that case, e.g. ``surveillance``.
        seen_draft: mark of the draft that the start form was drawn from; ``None`` does not ask.
    """

    procedure: str
    answers: Mapping[str, Any] | None = None
    submit_key: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    message: str | None = None
    started_from: str | None = None
    link: str = ""
    seen_draft: str | None = None


def start_case(command: StartCase, transaction: Transaction) -> str:
    """Start the case and run it to its first wait.

    Returns:
        The id of the case.

    Raises:
        NotFound: no version of the procedure is in force, or no such message starts it.
        NotAllowed: the actor does not hold the role of the lane in which the procedure starts, or
            only another case starts it.
        FormInvalid: the start form's answers are wrong.
        DraftChanged, DraftGone: another window of the same person was faster.
    """
    if command.submit_key:
        earlier = transaction.work.cases.started_by_key(command.submit_key)
        if earlier:
            return earlier.id
    version = _in_force(transaction, command.procedure)
    published = transaction.library.published(version)
    start = start_event(published, command.message)
    behalf = may_start(transaction, published, start)
    data = dict(command.data)
    answers = None
    key = published.result_key(start)
    if command.answers is not None:
        _take_draft(transaction, command)
        stored = transaction.work.files.of_start(command.procedure, transaction.actor.person_id)
        answers = parse_answers(transaction, published, start, command.answers, data, stored.get)
        data.update(answers if key is None else {key: answers})
    record = _new_case(transaction, version, published, command)
    given = GivenAnswers(answers or {}, data, key)
    guarded = refuse_answers(transaction, record, published, start, given) if answers else {}
    if command.started_from:
        take_over(transaction, record.id, start, command.started_from)
    services = CaseServices(transaction, published, record.id)
    live, advanced = LiveCase.start(published.executable, data, services, message=command.message)
    case = CaseInHand(transaction, record, published, live)
    case.services.events.extend(services.events)
    if not behalf:
        take_part(transaction, record.id, published, start)
    if answers:
        appoint(transaction, record.id, published, start, answers)
    facts = {"number": record.number, "procedure": published.procedure, "version": published.number}
    facts |= {**guarded, **keep_files(transaction, published, start, answers or {}, record.id)}
    case.settle(NewEvent("case_started", start.id, facts), {}, advanced, behalf)
    return record.id


def _take_draft(transaction: Transaction, command: StartCase) -> None:
    """What was saved of the start form has become the case's, or is withdrawn with the start."""
    person_id, store = transaction.actor.person_id, transaction.work.start_drafts
    if person_id is None:
        return
    present = store.get(person_id, command.procedure, to_change=True)
    refuse_unless_seen_at_start(present.answers if present else None, command.seen_draft)
    if present:
        store.drop(person_id, command.procedure)


def refuse_unless_seen_at_start(draft: Any, seen: str | None) -> None:
    """Refuse to go past a draft of a start form that this window has not seen.

    Raises:
        DraftChanged: another window has saved it after the form was drawn.
        DraftGone: another window has started a case with it, or discarded it.
    """
    if draft is None and seen:
        raise DraftGone
    refuse_unless_seen(draft, seen)


CASES_WITHIN_EACH_OTHER = 10
"""A procedure that starts itself must wait in between: one transaction starts no endless chain."""


def start_linked(
    transaction: Transaction,
    *,
    procedure: str,
    link: str,
    data: Mapping[str, Any],
    started_from: str,
    key: str,
) -> tuple[str, str]:
    """Start a case that another one asks for, in the same transaction, as the system.

    Returns:
        Its id and number; the same for the same key.

    Raises:
        NotFound: no version of the procedure is in force.
    """
    command = StartCase(procedure, submit_key=key, data=data, started_from=started_from, link=link)
    if transaction.depth >= CASES_WITHIN_EACH_OTHER:
        raise EngineError(
            "«{procedure}» was not started: {count} cases start each other without waiting.",
            procedure=procedure,
            count=transaction.depth,
        )
    inner = replace(transaction, actor=SYSTEM, depth=transaction.depth + 1)
    case_id = start_case(command, inner)
    case = transaction.work.cases.get(case_id)
    return case_id, case.number if case else ""


def ready_to_start(transaction: Transaction, procedure: str) -> tuple[Published, Element]:
    """Return the version in force and its plain start event.

    Raises:
        NotFound: no version of the procedure is in force.
        NotAllowed: see ``may_start``.
    """
    published = transaction.library.published(_in_force(transaction, procedure))
    start = start_event(published, None)
    may_start(transaction, published, start)
    return published, start


def _in_force(transaction: Transaction, procedure: str) -> VersionRecord:
    version = transaction.work.versions.in_force(procedure)
    if version is None:
        raise NotFound("The procedure «{procedure}» is not in force.", procedure=procedure)
    return version


def start_event(published: Published, message: str | None) -> Element:
    """Return the event with which a procedure starts, plainly or by a message.

    Raises:
        NotFound: no such message starts it.
    """
    for element in published.diagram.starts():
        names = {event.name for event in element.events if event.kind in ("message", "signal")}
        if (message is None and not names) or message in names:
            return element
    starts = published.diagram.starts()
    if message is None and len(starts) == 0:
        return next(iter(published.diagram.elements.values()))
    raise NotFound(
        "The procedure «{procedure}» is not started by the message «{message}».",
        procedure=published.procedure,
        message=message or "",
    )


def may_start(transaction: Transaction, published: Published, start: Element) -> str:
    """Return the role for which the actor would record the start, ``""`` for their own.

    Raises:
        NotAllowed: the actor does not hold the role of the lane in which the procedure starts.
    """
    if published.by_case(start) and not transaction.actor.is_system:
        raise NotAllowed(
            "A case of «{procedure}» is started by another role, or by another case.",
            procedure=published.name,
        )
    step = with_question(transaction, published.step_that_begins(start))
    judged = eligibility(transaction.actor, step)
    if judged.refusal:
        raise NotAllowed(judged.refusal.template, **judged.refusal.values)
    return published.role_name(judged.records_for) if judged.records_for else judged.stands_in_for


def _new_case(
    transaction: Transaction, version: VersionRecord, published: Published, command: StartCase
) -> CaseRecord:
    """The row comes first, because acts of the first run refer to it."""
    number = take_number(transaction.work, published.body, "case", transaction.now)
    record = CaseRecord(
        id=uuid4().hex,
        number=number,
        body=version.body,
        procedure=version.procedure,
        version_id=version.id,
        title=number,
        state="open",
        outcome=None,
        revision=0,
        workflow=b"",
        started_at=transaction.now,
        started_by=transaction.actor.name,
        ended_at=None,
        start_key=command.submit_key,
        event_number=0,
        event_hash=FIRST_HASH,
        started_from=command.started_from,
        link=command.link,
    )
    transaction.work.cases.add(record)
    return record
