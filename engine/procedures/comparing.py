"""Two versions of a procedure side by side: what was added, removed and changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.procedures.deadline_entries import DeadlineEntry
from engine.procedures.diagram import Diagram, Element, Flow
from engine.procedures.version import Version


@dataclass(frozen=True, slots=True)
class Difference:
    """One property that differs: ``""`` on the side where it is not there."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ElementDifference:
    """What differs at one element, flow or the process itself.

    Attributes:
        id: the same in both versions.
        kind: BPMN local name, in the newer version where it has one.
        name: label, in the newer version where it has one.
        state: ``added | removed | changed``.
        differences: of a changed one.
    """

    id: str
    kind: str
    name: str
    state: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A form, decision or term of the text that differs.

    Attributes:
        what: ``form | decision | deadline | document``.
        key: its name.
        state: ``added | removed | changed``.
        old: its content in the older version; ``None`` where it has none.
        new: its content in the newer version.
        differences: of a changed term.
    """

    what: str
    key: str
    state: str
    old: bytes | None = None
    new: bytes | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions."""

    elements: tuple[ElementDifference, ...] = ()
    files: tuple[FileDifference, ...] = ()
    other: tuple[Difference, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.elements or self.files or self.other)

    def marks(self, side: str) -> dict[str, str]:
        """Return element id -> state, of what a picture of the ``old`` or ``new`` side shows."""
        hidden = "added" if side == "old" else "removed"
        return {one.id: one.state for one in self.elements if one.state != hidden}


def compare(old: Version, new: Version) -> Comparison:
    """Compare two versions; the place of elements on the drawing is no difference."""
    before, after = old.diagrams[0].diagram(), new.diagrams[0].diagram()
    elements = tuple(_elements(before, after))
    called = {one.process_id: one.source for one in old.diagrams[1:]}
    others = {one.process_id: one.source for one in new.diagrams[1:]}
    files = (
        *_files("form", old.forms, new.forms),
        *_files("decision", old.decisions, new.decisions),
        *_files("document", old.documents, new.documents),
        *_files("diagram", called, others),
        *_terms(old.deadlines, new.deadlines),
    )
    roles = _mapping("", _flat(old.body), _flat(new.body))
    operations = _mapping("operation ", dict(old.operations), dict(new.operations))
    return Comparison(elements, files, (*roles, *operations))


def _elements(before: Diagram, after: Diagram) -> Iterator[ElementDifference]:
    old, new = _described(before), _described(after)
    for name in (*new, *(name for name in old if name not in new)):
        yield from _of_one(name, old.get(name), new.get(name))


_Described = tuple[str, str, dict[str, str]]


def _of_one(
    name: str, old: _Described | None, new: _Described | None
) -> Iterator[ElementDifference]:
    if old is None:
        assert new is not None
        yield ElementDifference(name, new[0], new[1], "added")
    elif new is None:
        yield ElementDifference(name, old[0], old[1], "removed")
    else:
        found = _mapping("", old[2], new[2])
        if found:
            yield ElementDifference(name, new[0], new[1] or old[1], "changed", found)


def _described(diagram: Diagram) -> dict[str, _Described]:
    """Return kind, label and everything that can be said of each element, flow and process."""
    process = diagram.process
    found: dict[str, _Described] = {
        process.id: ("process", process.name, {"name": process.name, **process.properties})
    }
    lanes = {name: lane.name or name for name, lane in diagram.lanes.items()}
    for element in diagram.elements.values():
        lane = lanes.get(element.lane_id or "", "")
        found[element.id] = (element.kind, element.name, _facts(element, lane))
    for flow in diagram.flows.values():
        found[flow.id] = ("sequenceFlow", flow.name, _flow_facts(flow))
    return found


def _facts(element: Element, lane: str) -> dict[str, str]:
    found = {"name": element.name, "kind": element.kind, "lane": lane, **element.properties}
    found |= {"attached to": element.attached_to or "", "default": element.default or ""}
    found |= {"script": element.script, "called": element.called, "inside": element.scope_id}
    if element.kind == "boundaryEvent":
        found["interrupting"] = "yes" if element.interrupting else "no"
    for event in element.events:
        said = (event.kind, event.name, event.timer_text, event.code)
        found["event"] = " ".join(part for part in said if part)
    if element.loop is not None:
        loop = element.loop
        parts = (loop.kind, loop.cardinality, loop.collection, loop.condition, loop.completion)
        found["repeated"] = " ".join(part for part in parts if part)
    return {name: text for name, text in found.items() if text}


def _flow_facts(flow: Flow) -> dict[str, str]:
    said = {
        "name": flow.name,
        "from": flow.source,
        "to": flow.target,
        "condition": flow.condition,
    }
    return {name: text for name, text in said.items() if text}


def _mapping(prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    names = dict.fromkeys((*old, *new))
    return tuple(
        Difference(f"{prefix}{name}", str(old.get(name, "")), str(new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )


def _files(
    what: str, old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> Iterator[FileDifference]:
    for key in sorted({*old, *new}):
        one, other = old.get(key), new.get(key)
        if one != other:
            yield FileDifference(what, key, _state(one, other), one, other)


def _terms(
    old: Mapping[str, DeadlineEntry], new: Mapping[str, DeadlineEntry]
) -> Iterator[FileDifference]:
    for key in sorted({*old, *new}):
        one, other = old.get(key), new.get(key)
        if one != other:
            before = _flat(one.to_json()) if one else {}
            after = _flat(other.to_json()) if other else {}
            found = _mapping("", before, after)
            yield FileDifference("deadline", key, _state(one, other), differences=found)


def _state(old: object, new: object) -> str:
    return "added" if old is None else "removed" if new is None else "changed"


def _flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Return the leaves of nested plain values by dotted path."""
    found: dict[str, str] = {}
    for key, inner in value.items():
        path = f"{prefix}{key}"
        if isinstance(inner, Mapping):
            found |= _flat(inner, f"{path}.")
        elif isinstance(inner, list | tuple):
            found[path] = ", ".join(map(str, inner))
        elif inner not in (None, ""):
            found[path] = str(inner)
    return found
