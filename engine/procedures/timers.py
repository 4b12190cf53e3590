"""The times a timer may name: ISO 8601 as modellers write it, or an expression that yields it."""

import re
from datetime import datetime
from typing import Final, cast

from engine.errors import ExpressionInvalid
from engine.expressions import compile_expression
from forms.said import Said

_DURATION: Final = (
    r"P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?"
    r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
)
_IS_DURATION: Final = re.compile(_DURATION)
_CYCLE: Final = re.compile(rf"R\d*/(?:(?P<start>[^/]+)/)?{_DURATION}")
_MEANT_LITERALLY: Final = re.compile(r"\d|PT?(?:\d|$)|R\d*/")


def is_iso_time(kind: str, text: str) -> bool:
    """Whether a timer's text is an ISO 8601 time as it stands, and no expression.

    Args:
        kind: ``timeDate | timeDuration | timeCycle``.
        text: the text as written.
    """
    if kind == "timeDate":
        return _is_date(text)
    if kind == "timeDuration":
        return _IS_DURATION.fullmatch(text) is not None
    match = _CYCLE.fullmatch(text)
    return match is not None and (match["start"] is None or _is_date(match["start"]))


def why_unreadable(kind: str, text: str) -> str:
    """Return why a timer's text is neither a time nor an expression; ``""`` where it is one."""
    if is_iso_time(kind, text):
        return ""
    if _MEANT_LITERALLY.match(text):
        return Said("it is not an ISO 8601 time")
    try:
        expression = compile_expression(text)
    except ExpressionInvalid as error:
        return cast("str", error.values["reason"])
    if expression.names:
        return ""
    value = _constant(text)
    if isinstance(value, str) and is_iso_time(kind, value):
        return ""
    return Said("it is not an ISO 8601 time")


def _constant(text: str) -> object:
    try:
        value: object = compile_expression(text).evaluate({})
    except ExpressionInvalid:
        return None
    return value


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
