"""What a BPMN file says about its own drawing: shapes, lines and where labels stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

_MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DRAWING = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"

_SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the units of the diagram."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn element.

    Attributes:
        kind: BPMN local name: ``userTask``, ``lane``, ``participant`` ...
        event: local name of the first event definition without its ending: ``timer``, ``message``
            ..., or ``""``.
        label: where the label stands, or ``None`` where the file does not say.
        horizontal: of a pool or lane: whether its name runs along its left side.
        interrupting: of a boundary event.
        host: of a boundary event: the activity it sits on, else ``""``.
        holds: whether it is a sub-process drawn with what is inside.
    """

    id: str
    kind: str
    name: str
    event: str
    box: Box
    label: Box | None
    horizontal: bool
    interrupting: bool
    host: str
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn flow or association; ``kind`` is its BPMN local name."""

    id: str
    kind: str
    name: str
    points: tuple[Point, ...]
    label: Box | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The drawing of one diagram, in the order of the file: what comes later lies above."""

    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]

    def extent(self) -> Box:
        """Return the smallest box around everything that is drawn."""
        boxes = [shape.box for shape in self.shapes]
        boxes += [shape.label for shape in self.shapes if shape.label]
        boxes += [line.label for line in self.lines if line.label]
        xs = [x for box in boxes for x in (box.x, box.right)]
        ys = [y for box in boxes for y in (box.y, box.bottom)]
        for line in self.lines:
            xs += [x for x, _ in line.points]
            ys += [y for _, y in line.points]
        if not xs:
            return Box(0, 0, 1, 1)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


@lru_cache(maxsize=32)
def layout(xml: bytes) -> Layout:
    """Read the drawing of a BPMN file; empty where the file holds none.

    Raises:
        lxml.etree.XMLSyntaxError: the bytes are not XML.
    """
    root = _parse(xml)
    elements = {e.get("id", ""): e for e in root.iter(f"{_MODEL}*") if e.get("id")}
    plane = next(root.iter(f"{_DRAWING}BPMNPlane"), None)
    if plane is None:
        return Layout((), ())
    return Layout(tuple(_shapes(plane, elements)), tuple(_lines(plane, elements)))


def renamed(xml: bytes, name: Callable[[str], str]) -> bytes:
    """Return the file with every label put through ``name``: the diagram in another language."""
    root = _parse(xml)
    for element in root.iter(f"{_MODEL}*"):
        label = element.get("name")
        if label:
            element.set("name", name(label))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _parse(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(xml, parser)


def _shapes(plane: etree._Element, elements: dict[str, etree._Element]) -> Iterator[Shape]:
    for drawn in plane.iter(f"{_DRAWING}BPMNShape"):
        element = elements.get(drawn.get("bpmnElement", ""))
        box = _box(drawn.find(_BOUNDS))
        if element is None or box is None:
            continue
        yield Shape(
            id=element.get("id", ""),
            kind=_local(element),
            name=element.get("name", "") or _text(element),
            event=_event(element),
            box=box,
            label=_box(drawn.find(f"{_DRAWING}BPMNLabel/{_BOUNDS}")),
            horizontal=drawn.get("isHorizontal") != "false",
            interrupting=element.get("cancelActivity") not in {"false", "0"},
            host=element.get("attachedToRef", ""),
            holds=_holds(element, drawn),
        )


def _lines(plane: etree._Element, elements: dict[str, etree._Element]) -> Iterator[Line]:
    for drawn in plane.iter(f"{_DRAWING}BPMNEdge"):
        element = elements.get(drawn.get("bpmnElement", ""))
        points = tuple(
            (float(point.get("x", "0")), float(point.get("y", "0")))
            for point in drawn.iter(_WAYPOINT)
        )
        if element is None or len(points) < 2:
            continue
        yield Line(
            id=element.get("id", ""),
            kind=_local(element),
            name=element.get("name", ""),
            points=points,
            label=_box(drawn.find(f"{_DRAWING}BPMNLabel/{_BOUNDS}")),
        )


def _box(bounds: etree._Element | None) -> Box | None:
    if bounds is None:
        return None
    x, y, width, height = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box(x, y, width, height)


def _holds(element: etree._Element, drawn: etree._Element) -> bool:
    """Whether a sub-process shows what is inside."""
    return _local(element) in _SUB_PROCESSES and drawn.get("isExpanded") == "true"


def _event(element: etree._Element) -> str:
    ending = "EventDefinition"
    found = (_local(child) for child in element if isinstance(child.tag, str))
    return next((name.removesuffix(ending) for name in found if name.endswith(ending)), "")


def _text(element: etree._Element) -> str:
    return (element.findtext(f"{_MODEL}text") or "").strip()


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
