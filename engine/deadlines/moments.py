"""The moment a term is counted from, where the case data name it: a date of a letter, of a meeting.

An element says so by its property ``counted_from``, an expression over the data. Without it a term
is counted from the moment its element is entered.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from engine.errors import EngineError, ExpressionInvalid
from engine.expressions import compile_expression
from engine.procedures.body import Body

END_OF_DAY = time(23, 59, 59)


def moment_counted_from(
    text: str, data: Mapping[str, Any], body: Body, *, back: bool
) -> datetime | None:
    """Return the moment an expression names.

    Args:
        text: the expression.
        data: the data of the case.
        body: in whose time zone a date, or a moment without an offset, is meant.
        back: whether the term is counted back: a date then means the whole day, up to its end.

    Returns:
        The moment, aware; ``None`` as long as the data do not have it: no clock runs then.

    Raises:
        EngineError: there is no expression, or its value is neither a date nor a moment.
    """
    if not text:
        raise EngineError("The element names no date to count back from: set «counted_from».")
    try:
        value = compile_expression(text).evaluate(data)
    except ExpressionInvalid:  # what it reads is not there yet
        return None
    if value in (None, ""):
        return None
    moment = _read(value, END_OF_DAY if back else time())
    if moment is None:
        raise EngineError(
            "«{text}» must name a date or a moment to count from, not «{value}».",
            text=text,
            value=value,
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=body.zone)


def _read(value: object, at: time) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        if "T" in value:
            return datetime.fromisoformat(value)
        return datetime.combine(date.fromisoformat(value), at)
    except ValueError:
        return None
