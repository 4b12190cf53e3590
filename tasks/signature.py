"""What an operation takes, in words for process owners: read off its dataclasses."""

import dataclasses
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin

from tasks.limits import Limits
from tasks.typed_json import fields_of, optional, to_json

_KINDS: Mapping[Any, str] = MappingProxyType(
    {
        str: "text",
        bool: "yes or no",
        int: "whole number",
        Decimal: "number",
        date: "date",
        datetime: "date and time",
    }
)
_ATTRIBUTE = re.compile(r"^    (\w+): (.*)$")


@dataclass(frozen=True, slots=True)
class FieldSignature:
    """One input.

    Attributes:
        name: as written in the diagram.
        kind: ``text | yes or no | whole number | number | date | date and time | named values |
            list of … | table of …``.
        required: whether it must be given.
        default: plain JSON taken where it is not given.
        limits: the numbers or counts it may have; ``None`` where it has no limits.
        about: one sentence.
        fields: the fields of named values, also inside a list or table.
    """

    name: str
    kind: str
    required: bool
    default: object
    limits: Limits | None
    about: str
    fields: tuple["FieldSignature", ...]


def signature_of(kind: Any) -> tuple[FieldSignature, ...]:
    """Return the signature of every field of a dataclass, in its order.

    Raises:
        TypeError: a field is of a type that JSON cannot be read as.
    """
    defaults = {field.name: _default(field) for field in dataclasses.fields(kind)}
    about = _attributes(kind)
    return tuple(
        FieldSignature(
            name=name,
            kind=_kind(hint),
            required=required,
            default=defaults[name],
            limits=_limits(hint),
            about=about.get(name, ""),
            fields=_nested(hint),
        )
        for name, hint, required in fields_of(kind)
    )


def parameters_of(kind: Any) -> tuple[FieldSignature, ...]:
    """Return what an operation takes from dated tables, in the order of its dataclass.

    A table may be of any shape: its kind is told only where it is a single figure.
    """
    about = _attributes(kind)
    return tuple(
        FieldSignature(
            name=name,
            kind=_KINDS.get(_bare(hint), ""),
            required=True,
            default=None,
            limits=None,
            about=about.get(name, ""),
            fields=(),
        )
        for name, hint, _ in fields_of(kind)
    )


def _kind(hint: Any) -> str:
    hint = _bare(hint)
    if get_origin(hint) is tuple and get_args(hint)[-1] is Ellipsis:
        return f"list of {_kind(get_args(hint)[0])}"
    if get_origin(hint) is Mapping:
        return f"table of {_kind(get_args(hint)[1])}"
    if is_dataclass(hint):
        return "named values"
    if hint not in _KINDS:
        raise TypeError(f"an input cannot be of the type {hint}")
    return _KINDS[hint]


def _nested(hint: Any) -> tuple[FieldSignature, ...]:
    hint = _bare(hint)
    if get_origin(hint) is tuple:
        return _nested(get_args(hint)[0])
    if get_origin(hint) is Mapping:
        return _nested(get_args(hint)[1])
    return signature_of(hint) if is_dataclass(hint) else ()


def _bare(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if optional(hint):
        return _bare(next(part for part in get_args(hint) if part is not type(None)))
    return hint


def _limits(hint: Any) -> Limits | None:
    extras = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((extra for extra in extras if isinstance(extra, Limits)), None)


def _default(field: "dataclasses.Field[Any]") -> object:
    if field.default_factory is not dataclasses.MISSING:
        return to_json(field.default_factory())
    return None if field.default is dataclasses.MISSING else to_json(field.default)


def _attributes(kind: Any) -> dict[str, str]:
    _, _, listed = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:\n")
    about: dict[str, str] = {}
    name = ""
    for line in listed.splitlines():
        found = _ATTRIBUTE.match(line)
        if found:
            name = found[1]
            about[name] = found[2]
        elif name and line.startswith("        "):
            about[name] += " " + line.strip()
        else:
            name = ""
    return about
