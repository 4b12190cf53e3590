"""The library: bodies as their files say, and published versions, each parsed once per process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, Protocol

from engine.deadlines.fresh_days import FreshDays, is_newer
from engine.errors import ExpressionInvalid, NotFound
from engine.expressions import compile_expression
from engine.people.eligibility import StepOfCase
from engine.people.guards.naming import guards_of
from engine.persistence.calendar_store import CalendarStore
from engine.persistence.records import VersionRecord
from engine.persistence.version_store import VersionStore
from engine.procedures.body import Body
from engine.procedures.diagram import Diagram, Element
from engine.procedures.drafted import CheckedDraft
from engine.procedures.stored_version import from_bytes
from engine.procedures.version import Version
from engine.runtime.executable import Executable, prepare
from engine.runtime.live_cases import LiveCases
from engine.workspace import Checkout, Layer
from forms.definition import FormDefinition, parse_definition
from tasks.calendar.own_days import OwnDays


@dataclass(frozen=True)
class Published:
    """A published version, ready to run.

    Attributes:
        id: of its row.
        procedure: ``<body>/<procedure>``.
        number: 1, 2, 3 ... per procedure.
        digest: SHA-256 (hex) of the diagram and everything it refers to.
        body: whose procedure it is; ``None`` for a diagram outside any body.
        diagrams: the diagram that runs, then those it calls.
        executable: what the runtime runs.
        forms: by key.
        documents: templates by name.
    """

    id: int
    procedure: str
    number: int
    digest: str
    name: str
    body: Body | None
    diagrams: tuple[Diagram, ...]
    executable: Executable
    forms: Mapping[str, FormDefinition] = field(default_factory=dict)
    documents: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def diagram(self) -> Diagram:
        """The diagram that runs."""
        return self.diagrams[0]

    def element(self, element_id: str) -> Element:
        """Return an element of the diagram or of one it calls.

        Raises:
            NotFound: there is none with this id.
        """
        found = self._elements.get(element_id)
        if found is None:
            raise NotFound("The diagram has no element «{element}».", element=element_id)
        return found

    @cached_property
    def _elements(self) -> Mapping[str, Element]:
        """Elements by id: of the diagram that runs before those of others."""
        return {
            element.id: element
            for diagram in reversed(self.diagrams)
            for element in diagram.elements.values()
        }

    def name_of(self, element_id: str) -> str:
        """Return an element's label, or its id where it has none."""
        return self.element(element_id).name or element_id

    def form_of(self, element: Element) -> FormDefinition | None:
        """Return the form of a step or start event; ``None`` where it has none."""
        return self.forms.get(element.properties.get("form", ""))

    def by_case(self, start: Element) -> bool:
        """Return whether only another case begins here (``case.start``), nobody by hand."""
        return start.properties.get("started_by") == "case"

    def result_key(self, element: Element) -> str | None:
        """Return where the answers go; ``None`` merges them flat (a step played without a form)."""
        has_form = self.form_of(element) is not None
        return element.result_key if has_form or "result" in element.properties else None

    @cached_property
    def counts_terms(self) -> bool:
        """Whether a term is counted anywhere: over the procedure, or over one of its elements."""
        properties = [element.properties for element in self._elements.values()]
        return any(one.get("deadline") for one in (self.diagram.process.properties, *properties))

    def deadline_of(self, element_id: str) -> str:
        """Return the entry of ``deadlines.yaml`` of an element, or ``""``."""
        return self.element(element_id).properties.get("deadline", "")

    def role_of(self, element_id: str) -> str:
        """Return the role of an element's lane; the lane's name where no body maps it.

        ``""`` without lanes.
        """
        return self._roles.get(self.element(element_id).id, "")

    @cached_property
    def _roles(self) -> Mapping[str, str]:
        """Element id -> its role; without those that stand in no lane."""
        lanes = self.body.lanes() if self.body else {}
        return {
            element.id: lane.role or lanes.get(lane.name) or lane.name
            for diagram in reversed(self.diagrams)
            for element in diagram.elements.values()
            if (lane := diagram.lanes.get(element.lane_id or ""))
        }

    def role_name(self, role: str, language: str = "") -> str:
        """Return a role's name, by default in the body's language."""
        return self.body.role_name(role, language) if self.body else role

    def step_of(
        self, element_id: str, role: str, participants: frozenset[tuple[str, int]]
    ) -> StepOfCase:
        """Return what decides who may do a step."""
        element = self.element(element_id)
        appoints = bool(element.properties.get("appoints"))
        return StepOfCase(self.body, role, participants, guards_of(element), appoints)

    def step_that_begins(self, start: Element) -> StepOfCase:
        """Return what decides who may start a case: nobody takes part in it yet."""
        step = self.step_of(start.id, self.role_of(start.id), frozenset())
        return replace(step, begins=True)

    def title(self, data: Mapping[str, Any]) -> str:
        """Return what the case is called, by the process's property ``title``.

        ``""`` while unknown.
        """
        text = self.diagram.process.properties.get("title", "")
        try:
            value = compile_expression(text).evaluate(data) if text else ""
        except ExpressionInvalid:  # the data it reads is not there yet
            return ""
        return str(value or "")


class Check(Protocol):
    """Checks a body's files with changes over them (handed in: it needs all that acts know)."""

    def __call__(self, checkout: Checkout | None, body: str, *changes: Layer) -> CheckedDraft:
        """Return what is wrong, or what the files would make."""
        ...


class Library:
    """Bodies by key, and the versions that were asked for.

    Attributes:
        checkout: where the bodies' files lie; ``None`` in memory.
        live_cases: those that this process moved last.
        days: when to look for days that bodies decreed for themselves.
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self.checkout: Checkout | None = None
        self.live_cases = LiveCases()
        self.days = FreshDays()
        self._check: Check | None = None
        self.bodies: dict[str, Body] = {body.key: body for body in bodies}
        self._published: dict[int, Published] = {}
        self._lock = Lock()

    def freshen(self, store: Callable[[], CalendarStore], now: datetime) -> None:
        """Take over what bodies decreed of their days since the last look.

        Bodies and versions are values that nobody changes: who has one in hand goes on with it.

        Args:
            store: gives that of the transaction that begins; most often nobody asks for it.
            now: its moment.
        """
        for key, days in self.days.look(store, now, self.bodies).items():
            with self._lock:
                if is_newer(days.last_act, self.bodies[key]):
                    self._take_over(key, days)

    def _take_over(self, key: str, days: OwnDays) -> None:
        self.bodies[key] = replace(self.bodies[key], own_days=days)
        for version_id, known in self._published.items():
            if known.body is not None and known.body.key == key:
                body = replace(known.body, own_days=days)
                self._published[version_id] = replace(known, body=body)

    def keep_files(self, checkout: Checkout, check: Check) -> None:
        """Let owners change the files of a checkout, checked as they say."""
        self.checkout, self._check = checkout, check

    def check(self, body: str, *changes: Layer) -> CheckedDraft:
        """Check a body's files with changes over them: path -> content, later ones above.

        Raises:
            NotFound: there is no such body, or it has no files here.
        """
        if self.checkout is None or self._check is None:
            raise NotFound("There is no body «{body}».", body=body)
        return self._check(self.checkout, body, *changes)

    def files(self, body: str) -> dict[str, bytes]:
        """Return the files of a body's checkout that an owner may change, by path.

        Raises:
            NotFound: the body has no files here.
        """
        if self.checkout is None:
            raise NotFound("There is no body «{body}».", body=body)
        return {path: file.read_bytes() for path, file in self.checkout.files(body).items()}

    def body_file(self, body: str) -> bytes | None:
        """Return a body's ``body.yaml`` as it is; ``None`` where its files lie nowhere."""
        path = self.checkout.bpmn_path / body / "body.yaml" if self.checkout else None
        return path.read_bytes() if path and path.is_file() else None

    def version(self, store: VersionStore, version_id: int) -> Published:
        """Return a version, parsed at most once per process.

        Raises:
            NotFound: there is no such version.
        """
        known = self._published.get(version_id)
        if known is not None:
            return known
        record = store.get(version_id)
        if record is None:
            raise NotFound("There is no such version of a procedure.")
        return self.published(record)

    def published(self, record: VersionRecord) -> Published:
        """Return a version whose row was read already."""
        with self._lock:
            if record.id not in self._published:
                self._published[record.id] = self._parse(record)
            return self._published[record.id]

    def _parse(self, record: VersionRecord) -> Published:
        version, diagrams, executable, forms = _parsed(record.content)
        body = self.bodies.get(record.body)
        return Published(
            id=record.id,
            procedure=record.procedure,
            number=record.number,
            digest=record.digest,
            name=record.name,
            # Terms are those of the version: a case keeps the terms it began with.
            body=replace(body, deadlines={**body.deadlines, **version.deadlines}) if body else None,
            diagrams=diagrams,
            executable=executable,
            forms=forms,
            documents=version.documents,
        )


@lru_cache(maxsize=64)
def _parsed(
    content: bytes,
) -> tuple[Version, tuple[Diagram, ...], Executable, Mapping[str, FormDefinition]]:
    """Return what a stored version holds; nothing changes it, so that libraries may share it."""
    version = from_bytes(content)
    files = version.files()
    executable = prepare(version.process_id, files, tuple(version.decisions.values()))
    forms = {key: parse_definition(form, key) for key, form in version.forms.items()}
    return version, tuple(diagram for diagram, _ in files), executable, forms
