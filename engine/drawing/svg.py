"""Draws a diagram as SVG from the file's own layout.

It serves readers without scripts, print and thumbnails.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from math import hypot

from markupsafe import Markup

from engine.drawing.layout import Box, Layout, Line, Point, Shape, layout
from engine.drawing.signs import signs
from engine.drawing.text import LETTER, Place, block_height, written

MARK_CLASSES = {
    "done": "done",
    "now": "now",
    "late": "now late",
    "incident": "incident",
    "clock": "soon",
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "fault": "incident",
}
_THUMB_CLASSES = {"done": "done", "now": "now", "late": "late", "incident": "late"}
_MARGIN = 12
_TASK_TEXT = 14
_LABEL_TEXT = 13
_DATA = frozenset({"dataObjectReference", "dataStoreReference"})
_NAME_STRIP = 30
"""Width of the strip that holds the name of a pool or lane."""
_THUMB_VIEW = (1000.0, 420.0)


def draw(
    diagram_xml: bytes,
    marks: Mapping[str, str],
    taken: Collection[str],
    chips: Mapping[str, tuple[str, str]],
    label: str = "",
    anchors: str = "",
) -> Markup:
    """Draw the whole diagram.

    Args:
        diagram_xml: the BPMN file.
        marks: element id -> ``done | now | late | incident | clock``.
        taken: ids of the flows that were taken.
        chips: element id -> (tone, text) of a small note there, e.g. ``("now", "23 Nov")``.
        label: what the picture is, for those who do not see it; without it the picture is silent.
        anchors: what the ids of shapes and flows begin with, so that a page can lead to them;
            without it they have none.
    """
    drawing = layout(diagram_xml)
    parts = [_lane(shape) for shape in drawing.shapes if _is_lane(shape)]
    # A sub-process lies under the flows that it holds.
    parts += [
        _anchored(anchors, s.id, _shape(s, marks.get(s.id, ""))) for s in drawing.shapes if s.holds
    ]
    parts += [
        _anchored(anchors, one.id, _line(one, one.id in taken, marks.get(one.id, "")))
        for one in drawing.lines
    ]
    parts += [
        _anchored(anchors, s.id, _shape(s, marks.get(s.id, "")))
        for s in drawing.shapes
        if not s.holds
    ]
    parts += [
        _chip(_chip_place(shape, drawing), *chips[shape.id])
        for shape in drawing.shapes
        if shape.id in chips
    ]
    return _svg("drawing", _grown(drawing.extent(), _MARGIN), parts, label)


def thumbnail(
    diagram_xml: bytes,
    marks: Mapping[str, str],
    taken: Collection[str],
    around: str = "",
    label: str = "",
) -> Markup:
    """Draw the diagram small and without words: the part around an element, or the whole.

    Args:
        diagram_xml: the BPMN file.
        marks: as in ``draw``; running clocks are not shown.
        taken: as in ``draw``.
        around: element to show the surroundings of.
        label: what the picture is, for those who do not see it.
    """
    drawing = layout(diagram_xml)
    parts = [_outlined(s, "lane") for s in drawing.shapes if s.kind == "lane"]
    parts += [_path(line, "taken" if line.id in taken else "") for line in drawing.lines]
    parts += [
        _outlined(shape, _THUMB_CLASSES.get(marks.get(shape.id, ""), ""))
        for shape in drawing.shapes
        if not _is_lane(shape)
    ]
    return _svg("thumb", _view(drawing, around), parts, label)


def _svg(name: str, view: Box, parts: list[Markup], label: str) -> Markup:
    box = " ".join(_number(part) for part in (view.x, view.y, view.width, view.height))
    about = Markup('role="img" aria-label="{}"').format(label)
    size = Markup('width="{}" height="{}"').format(_number(view.width), _number(view.height))
    return Markup('<svg class="{}" viewBox="{}" {} {} focusable="false">{}</svg>').format(
        name, box, size, about if label else Markup('aria-hidden="true"'), Markup("").join(parts)
    )


def _view(drawing: Layout, around: str) -> Box:
    """Return the part a thumbnail shows: never more than fits, the element in its middle."""
    whole = _grown(drawing.extent(), _MARGIN)
    shape = next((one for one in drawing.shapes if one.id == around), None)
    width, height = min(whole.width, _THUMB_VIEW[0]), min(whole.height, _THUMB_VIEW[1])
    if shape is None:
        return whole
    x, y = shape.box.middle
    return Box(
        min(max(whole.x, x - width / 2), whole.right - width),
        min(max(whole.y, y - height / 2), whole.bottom - height),
        width,
        height,
    )


def _grown(box: Box, margin: float) -> Box:
    return Box(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin)


def _is_lane(shape: Shape) -> bool:
    return shape.kind in {"lane", "participant"}


def _lane(shape: Shape) -> Markup:
    box = shape.box
    if shape.horizontal:
        x, y = box.x + _NAME_STRIP / 2, box.middle[1]
        turn = Markup(' transform="rotate(-90 {} {})"').format(_number(x), _number(y))
        text = Place(x, y, box.height - 8, _TASK_TEXT)
        edge = ((box.x + _NAME_STRIP, box.y), (box.x + _NAME_STRIP, box.bottom))
    else:
        x, y = box.middle[0], box.y + _NAME_STRIP / 2
        turn = Markup("")
        text = Place(x, y, box.width - 8, _TASK_TEXT)
        edge = ((box.x, box.y + _NAME_STRIP), (box.right, box.y + _NAME_STRIP))
    strip = Markup('<path class="lane" d="{}"/>').format(_points(edge)) if shape.name else ""
    return Markup("{}{}<g{}>{}</g>").format(
        _outlined(shape, "lane"), strip, turn, written(shape.name, text)
    )


def _shape(shape: Shape, mark: str) -> Markup:
    if _is_lane(shape):
        return Markup("")
    about = MARK_CLASSES.get(mark, "")
    inner = Markup("").join(signs(shape))
    return Markup('<g class="{}">{}{}{}</g>').format(
        f"shape {_family(shape)} {about}".strip(), _outlined(shape, ""), inner, _name(shape)
    )


def _family(shape: Shape) -> str:
    if shape.kind.endswith("Event"):
        return "event"
    return "gateway" if shape.kind.endswith("Gateway") else "activity"


def _outlined(shape: Shape, about: str) -> Markup:
    """Draw the outline of a shape."""
    box, name = shape.box, Markup(' class="{}"').format(about) if about else ""
    x, y = box.middle
    if shape.kind.endswith("Event"):
        return Markup('<circle{} cx="{}" cy="{}" r="{}"/>').format(
            name, _number(x), _number(y), _number(box.width / 2)
        )
    if shape.kind.endswith("Gateway"):
        corners = ((x, box.y), (box.right, y), (x, box.bottom), (box.x, y))
        return Markup('<path{} d="{}Z"/>').format(name, _points(corners))
    if shape.kind == "textAnnotation":
        bracket = (
            (box.x + 10, box.y),
            (box.x, box.y),
            (box.x, box.bottom),
            (box.x + 10, box.bottom),
        )
        return Markup('<path{} d="{}"/>').format(name, _points(bracket))
    corner = "0" if _is_lane(shape) else "8"
    return Markup('<rect{} x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        name, *(_number(part) for part in (box.x, box.y, box.width, box.height)), corner
    )


def _name(shape: Shape) -> Markup:
    box = shape.box
    if not shape.name:
        return Markup("")
    if shape.holds:
        top = block_height(shape.name, box.width - 24, _TASK_TEXT) / 2 + 6
        return written(shape.name, Place(box.middle[0], box.y + top, box.width - 24, _TASK_TEXT))
    if shape.kind in _DATA:
        return written(shape.name, _inside(_label_place(shape)))
    if _family(shape) == "activity":
        x, y = box.middle
        return written(shape.name, Place(x, y, box.width - 12, _TASK_TEXT))
    return written(shape.name, _inside(_label_place(shape)))


def _label_place(shape: Shape) -> Box:
    """Return where a label stands; one that needs more room grows away from its shape."""
    box = shape.box
    place = shape.label or Box(box.middle[0] - 50, box.bottom + 4, 100, 20)
    text = _inside(place)
    more = max(0.0, block_height(shape.name, text.width, text.size) - place.height)
    if place.y >= box.middle[1]:
        return replace(place, height=place.height + more)
    up = more if place.bottom <= box.middle[1] else more / 2
    return replace(place, y=place.y - up, height=place.height + more)


def _inside(place: Box) -> Place:
    x, y = place.middle
    return Place(x, y, max(place.width * 1.1, 80), _LABEL_TEXT)


def _anchored(prefix: str, name: str, drawn: Markup) -> Markup:
    """Give a part of the picture a name that a page can lead to."""
    if not prefix or not drawn:
        return drawn
    return Markup('<g id="{}{}" tabindex="-1">{}</g>').format(prefix, name, drawn)


def _line(line: Line, taken: bool, mark: str = "") -> Markup:
    about = MARK_CLASSES.get(mark, "")
    name = " ".join(filter(None, ["flow", line.kind, "taken" if taken else "", about]))
    arrow = _arrow(line) if "ssociation" not in line.kind else Markup("")
    return Markup('<g class="{}">{}{}{}</g>').format(name, _path(line, ""), arrow, _flow_name(line))


def _path(line: Line, about: str) -> Markup:
    name = Markup(' class="{}"').format(about) if about else ""
    return Markup('<path{} d="{}"/>').format(name, _points(line.points))


def _arrow(line: Line) -> Markup:
    (ax, ay), (bx, by) = line.points[-2:]
    length = hypot(bx - ax, by - ay) or 1.0
    ux, uy = (bx - ax) / length, (by - ay) / length
    back = (bx - 10 * ux, by - 10 * uy)
    corners = ((bx, by), (back[0] - 5 * uy, back[1] + 5 * ux), (back[0] + 5 * uy, back[1] - 5 * ux))
    return Markup('<path class="head" d="{}Z"/>').format(_points(corners))


def _flow_name(line: Line) -> Markup:
    if not line.name:
        return Markup("")
    if line.label:
        return written(line.name, _inside(line.label))
    (ax, ay), (bx, by) = line.points[:2]
    return written(line.name, Place((ax + bx) / 2, (ay + by) / 2 - 6, 100, _LABEL_TEXT))


def _chip_place(shape: Shape, drawing: Layout) -> Point:
    """Return where the note of a shape begins: where it hides neither an event nor a label."""
    box = shape.box
    if _family(shape) == "activity":
        events = (one.box for one in drawing.shapes if one.host == shape.id)
        low = any(event.middle[1] > box.middle[1] for event in events)
        return box.x + 4, box.y - 15 if low else box.bottom - 6
    if not shape.name:
        return box.right + 8, box.bottom - 12
    label = _label_place(shape)
    above = label.middle[1] < box.middle[1]
    return label.x, label.y - 22 if above else label.bottom + 3


def _chip(place: Point, tone: str, text: str) -> Markup:
    x, y = place
    width = len(text) * _LABEL_TEXT * (LETTER + 0.04) + 12
    return Markup(
        '<g class="chip {}"><rect x="{}" y="{}" width="{}" height="21" rx="3"/>'
        '<text x="{}" y="{}">{}</text></g>'
    ).format(tone, *map(_number, (x, y, width, x + 6, y + 15)), text)


def _points(points: Collection[Point]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
