"""The signs inside gateways and events that tell their kinds apart, around their own middle."""

from collections.abc import Iterator

from markupsafe import Markup

from engine.drawing.layout import Shape

_GATEWAY_SIGNS = {
    "exclusiveGateway": "M-7 -7L7 7M7 -7L-7 7",
    "parallelGateway": "M-10 0H10M0 -10V10",
    "inclusiveGateway": "M-9 0A9 9 0 1 0 9 0A9 9 0 1 0 -9 0",
    "eventBasedGateway": "M-9 0A9 9 0 1 0 9 0A9 9 0 1 0 -9 0",
    "complexGateway": "M-10 0H10M0 -10V10M-7 -7L7 7M7 -7L-7 7",
}
_EVENT_SIGNS = {
    "timer": "M-10 0A10 10 0 1 0 10 0A10 10 0 1 0 -10 0M0 -6V0L4 3",
    "message": "M-8 -5H8V5H-8ZM-8 -5L0 1L8 -5",
    "signal": "M0 -8L8 6H-8Z",
    "error": "M-8 7L-3 -6L3 3L8 -7",
    "escalation": "M0 -8L6 7L0 1L-6 7Z",
    "terminate": "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0",
    "link": "M-8 -3H2V-7L9 0L2 7V3H-8Z",
    "conditional": "M-6 -8H6V8H-6ZM-4 -4H4M-4 0H4M-4 4H4",
}
_TWO_RINGS = frozenset({"boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"})


def signs(shape: Shape) -> Iterator[Markup]:
    """Draw the signs of one shape."""
    radius = shape.box.width / 2
    if shape.kind in _GATEWAY_SIGNS:
        yield _placed(shape, _GATEWAY_SIGNS[shape.kind])
    if shape.kind == "endEvent":
        yield _ring(shape, radius - 2, "sign")
    if shape.kind in _TWO_RINGS:
        yield _ring(shape, radius - 3, "inner")
    if shape.event in _EVENT_SIGNS:
        yield _placed(shape, _EVENT_SIGNS[shape.event])


def _ring(shape: Shape, radius: float, name: str) -> Markup:
    x, y = shape.box.middle
    return Markup('<circle class="{}" cx="{:g}" cy="{:g}" r="{:g}"/>').format(name, x, y, radius)


def _placed(shape: Shape, path: str) -> Markup:
    x, y = shape.box.middle
    return Markup('<path class="sign" transform="translate({:g} {:g})" d="{}"/>').format(x, y, path)
