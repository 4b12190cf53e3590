"""The functions of the language: a fixed set, each on plain JSON, each bounded."""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Final

from engine.expressions import limits
from engine.expressions.numbers import (
    UnfitError,
    alike,
    bounded,
    calculate,
    is_number,
    kind_of,
    numeric,
)

_DECIMAL: Final = re.compile(r"\s*[-+]?\d{1,30}([.,]\d{1,12})?\s*")


def _length(value: Any) -> int:
    if not isinstance(value, str | list | dict):
        raise UnfitError(
            f"len(...) counts a text, a list or a group of values, not {kind_of(value)}"
        )
    return len(value)


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise UnfitError(f"{name}(...) takes a list, not {kind_of(value)}")
    return value


def _text_of(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise UnfitError(f"{name}(...) takes a text, not {kind_of(value)}")
    return value


def short(value: str) -> str:
    """Return a text that is not too long.

    Raises:
        UnfitError: it is.
    """
    if len(value) > limits.STRING:
        raise UnfitError("the text grows too long")
    return value


def _sum(values: Any) -> Any:
    total: Any = 0
    for value in _list(values, "sum"):
        total = calculate(lambda a, b: a + b, total, value)
    return total


def _extreme(values: tuple[Any, ...], name: str, better: Callable[[Any, Any], bool]) -> Any:
    candidates = values[0] if len(values) == 1 else list(values)
    if not _list(candidates, name):
        raise UnfitError(f"{name}(...) of an empty list")
    best = candidates[0]
    for value in candidates[1:]:
        if better(value, best):
            best = value
    return best


def ordered(left: Any, right: Any) -> tuple[Any, Any]:
    """Return two values that can be put in an order: two numbers or two texts.

    Raises:
        UnfitError: they cannot.
    """
    if is_number(left) and is_number(right):
        return alike(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    hint = "; number(...) reads a number from a text" if str in {type(left), type(right)} else ""
    raise UnfitError(f"{kind_of(left)} and {kind_of(right)} have no order{hint}")


def _less(left: Any, right: Any) -> bool:
    one, other = ordered(left, right)
    return bool(one < other)


def _number(value: Any) -> Any:
    if is_number(value):
        return value
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        shown = f" «{value[:40]}»" if isinstance(value, str) else f" {kind_of(value)}"
        raise UnfitError(f"number(...) cannot read{shown}; it reads 12 and 12.50")
    return Decimal(value.strip().replace(",", "."))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str | int | float):
        return str(value)
    raise UnfitError(f"text(...) does not take {kind_of(value)}")


def _round(value: Any, places: Any = 0) -> Any:
    if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= 12:
        raise UnfitError("round(...) takes 0 to 12 places")
    exact = value if isinstance(value, Decimal) else Decimal(repr(numeric(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if isinstance(value, Decimal):
        return rounded
    return int(rounded) if places == 0 or isinstance(value, int) else float(rounded)


def _contains(whole: Any, part: Any) -> bool:
    if isinstance(whole, str):
        return _text_of(part, "contains") in whole
    if isinstance(whole, list | dict):
        return part in whole if isinstance(whole, list) else isinstance(part, str) and part in whole
    raise UnfitError(
        f"contains(...) looks into a text, a list or a group of values, not {kind_of(whole)}"
    )


def _join(values: Any, separator: Any = ", ") -> str:
    glue = _text_of(separator, "join")
    pieces = [_text(value) for value in _list(values, "join")]
    if sum(map(len, pieces)) + len(glue) * len(pieces) > limits.STRING:
        raise UnfitError("the text grows too long")
    return glue.join(pieces)


def _get(group: Any, key: Any, instead: Any = None) -> Any:
    if isinstance(group, dict) and isinstance(key, str):
        return group.get(key, instead)
    if isinstance(group, list) and isinstance(key, int) and not isinstance(key, bool):
        return group[key] if -len(group) <= key < len(group) else instead
    raise UnfitError(
        f"get(...) looks into a group of values, or at a place of a list, not into {kind_of(group)}"
    )


def _group(pairs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in _list(pairs, "group"):
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
            raise UnfitError("group(...) takes a list of pairs [key, value]; a key is a text")
        if pair[0] in found:
            raise UnfitError(f"group(...) has the key «{pair[0][:40]}» twice")
        found[pair[0]] = pair[1]
    return found


def _sorted(values: Any) -> list[Any]:
    items = _list(values, "sorted")
    for value in items[1:]:
        ordered(items[0], value)
    return sorted(
        items, key=lambda value: Decimal(repr(value)) if isinstance(value, float) else value
    )


def _numbers(value: Any) -> list[int]:
    count = value if isinstance(value, int) and not isinstance(value, bool) else -1
    if not 0 <= count <= limits.ITEMS:
        raise UnfitError(f"numbers(...) counts to a whole number from 0 to {limits.ITEMS}")
    return list(range(1, count + 1))


def _absolute(value: Any) -> Any:
    return abs(bounded(numeric(value)))


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "len": _length,
        "sum": _sum,
        "min": lambda *values: _extreme(values, "min", _less),
        "max": lambda *values: _extreme(values, "max", lambda a, b: _less(b, a)),
        "round": _round,
        "abs": _absolute,
        "number": _number,
        "text": _text,
        "lower": lambda value: short(_text_of(value, "lower").lower()),
        "upper": lambda value: short(_text_of(value, "upper").upper()),
        "strip": lambda value: _text_of(value, "strip").strip(),
        "contains": _contains,
        "starts_with": lambda value, start: _text_of(value, "starts_with").startswith(
            _text_of(start, "starts_with")
        ),
        "ends_with": lambda value, end: _text_of(value, "ends_with").endswith(
            _text_of(end, "ends_with")
        ),
        "any": lambda values: any(_list(values, "any")),
        "all": lambda values: all(_list(values, "all")),
        "join": _join,
        "get": _get,
        "group": _group,
        "keys": lambda group: list(group) if isinstance(group, dict) else _refuse_keys(group),
        "sorted": _sorted,
        "numbers": _numbers,
    }
)
"""Name -> what computes it."""


def _refuse_keys(value: Any) -> list[Any]:
    raise UnfitError(f"keys(...) takes a group of values, not {kind_of(value)}")


ARITIES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    dict.fromkeys(FUNCTIONS, (1, 1))
    | {
        "min": (1, 20),
        "max": (1, 20),
        "round": (1, 2),
        "contains": (2, 2),
        "starts_with": (2, 2),
        "ends_with": (2, 2),
        "join": (1, 2),
        "get": (2, 3),
    }
)
"""Name -> fewest and most arguments."""
