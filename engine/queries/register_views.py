"""Registers as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.queries.views import BodyView, Label


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A register or journal in the list of those a person may read.

    Attributes:
        kind: ``register`` or ``journal``.
        clause: where the text demands it.
        entries: how many it has.
    """

    body: BodyView
    key: str
    name: Label
    kind: str
    clause: str
    public: bool
    entries: int


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column; ``key`` is the field that it shows."""

    key: str
    name: Label


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of a register.

    Attributes:
        entered_on: the day in the body's time zone.
        state: of a certificate, else ``""``.
        act: the last thing that was done to it.
        since: the day from which that holds.
        values: of the columns, in their order, plain JSON.
    """

    id: int
    number: str
    entered_on: date
    state: str
    act: str
    since: date
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of a register, the latest entry first.

    Attributes:
        total: entries that fit what was asked, on all pages.
        with_states: whether its entries are certificates.
    """

    register: RegisterRow
    columns: tuple[ColumnView, ...]
    rows: tuple[EntryRow, ...]
    total: int
    with_states: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a revision gave another value."""

    key: str
    name: Label
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case that had to do with an entry."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class RevisionView:
    """What became of an entry.

    Attributes:
        act: ``enter amend issue suspend ...``.
        actor: name; ``""`` for the system.
        effective_on: the day from which it holds.
        changes: what it gave another value, in the order of the columns.
    """

    number: int
    at: datetime
    act: str
    actor: str
    state: str
    effective_on: date
    reason: str
    case: CaseLink | None
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A case that is planned for a certificate, or has begun.

    Attributes:
        on: the day on which it begins.
        kind: as the plan names it.
        name: of the term it rests on, else empty.
        clause: of that term.
        state: ``running paused fired withdrawn failed``.
        case: that has begun.
        error: why it could not begin.
    """

    id: int
    on: date
    kind: str
    name: Label
    clause: str
    state: str
    case: CaseLink | None
    error: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The page of one entry.

    Attributes:
        fields: (name, value) of its columns and of whatever else it holds.
        case: that entered it.
        revisions: the latest first.
        planned: in the order of their days.
    """

    register: RegisterRow
    row: EntryRow
    fields: tuple[tuple[ColumnView, Any], ...]
    case: CaseLink | None
    revisions: tuple[RevisionView, ...]
    planned: tuple[PlannedView, ...] = ()
    further: Mapping[str, Any] = field(default_factory=dict)
