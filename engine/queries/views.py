"""Shapes that pages read. Labels are dicts by language (``{"ky": ..., "ru".

...}``) or plain text of the diagram.

Moments are aware and in the body's time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from tasks.terms.working import Working

Label: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body as pages name it."""

    key: str
    name: Label
    short_name: Label
    languages: tuple[str, ...]
    time_zone: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as pages name them."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class DueView:
    """A term in the page's words.

    Attributes:
        entry: key in ``deadlines.yaml``, e.g. ``KG-1.1``; ``""`` for a timer of the diagram.
        name: what the term is for.
        at: when it falls due; ``None`` while the clock stands.
        state: ``running | today | soon | overdue | paused | met | ended``; ``soon`` is one working
            day or less.
        days_left: working days left (negative when overdue); ``None`` while paused.
        started: when the clock started.
        clause: clause of the source.
        document: short name of the source document.
        amount_text: the term in words by language, e.g. ``2 working hours``.
        reading: what the text leaves open and how it is read here; ``None`` where it is plain.
        on_expiry: what follows, by language; empty where the text says nothing.
        working: how the date was worked out: the days counted and skipped.
        paused_by: element ids that stop the clock.
        paused_at: since when the clock stands; ``None`` while it runs.
        unit: unit of the term as in ``deadlines.yaml``; ``""`` for a timer of the diagram.
        next_step: the ordinary next step, by language; no consequence of lateness.
    """

    entry: str
    name: Label
    at: datetime | None
    state: str
    days_left: int | None
    started: datetime
    clause: str
    document: Label
    amount_text: Label
    reading: Label | None
    on_expiry: Label
    working: Working | None
    paused_by: tuple[str, ...] = ()
    paused_at: datetime | None = None
    unit: str = ""
    next_step: Label = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TotalCase:
    """A case that a total runs over; ``state`` as of a ``CaseRow``; ``here``: whose page it is."""

    id: str
    number: str
    title: str
    state: str
    here: bool


@dataclass(frozen=True, slots=True)
class TotalView:
    """A term over a whole procedure, or over linked cases, and how it stands.

    Attributes:
        due: the term; while its clock stands, ``days_left`` is ``None`` and ``left`` is not.
        days: ``working_days`` or ``calendar_days``, what ``whole``, ``used`` and ``left`` count;
            ``""`` for a term by the hour, or one counted back from an event, of which none is used.
        whole: days that the term has.
        used: days of it that have gone by until now, or until it ended.
        left: ``whole - used``; negative where it has run out.
        at_soonest: when it would fall due if its clock ran on at once; ``None`` while it runs.
        ended_at: when it ended; ``None`` before.
        waits_for: names of the open steps for which its clock stands.
        linked: whether it runs over linked cases.
        over: the cases within the reader's reach that it runs over, in the order of their start.
    """

    due: DueView
    days: str
    whole: int | None
    used: int | None
    left: int | None
    at_soonest: datetime | None
    ended_at: datetime | None
    waits_for: tuple[str, ...]
    linked: bool
    over: tuple[TotalCase, ...]


@dataclass(frozen=True, slots=True)
class WorkItemRow:
    """One line of the work list.

    Attributes:
        claim: ``mine | free | deputised | colleague | blocked``; ``deputised``: an absent colleague
            has it whose deputy the reader is.
        blocked_because: sentence template and values of the guard that blocks, else ``None``.
        waits_for_applicant: the step is the applicant's, shown to staff who may record their
            answer.
        priority: 1 high, 0 normal, -1 low.
        follow_up: day to look at it again.
        may_assign: the reader hands out the tasks of the body.
    """

    id: str
    element_id: str
    name: str
    case_id: str
    case_number: str
    case_title: str
    body: BodyView
    role: str
    role_name: Label
    due: DueView | None
    claim: str
    claimed_by: PersonView | None
    has_draft: bool
    created_at: datetime
    blocked_because: tuple[str, Mapping[str, Any]] | None = None
    waits_for_applicant: bool = False
    suspended: bool = False
    """The case is suspended: the step cannot be finished before it is resumed."""
    priority: int = 0
    follow_up: date | None = None
    may_assign: bool = False


@dataclass(frozen=True, slots=True)
class WorkList:
    """Rows by due moment, those without a term last; with counts that need no fetching."""

    rows: tuple[WorkItemRow, ...]
    counts: Mapping[str, int]
    """Keys: ``all mine free overdue absent``, ``body:<key>``; each at most ``MOST_COUNTED + 1``."""
    total: int
    roles: tuple[tuple[str, BodyView, Label], ...] = ()
    """``<body>/<role>`` of steps within reach, with the names of both."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that an event changed.

    Attributes:
        label: the field's label, or the path.
        whole: path of the answer that the value is a part of, e.g. of a person's name; else ``""``.
    """

    path: str
    label: str
    old: Any
    new: Any
    whole: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a case.

    Attributes:
        kind: past tense, e.g. ``case_started work_item_completed deadline_started deadline_fired
            act_carried_out incident_opened case_ended``.
        actor: name; ``""`` for the system.
        element_name: label of the element; ``""`` where the event is the case's.
        facts: further plain values of the event by name.
    """

    number: int
    at: datetime
    kind: str
    actor: str
    on_behalf_of: str
    element_id: str
    element_name: str
    clause: str
    changes: tuple[Change, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    hash: str = ""


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """One line of the text outline of a diagram, in reading order.

    Attributes:
        state: ``done | now | late | incident | ahead | skipped``.
        kind: ``step | question | timer | end``; a gateway is a question.
        who: lane's role name.
        answer: which way was taken at a question, or ``""``.
        ways: for a question: (flow label, name of the next step) of every way out.
        times: how often it was done.
    """

    element_id: str
    name: str
    kind: str
    state: str
    who: Label
    at: datetime | None = None
    by: str = ""
    due: DueView | None = None
    answer: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    times: int = 0
    work_item_id: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list of cases. ``state``: ``open | suspended | ended | cancelled``."""

    id: str
    number: str
    title: str
    body: BodyView
    procedure: str
    procedure_name: str
    state: str
    outcome_name: str
    started_at: datetime
    ended_at: datetime | None
    waiting: tuple[str, ...]
    due: DueView | None


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """Somebody's part in this case."""

    role: str
    role_name: Label
    person: PersonView


@dataclass(frozen=True, slots=True)
class RegisterEntryView:
    """An entry of a register that this case made or changed.

    Attributes:
        state: of a certificate, as it stands now, else ``""``.
    """

    register: str
    register_name: Label
    number: str
    entered_at: datetime
    data: Mapping[str, Any]
    id: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An automatic step that failed and waits to be retried.

    Attributes:
        cause: sentence, a ``Said`` where it is one of ours.
        by_job: a job failed that the case went on without; a retry begins it anew after the page.
    """

    id: int
    element_id: str
    element_name: str
    cause: str
    opened_at: datetime
    by_job: bool = False


@dataclass(frozen=True, slots=True)
class LinkedCaseView:
    """A case that this one started, or that started it.

    Attributes:
        link: what the one that was started is to the other, e.g. ``surveillance``.
        started_here: whether this case started it.
    """

    id: str
    number: str
    title: str
    link: str
    started_here: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the case page shows.

    Attributes:
        marks: element id -> ``done | now | late | incident | clock`` for the diagram.
        taken: ids of the sequence flows that were taken.
        chips: element id -> due view, for the date chips on the diagram.
        deadlines: clocks of steps and timers.
        totals: terms over the whole case or over linked cases; none for the applicant's side.
        whole: the reader sees the whole case; else only what is meant for the applicant's side.
    """

    row: CaseRow
    version_number: int
    version_digest: str
    open_items: tuple[WorkItemRow, ...]
    outline: tuple[OutlineStep, ...]
    marks: Mapping[str, str]
    taken: tuple[str, ...]
    chips: Mapping[str, DueView]
    deadlines: tuple[DueView, ...]
    participants: tuple[ParticipantView, ...]
    register_entries: tuple[RegisterEntryView, ...]
    incidents: tuple[IncidentView, ...]
    events: tuple[TimelineEvent, ...]
    event_count: int
    may_retry: bool = False
    linked: tuple[LinkedCaseView, ...] = ()
    whole: bool = True
    totals: tuple[TotalView, ...] = ()


@dataclass(frozen=True, slots=True)
class FileToOpen:
    """A file that a person may open; ``size`` in bytes, ``type`` found out from its content."""

    name: str
    size: int
    type: str
    sha256: str
