"""Draws a diagram as SVG from the file's own layout.

It serves readers without scripts, print and thumbnails.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import hypot

from markupsafe import Markup

from web.pages.case.diagram_layout import Box, Layout, Line, Point, Shape, layout
from web.pages.case.diagram_signs import signs

MARK_CLASSES = {
    "done": "done",
    "now": "now",
    "late": "now late",
    "incident": "incident",
    "clock": "soon",
}
_THUMB_CLASSES = {"done": "done", "now": "now", "late": "late", "incident": "late"}
_MARGIN = 12
_TASK_TEXT = 14
_LABEL_TEXT = 13
_LETTER = 0.56
"""Width of an average letter, in its own height; Cyrillic is wide."""
_NAME_STRIP = 30
"""Width of the strip that holds the name of a pool or lane."""
_THUMB_VIEW = (1000.0, 420.0)


@dataclass(frozen=True, slots=True)
class _Text:
    """How one label is set: anchor point of its first line, width to wrap at, size."""

    x: float
    y: float
    width: float
    size: int
    centred: bool = False


def draw(
    diagram_xml: bytes,
    marks: Mapping[str, str],
    taken: Collection[str],
    chips: Mapping[str, tuple[str, str]],
    label: str = "",
) -> Markup:
    """Draw the whole diagram.

    Args:
        diagram_xml: the BPMN file.
        marks: element id -> ``done | now | late | incident | clock``.
        taken: ids of the flows that were taken.
        chips: element id -> (tone, text) of a small note there, e.g. ``("now", "23 Nov")``.
        label: what the picture is, for those who do not see it; without it the picture is silent.
    """
    drawing = layout(diagram_xml)
    parts = [_lane(shape) for shape in drawing.shapes if _is_lane(shape)]
    parts += [_line(line, line.id in taken) for line in drawing.lines]
    parts += [_shape(shape, marks.get(shape.id, "")) for shape in drawing.shapes]
    hosts = {shape.host for shape in drawing.shapes}
    parts += [
        _chip(_chip_place(shape, shape.id in hosts), *chips[shape.id])
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
    return Markup('<svg class="{}" viewBox="{}" {} focusable="false">{}</svg>').format(
        name, box, about if label else Markup('aria-hidden="true"'), Markup("").join(parts)
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
        text = _Text(x, y, box.height - 8, _TASK_TEXT, centred=True)
        edge = ((box.x + _NAME_STRIP, box.y), (box.x + _NAME_STRIP, box.bottom))
    else:
        x, y = box.middle[0], box.y + _NAME_STRIP / 2
        turn = Markup("")
        text = _Text(x, y, box.width - 8, _TASK_TEXT, centred=True)
        edge = ((box.x, box.y + _NAME_STRIP), (box.right, box.y + _NAME_STRIP))
    strip = Markup('<path class="lane" d="{}"/>').format(_points(edge)) if shape.name else ""
    return Markup("{}{}<g{}>{}</g>").format(
        _outlined(shape, "lane"), strip, turn, _words(shape.name, text)
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
    if _family(shape) == "activity":
        x, y = box.middle
        return _words(shape.name, _Text(x, y, box.width - 12, _TASK_TEXT, centred=True))
    place = shape.label or Box(box.middle[0] - 50, box.bottom + 4, 100, 20)
    text = _inside(place)
    more = len(wrapped(shape.name, text.width, text.size)) * text.size * 1.2 - place.height
    if more > 0:  # a label that needs more room than foreseen grows away from its shape
        above, below = place.bottom <= box.middle[1], place.y >= box.middle[1]
        text = replace(text, y=text.y + (below - above) * more / 2)
    return _words(shape.name, text)


def _inside(place: Box) -> _Text:
    x, y = place.middle
    return _Text(x, y, max(place.width * 1.1, 80), _LABEL_TEXT, centred=True)


def _line(line: Line, taken: bool) -> Markup:
    name = " ".join(filter(None, ["flow", line.kind, "taken" if taken else ""]))
    arrow = _arrow(line) if line.kind != "association" else Markup("")
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
        return _words(line.name, _inside(line.label))
    (ax, ay), (bx, by) = line.points[:2]
    return _words(line.name, _Text((ax + bx) / 2, (ay + by) / 2 - 6, 100, _LABEL_TEXT))


def _chip_place(shape: Shape, is_host: bool) -> Point:
    """Return where the note of a shape begins: where it hides neither an event nor a label."""
    box = shape.box
    if _family(shape) == "activity":
        return box.x + 4, box.y - 15 if is_host else box.bottom - 6
    if shape.label:
        return shape.label.x, shape.label.bottom + 3
    return box.right + 8, box.bottom - 12


def _chip(place: Point, tone: str, text: str) -> Markup:
    x, y = place
    width = len(text) * _LABEL_TEXT * (_LETTER + 0.04) + 12
    return Markup(
        '<g class="chip {}"><rect x="{}" y="{}" width="{}" height="21" rx="3"/>'
        '<text x="{}" y="{}">{}</text></g>'
    ).format(tone, *map(_number, (x, y, width, x + 6, y + 15)), text)


def _words(words: str, text: _Text) -> Markup:
    """Set words in lines, centred on the point; ``centred`` also from top to bottom."""
    lines = wrapped(words, text.width, text.size)
    step = text.size * 1.2
    first = text.y - (len(lines) - 1) * step / 2 + text.size * 0.35 if text.centred else text.y
    spans = Markup("").join(
        Markup('<tspan x="{}" y="{}">{}</tspan>').format(
            _number(text.x), _number(first + number * step), line
        )
        for number, line in enumerate(lines)
    )
    return Markup('<text class="t{}">{}</text>').format(text.size, spans)


def wrapped(words: str, width: float, size: int) -> tuple[str, ...]:
    """Break words into lines of about this width, in the units of the diagram."""
    room = max(4, int(width / (size * _LETTER)))
    lines: list[str] = []
    pieces = [piece for word in words.split() for piece in _pieces(word, room)]
    for word in pieces:
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _pieces(word: str, room: int) -> list[str]:
    """Break a word that is longer than a line."""
    if len(word) <= room:
        return [word]
    cuts = range(0, len(word), room - 1)
    pieces = [word[cut : cut + room - 1] for cut in cuts]
    return [f"{piece}-" for piece in pieces[:-1]] + pieces[-1:]


def _points(points: Collection[Point]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
