"""Plain JSON to frozen dataclasses and back.

Going in, every wrong value is named with its path, all at once. Going out, decimals become text,
dates ISO 8601 and tuples lists, so that results live in the data of a case and survive upgrades.
"""

import dataclasses
import math
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from tasks.errors import InputFault
from tasks.limits import Limits

Faults = list[InputFault]

MISSING = "This input is missing."
UNKNOWN = "There is no such input; known are {known}."
NOT_TEXT = "A text is wanted, not «{value}»."
NOT_YES_NO = "Yes or no is wanted (true or false), not «{value}»."
NOT_WHOLE = "A whole number is wanted, not «{value}»."
NOT_DECIMAL = "A number is wanted, such as 12.50, not «{value}»."
NOT_DATE = "A date is wanted, such as 2026-11-20, not «{value}»."
NOT_MOMENT = "A date and time is wanted, such as 2026-11-20T10:00+06:00, not «{value}»."
NOT_LIST = "A list is wanted, not «{value}»."
NOT_OBJECT = "Named values are wanted, not «{value}»."
TOO_SMALL = "It must be at least {minimum}, not {value}."
TOO_LARGE = "It must be at most {maximum}, not {value}."
TOO_FEW = "Entries needed: at least {minimum}; given: {count}."
TOO_MANY = "Entries possible: at most {maximum}; given: {count}."


def from_json(kind: Any, value: object, path: str, faults: Faults) -> Any:
    """Return a JSON value as an instance of a type.

    Args:
        kind: ``str``, ``bool``, ``int``, ``Decimal``, ``date``, ``datetime``, a dataclass,
            ``tuple[X, ...]``, ``Mapping[str, X]``, ``X | None``, or one of them ``Annotated`` with
            ``Limits``.
        value: plain JSON.
        path: where the value stands, e.g. ``lines.2``.
        faults: receives what is wrong; the value returned beside a fault is not to be used.
    """
    if get_origin(kind) is Annotated:
        inner, *extras = get_args(kind)
        before = len(faults)
        result = from_json(inner, value, path, faults)
        if len(faults) == before and result is not None:
            faults.extend(
                fault
                for limits in extras
                if isinstance(limits, Limits)
                for fault in _outside(limits, result, path)
            )
        return result
    if optional(kind):
        return None if value is None else from_json(_without_none(kind), value, path, faults)
    if is_dataclass(kind):
        return _object(kind, value, path, faults)
    if get_origin(kind) is tuple:
        return _list(get_args(kind)[0], value, path, faults)
    if get_origin(kind) is Mapping:
        return _table(get_args(kind)[1], value, path, faults)
    return _scalar(kind, value, path, faults)


def to_json(value: object) -> Any:
    """Return a value made of dataclasses, tuples, mappings and scalars as plain JSON.

    Raises:
        TypeError: a value has no place in JSON.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): to_json(entry) for key, entry in value.items()}
    if isinstance(value, Sequence):
        return [to_json(entry) for entry in value]
    raise TypeError(f"{type(value).__name__} has no place in the data of a case")


def optional(kind: Any) -> bool:
    """Return whether a type admits ``None``."""
    return get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)


def fields_of(kind: Any) -> Iterator[tuple[str, Any, bool]]:
    """Yield name, type and whether it is required, of every field of a dataclass."""
    hints = get_type_hints(kind, include_extras=True)
    for field in dataclasses.fields(kind):
        required = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        yield field.name, hints[field.name], required


def _without_none(kind: Any) -> Any:
    return next(part for part in get_args(kind) if part is not type(None))


def _object(kind: Any, value: object, path: str, faults: Faults) -> Any:
    if not isinstance(value, Mapping):
        faults.append(InputFault(path, NOT_OBJECT, {"value": value}))
        return None
    before = len(faults)
    given: dict[str, Any] = {}
    known: list[str] = []
    for name, hint, required in fields_of(kind):
        known.append(name)
        if name in value:
            given[name] = from_json(hint, value[name], _inside(path, name), faults)
        elif required:
            faults.append(InputFault(_inside(path, name), MISSING))
    for name in value:
        if name not in known:
            facts = {"known": ", ".join(known)}
            faults.append(InputFault(_inside(path, str(name)), UNKNOWN, facts))
    return kind(**given) if len(faults) == before else None


def _list(kind: Any, value: object, path: str, faults: Faults) -> tuple[Any, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        faults.append(InputFault(path, NOT_LIST, {"value": value}))
        return ()
    return tuple(
        from_json(kind, entry, _inside(path, str(at)), faults) for at, entry in enumerate(value)
    )


def _table(kind: Any, value: object, path: str, faults: Faults) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        faults.append(InputFault(path, NOT_OBJECT, {"value": value}))
        return {}
    return types.MappingProxyType(
        {
            str(key): from_json(kind, entry, _inside(path, str(key)), faults)
            for key, entry in value.items()
        }
    )


def _scalar(kind: Any, value: object, path: str, faults: Faults) -> Any:
    read, template = _SCALARS[kind]
    try:
        return read(value)
    except (ValueError, InvalidOperation):
        faults.append(InputFault(path, template, {"value": value}))
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _whole(value: object) -> int:
    exact = _decimal(value)
    if exact != exact.to_integral_value():
        raise ValueError(value)
    return int(exact)


def _decimal(value: object) -> Decimal:
    if isinstance(value, float) and math.isfinite(value):
        # The shortest text of a float is what stood in the JSON; its binary value is not.
        return Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError(value)
    exact = Decimal(value.strip() if isinstance(value, str) else value)
    if not exact.is_finite():
        raise ValueError(value)
    return exact


def _date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(_text(value))


def _moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(_text(value))


_SCALARS: Mapping[Any, tuple[Callable[[object], Any], str]] = types.MappingProxyType(
    {
        str: (_text, NOT_TEXT),
        bool: (_yes_no, NOT_YES_NO),
        int: (_whole, NOT_WHOLE),
        Decimal: (_decimal, NOT_DECIMAL),
        date: (_date, NOT_DATE),
        datetime: (_moment, NOT_MOMENT),
    }
)


def _outside(limits: Limits, value: Any, path: str) -> Iterator[InputFault]:
    counted = isinstance(value, tuple)
    amount = len(value) if counted else value
    facts = {"value": amount, "count": amount}
    if limits.minimum is not None and amount < limits.minimum:
        template = TOO_FEW if counted else TOO_SMALL
        yield InputFault(path, template, {**facts, "minimum": limits.minimum})
    if limits.maximum is not None and amount > limits.maximum:
        template = TOO_MANY if counted else TOO_LARGE
        yield InputFault(path, template, {**facts, "maximum": limits.maximum})


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
