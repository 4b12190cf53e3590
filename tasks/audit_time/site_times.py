"""The time of the central function and of each visited site, before it is summed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.days import DaysInputs, DaysParameters
from tasks.audit_time.days import calculate as table_days
from tasks.audit_time.figures import HUNDRED, shown
from tasks.errors import N_, InputFault, InputInvalid
from tasks.limits import Limits
from tasks.operation import Line

CLAUSE = "IAF MD 1:2018, 7.3"


@dataclass(frozen=True, slots=True)
class CentralTime:
    """The central function.

    Attributes:
        personnel: its own effective number of personnel.
        adjustment: what its factors come to, in per cent with a sign.
    """

    personnel: Annotated[int, Limits(minimum=1, maximum=10_000_000)]
    adjustment: Annotated[Decimal, Limits(minimum=-100, maximum=1000)] = Decimal(0)


@dataclass(frozen=True, slots=True)
class SiteTime:
    """One site. Small sites are not merged: each has its own entry to the table.

    Attributes:
        personnel: its own effective number of personnel.
        adjustment: what its factors come to, in per cent with a sign.
        centralised: reduction for processes that only the central function carries out, per cent.
    """

    personnel: Annotated[int, Limits(minimum=1, maximum=10_000_000)]
    adjustment: Annotated[Decimal, Limits(minimum=-100, maximum=1000)] = Decimal(0)
    centralised: Annotated[Decimal, Limits(minimum=0, maximum=100)] = Decimal(0)


@dataclass(frozen=True, slots=True)
class PlaceTime:
    """The initial time of one place.

    Attributes:
        exact: days, not rounded.
        floor: the least days its limit allows.
        approval_required: whether people have to approve its table days.
        lines: how it was worked out.
    """

    exact: Decimal
    floor: Decimal
    approval_required: bool
    lines: tuple[Line, ...]


def place_time(
    path: str,
    name: str | Mapping[str, str],
    entry: DaysInputs,
    adjustment: Decimal,
    limit: Decimal,
    tables: DaysParameters,
) -> PlaceTime:
    """Return the initial time of a place for its own personnel.

    Args:
        path: where the place stands in the inputs.
        name: what it is called; by language, where it is no proper name.
        entry: entry to the table of days.
        adjustment: per cent with a sign, not below minus ``limit``.
        limit: how far below the table its time may go, per cent.
        tables: the tables of days.

    Raises:
        InputInvalid: the entry fits no table; its paths begin with ``path``.
    """
    try:
        found = table_days(entry, tables)
    except InputInvalid as refused:
        raise InputInvalid(tuple(_inside(path, refused))) from refused
    exact = found.days * (HUNDRED + adjustment) / HUNDRED
    facts = {"place": name, "base": shown(found.days), "adjustment": adjustment}
    template = N_("{place}: {base} table days, adjusted by {adjustment} %")
    return PlaceTime(
        exact=exact,
        floor=found.days * (HUNDRED - limit) / HUNDRED,
        approval_required=found.approval_required,
        lines=(*found.working, Line(template, shown(exact), f"{CLAUSE}.1", facts)),
    )


def _inside(path: str, refused: InputInvalid) -> Iterator[InputFault]:
    for fault in refused.faults:
        yield InputFault(f"{path}.{fault.field}", fault.template, fault.values)
