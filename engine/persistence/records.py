"""Rows as values: what stores hand out and take in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

RUNNING = ("open", "suspended")
"""States of a case that has not come to its end."""


class CaseRecord(NamedTuple):
    """One case.

    Attributes:
        state: ``open | suspended | ended | cancelled``.
        revision: grows with every change.
        started_from: id of the case that started this one, if one did.
        link: what this case is to that one, e.g. ``surveillance``; else ``""``.
    """

    id: str
    number: str
    body: str
    procedure: str
    version_id: int
    title: str
    state: str
    outcome: str | None
    revision: int
    workflow: bytes
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    start_key: str | None
    event_number: int
    event_hash: str
    started_from: str | None = None
    link: str = ""


class WorkItemRecord(NamedTuple):
    """One entry into a human step.

    Attributes:
        state: ``open | completed | withdrawn``.
        priority: 1 high, 0 normal, -1 low.
        follow_up: day on which somebody wants to look at it again, ``2026-03-12``.
    """

    id: str
    case_id: str
    body: str
    element_id: str
    name: str
    role: str
    state: str
    created_at: datetime
    due_at: datetime | None = None
    claimed_by: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    submit_key: str | None = None
    local: Any = None
    draft: Any = None
    draft_at: datetime | None = None
    priority: int = 0
    follow_up: str | None = None


class DeadlineRecord(NamedTuple):
    """One clock.

    Attributes:
        kind: ``term`` of a work item, ``timer`` of the diagram, ``total`` of the procedure,
            ``chain`` over linked cases; of a register entry ``expiry`` or ``schedule``.
        entry: key in ``deadlines.yaml``; ``""`` for a time written in the diagram.
        text: ISO 8601 text of a timer without an entry, else ``""``.
        state: ``running | paused | met | fired | overdue | withdrawn``.
        pauses: intervals ``[from, to]`` (ISO) in which the clock stood.
        calendar: version of the calendar the due moment was computed with; ``""`` for plain times.
        register_entry: id of the register entry whose clock it is; ``None`` for one of a case.
        plan: what is started when it falls due, for a ``schedule``.
    """

    case_id: str
    task_id: str
    element_id: str
    kind: str
    entry: str
    state: str
    started_at: datetime
    due_at: datetime | None
    text: str = ""
    occurrence: int = 1
    paused_at: datetime | None = None
    pauses: Sequence[Sequence[str]] = ()
    calendar: str = ""
    ended_at: datetime | None = None
    id: int | None = None
    register_entry: int | None = None
    plan: Any = None


class IncidentRecord(NamedTuple):
    """An automatic step that failed.

    Attributes:
        task_id: of the token that stands at the step; ``""`` where none does.
        job: key of the job that failed, where the case went on without it.
        said: the cause as ``forms.said`` keeps it for other languages.
    """

    case_id: str
    task_id: str
    element_id: str
    kind: str
    cause: str
    values: Any
    opened_at: datetime
    resolved_at: datetime | None = None
    id: int | None = None
    job: str | None = None
    said: Any = None


class VersionRecord(NamedTuple):
    """A published version of a procedure.

    Attributes:
        content: ``engine.procedures.version`` bytes.
        taken_back_at: when it was taken back: no case runs on it or will.
        uploaded: whether an owner published it from files they uploaded, not from a checkout.
    """

    id: int
    procedure: str
    body: str
    number: int
    digest: str
    name: str
    content: bytes
    in_force: bool
    published_at: datetime
    published_by: str
    note: str
    taken_back_at: datetime | None = None
    taken_back_by: str = ""
    uploaded: bool = False


class PersonRecord(NamedTuple):
    """A person who may sign in.

    Attributes:
        password_given: an administrator chose the password: its owner changes it at once.
        session_number: grows when every session of the person ends.
    """

    id: int
    username: str
    name: str
    password_hash: str | None
    language: str
    demo: bool
    active: bool
    password_given: bool = False
    session_number: int = 1


class AbsenceRecord(NamedTuple):
    """Days on which somebody is away, and who does their tasks meanwhile.

    Attributes:
        since: first day, as ``2026-03-12``.
        until: last day.
        deputy_id: who stands in; ``None`` for nobody in particular.
        reason: in a few words, or ``""``.
    """

    person_id: int
    since: str
    until: str
    deputy_id: int | None
    reason: str = ""
    id: int | None = None


class RegisterEntryRecord(NamedTuple):
    """One entry of a register or journal, as it stands now.

    Attributes:
        case_id: the case that entered it.
        act_key: the same act asked twice is one entry.
        data: its fields.
        state: of a certificate its state, else ``""``.
        revision: number of the revision that it stands at, from 1.
    """

    body: str
    register: str
    number: str
    case_id: str
    act_key: str
    entered_at: datetime
    data: Any
    state: str = ""
    revision: int = 1
    id: int | None = None


class RegisterRevisionRecord(NamedTuple):
    """How an entry came to stand as it does: never changed, never deleted.

    Attributes:
        number: 1 for the entry itself, then on.
        act: what was done: ``enter amend issue suspend restore withdraw reduce extend replace
            expire``.
        actor: who did it; the case's history has the rest.
        case_id: the case whose act it was.
        state: of the entry after it.
        effective_on: the day from which it holds, ``2026-03-12``.
        reason: as the act gave it.
        data: the fields of the entry after it.
    """

    entry_id: int
    number: int
    at: datetime
    act: str
    actor: str
    case_id: str
    act_key: str
    state: str
    effective_on: str
    reason: str
    data: Any


class SubscriptionRecord(NamedTuple):
    """An event that a case waits for; ``kind`` is ``message`` or ``signal``."""

    case_id: str
    task_id: str
    element_id: str
    kind: str
    name: str
    correlation: Any


class MessageRecord(NamedTuple):
    """A message or signal on its way."""

    kind: str
    name: str
    payload: Any
    correlation: Any
    from_case: str | None
    sent_at: datetime
    expires_at: datetime | None = None
    delivered_at: datetime | None = None
    key: str | None = None
    id: int | None = None


class JobRecord(NamedTuple):
    """Work to be done after the commit. ``state``: ``ready | running | done | failed``.

    Attributes:
        attempts: how often somebody has begun it.
        locked_until: until when whoever runs it is left alone.
    """

    id: int
    kind: str
    key: str
    payload: Any
    state: str
    run_at: datetime
    attempts: int
    locked_until: datetime | None
    error: str


class SystemMessageRecord(NamedTuple):
    """A message to an information system outside.

    Attributes:
        system: key under ``systems`` of ``body.yaml``.
        sent_at: when the system had it; ``None`` while it waits.
        answer: what the system answered.
        error: why the last attempt failed.
    """

    id: int
    body: str
    system: str
    message: str
    data: Any
    case_id: str
    act_key: str
    written_at: datetime
    sent_at: datetime | None
    answer: Any
    error: str
