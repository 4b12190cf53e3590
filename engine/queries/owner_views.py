"""Shapes of process owners' pages: a procedure, a change, cases that could go over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.moving.plan import MovePlan
from engine.procedures.comparing import Comparison
from engine.procedures.fault import Fault
from engine.queries.views import BodyView, Label


@dataclass(frozen=True, slots=True)
class TermView:
    """A term of the text, as an element names it."""

    entry: str
    name: Label
    amount: Label
    clause: str
    reading: Label


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element of a diagram with what it says.

    Attributes:
        kind: BPMN local name.
        event: kind of its event, e.g. ``timer``; ``""`` without one.
        timer: ISO 8601 text of a timer of the diagram.
        attached_to: name of the step a boundary event sits on.
        role_name: of its lane.
        term: its term, or ``None``.
        guards: English sentence of each guard, by name.
        more: every other property by name.
    """

    id: str
    name: str
    kind: str
    line: int
    event: str = ""
    timer: str = ""
    attached_to: str = ""
    role_name: Label = field(default_factory=dict)
    form: str = ""
    term: TermView | None = None
    guards: Mapping[str, str] = field(default_factory=dict)
    operation: str = ""
    document: str = ""
    clause: str = ""
    reading: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a procedure.

    Attributes:
        open_cases: that run on it.
        cases: that run or ran on it.
    """

    id: int
    number: int
    digest: str
    in_force: bool
    published_at: datetime
    published_by: str
    note: str
    uploaded: bool
    taken_back_at: datetime | None
    taken_back_by: str
    open_cases: int
    cases: int


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """A rehearsal: ``differences`` as ``[line, step, sentence]``; ``None`` where not played."""

    name: str
    procedure: str
    differences: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """The page of a procedure.

    Attributes:
        key: ``<body>/<procedure>``.
        form_definitions: by key, those its elements name, in their order.
        owned: whether the reader is its process owner.
        clauses: how many elements name a clause, of how many that should.
    """

    key: str
    name: str
    body: BodyView
    version: VersionView
    versions: tuple[VersionView, ...]
    diagram_xml: bytes
    elements: tuple[ElementView, ...]
    form_definitions: Mapping[str, Any]
    terms: tuple[TermView, ...]
    owned: bool
    clause: str
    clauses: tuple[int, int]


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """One uploaded file.

    Attributes:
        state: ``new | changed | same | removed``, beside what is in force.
        before: what is in force; ``None`` where there is nothing.
        content: what is uploaded; ``None`` where the file is taken away.
    """

    path: str
    size: int
    state: str
    uploaded_at: datetime
    uploaded_by: str
    before: bytes | None
    content: bytes | None


@dataclass(frozen=True, slots=True)
class ProcedureChange:
    """What a change makes of one procedure.

    Attributes:
        number: of the version in force; ``None`` for a new procedure.
        comparison: with the version in force; ``None`` for a new one.
        old_xml: diagram in force, or ``None``.
        new_xml: diagram of the change.
        open_cases: cases that run on any version of it.
    """

    key: str
    name: str
    number: int | None
    comparison: Comparison | None
    old_xml: bytes | None
    new_xml: bytes
    open_cases: int


@dataclass(frozen=True, slots=True)
class ChangePage:
    """The page of what is uploaded for a body.

    Attributes:
        digest: of all files of the body with the uploaded ones.
        faults: what is wrong; file names from the body's folder on.
        drawings: path -> diagram of each faulty diagram that can be drawn.
        procedures: those it changes; empty while anything is wrong.
        rehearsals: of the procedures it changes.
        known: names of the procedures of the body.
        removable: paths of the files that may be taken away, where nothing uses them.
    """

    body: BodyView
    files: tuple[UploadedFile, ...]
    digest: str
    faults: tuple[Fault, ...]
    drawings: Mapping[str, bytes]
    procedures: tuple[ProcedureChange, ...]
    rehearsals: tuple[RehearsalView, ...]
    known: tuple[str, ...]
    removable: tuple[str, ...]

    @property
    def changes_files(self) -> bool:
        """Whether anything uploaded differs from what is in force."""
        return any(one.state != "same" for one in self.files)


@dataclass(frozen=True, slots=True)
class CaseMove:
    """What would become of one running case."""

    case_id: str
    number: str
    title: str
    version_number: int
    revision: int
    plan: MovePlan


@dataclass(frozen=True, slots=True)
class MovesPage:
    """The cases of a procedure that do not run on a version.

    Attributes:
        target: the version they could go over to.
        moves: a page of them, those that began first first.
        total: how many there are.
        steps: human steps of the target: id and name, to go on from in place of removed ones.
        role_names: of the target's body, by role.
        rules: English sentence of each guard, by name.
        people: names of those whom waivers are for, by id.
    """

    key: str
    name: str
    body: BodyView
    target: VersionView
    at: datetime
    moves: tuple[CaseMove, ...]
    total: int
    steps: tuple[tuple[str, str], ...]
    role_names: Mapping[str, Label]
    rules: Mapping[str, str]
    people: Mapping[int, str]
