"""Arithmetic on two kinds of numbers: the plain numbers of JSON, and exact decimals for money.

A decimal comes from ``number("12.50")`` and stays a decimal through every operation. Numbers are
bounded in size, and none of them is ever "not a number" or infinite.
"""

import math
import operator
from collections.abc import Callable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, localcontext
from typing import Any, Final, TypeAlias

from engine.expressions import limits

Number: TypeAlias = int | float | Decimal

_KINDS: Final[dict[type, str]] = {str: "a text", list: "a list", dict: "a group of values"}
_CONTEXT: Final = Context(prec=40, Emax=60, Emin=-60)


class UnfitError(Exception):
    """A value does not fit the operation; the message says why, in words for the author."""


def kind_of(value: object) -> str:
    """Return the name of a value's kind, as the language's reference calls it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float | Decimal):
        return "a number"
    return _KINDS.get(type(value), "an unknown value")


def is_number(value: object) -> bool:
    """Whether a value is a number (a truth value is not)."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def numeric(value: Any) -> Number:
    """Return a number as it is.

    Raises:
        UnfitError: it is something else.
    """
    if not is_number(value):
        hint = "; number(...) reads a number from a text" if isinstance(value, str) else ""
        raise UnfitError(f"a number is needed, not {kind_of(value)}{hint}")
    return value  # type: ignore[no-any-return]  # is_number has looked


def alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Return two values so that a decimal never meets a binary float."""
    if isinstance(left, Decimal) and isinstance(right, float):
        return left, Decimal(repr(right))
    if isinstance(left, float) and isinstance(right, Decimal):
        return Decimal(repr(left)), right
    return left, right


def bounded(value: Any) -> Number:
    """Return a number that is neither too large nor infinite.

    Raises:
        UnfitError: it is.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise UnfitError("the number grows too large")
    if abs(value) > limits.NUMBER:
        raise UnfitError("the number grows too large")
    return value  # type: ignore[no-any-return]  # the callers hand in numbers


def calculate(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Number:
    """Return the result of one operation on two numbers.

    Raises:
        UnfitError: they are not numbers, the divisor is zero, or the result is too large.
    """
    one, other = alike(numeric(left), numeric(right))
    try:
        with localcontext(_CONTEXT):
            return bounded(function(one, other))
    except (ZeroDivisionError, DivisionByZero):
        raise UnfitError("division by zero") from None
    except (OverflowError, InvalidOperation):
        raise UnfitError("the number grows too large") from None


def power(left: Any, right: Any) -> Number:
    """Return ``left ** right`` for a whole exponent from 0 to the limit.

    Raises:
        UnfitError: the exponent is something else, or the result is too large.
    """
    if not isinstance(right, int) or isinstance(right, bool) or not 0 <= right <= limits.POWER:
        raise UnfitError(f"an exponent is a whole number from 0 to {limits.POWER}")
    return calculate(operator.pow, left, right)


def out_of_language(value: Decimal) -> int | str:
    """Return a decimal as plain JSON: a whole number, or a decimal text (``"12.50"``)."""
    return int(value) if value.as_tuple().exponent == 0 else format(value, "f")
