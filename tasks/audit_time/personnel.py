"""The effective number of personnel: where a calculation of audit time begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Annotated

from tasks.audit_time.figures import HUNDRED, MD5, decimal_of, refuse, shown
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = f"{MD5}, 1.9, 2.3"
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class PersonnelGroup:
    """People who count alike. Every shift is counted; so are contractors inside the scope.

    Attributes:
        name: who they are.
        persons: how many; of seasonal work, in its peak season.
        hours_per_day: hours a day of each; a full day where it is not given.
        scope_share: per cent of their work inside the scope.
        counted_share: per cent counted of similar, repetitive work; less than 100 needs a
            justification.
        justification: why fewer are counted than work.
        persons_off_season: how many outside the season; only for seasonal work.
    """

    name: str
    persons: Annotated[int, Limits(minimum=0, maximum=10_000_000)]
    hours_per_day: Annotated[Decimal | None, Limits(minimum=0)] = None
    scope_share: Annotated[Decimal, Limits(minimum=0, maximum=100)] = HUNDRED
    counted_share: Annotated[Decimal, Limits(minimum=0, maximum=100)] = HUNDRED
    justification: str = ""
    persons_off_season: Annotated[int | None, Limits(minimum=0, maximum=10_000_000)] = None


@dataclass(frozen=True, slots=True)
class PersonnelInputs:
    """Who works inside the scope.

    Attributes:
        groups: everyone inside the scope, in groups that count alike.
    """

    groups: Annotated[tuple[PersonnelGroup, ...], Limits(minimum=1)]


@dataclass(frozen=True, slots=True)
class PersonnelParameters:
    """Dated parameters.

    Attributes:
        full_day_hours: hours of a full day.
        personnel_rounded_up: whether a part of a person counts as one.
        seasonal_staff_at_peak: whether seasonal work counts with its peak.
    """

    full_day_hours: Annotated[Decimal, Limits(minimum=1, maximum=24)]
    personnel_rounded_up: bool
    seasonal_staff_at_peak: bool


@dataclass(frozen=True, slots=True)
class PersonnelResult:
    """The effective number of personnel.

    Attributes:
        personnel: whole persons, the entry to the tables of audit days.
        exact: before rounding.
        working: how it was worked out.
    """

    personnel: int
    exact: Decimal
    working: tuple[Line, ...]


@operation("audit_time.personnel", clause=CLAUSE)
def calculate(inputs: PersonnelInputs, parameters: PersonnelParameters) -> PersonnelResult:
    """Return the effective number of personnel: part-time, part in scope and similar work weighed.

    Args:
        inputs: the groups of people.
        parameters: the full day and the choices where the text is silent.

    Returns:
        Whole persons. The limit of 30 % does not touch them: it applies to the table days.

    Raises:
        InputInvalid: similar work is lowered without a justification, a day is longer than a full
            one, or nobody is left to count.

    Source: IAF MD 5:2019, 1.9, 2.3 (2.3.2 justification, 2.3.3 part-time, 2.3.4 similar work).
    """
    refuse(_faults(inputs, parameters))
    counts = [_count(group, parameters) for group in inputs.groups]
    exact = sum(counts, Fraction(0))
    personnel = ceil(exact) if parameters.personnel_rounded_up else floor(exact + _HALF)
    refuse(_nobody(personnel))
    lines = (
        line
        for group, count in zip(inputs.groups, counts, strict=True)
        for line in _explained(group, count, parameters)
    )
    return PersonnelResult(
        personnel=personnel,
        exact=_decimal(exact),
        working=(*lines, *_rounded(exact, personnel)),
    )


def _count(group: PersonnelGroup, parameters: PersonnelParameters) -> Fraction:
    hours = _hours(group, parameters)
    day = Fraction(hours) / Fraction(parameters.full_day_hours)
    shares = Fraction(group.scope_share) * Fraction(group.counted_share) / 10_000
    return _persons(group, parameters) * day * shares


def _persons(group: PersonnelGroup, parameters: PersonnelParameters) -> int:
    off_season = group.persons_off_season
    if off_season is None or parameters.seasonal_staff_at_peak:
        return group.persons
    return off_season


def _hours(group: PersonnelGroup, parameters: PersonnelParameters) -> Decimal:
    return parameters.full_day_hours if group.hours_per_day is None else group.hours_per_day


def _faults(inputs: PersonnelInputs, parameters: PersonnelParameters) -> Iterator[InputFault]:
    full = parameters.full_day_hours
    for at, group in enumerate(inputs.groups):
        if group.hours_per_day is not None and group.hours_per_day > full:
            yield InputFault(
                f"groups.{at}.hours_per_day",
                N_("A day counts at most {maximum} hours, not {value}."),
                {"maximum": full, "value": group.hours_per_day},
            )
        if group.counted_share < HUNDRED and not group.justification.strip():
            yield InputFault(
                f"groups.{at}.justification",
                N_("Counting {share} % of similar work needs a justification."),
                {"share": group.counted_share},
            )


def _nobody(personnel: int) -> Iterator[InputFault]:
    if personnel < 1:
        yield InputFault("groups", N_("Nobody is left to count; at least one person is needed."))


def _explained(
    group: PersonnelGroup, count: Fraction, parameters: PersonnelParameters
) -> Iterator[Line]:
    facts = {
        "group": group.name,
        "persons": _persons(group, parameters),
        "scope": group.scope_share,
        "counted": group.counted_share,
    }
    value = _decimal(count)
    if group.hours_per_day is None:
        template = N_("{group}: {persons} × {scope} % in scope × {counted} % counted")
        yield Line(template, value, f"{MD5}, 2.3.1", facts)
    else:
        hours = {"hours": group.hours_per_day, "full": parameters.full_day_hours}
        template = N_(
            "{group}: {persons} × {hours} h of {full} h (reading «{reading}»)"
            " × {scope} % in scope × {counted} % counted"
        )
        yield Line(
            template, value, f"{MD5}, 2.3.3", {**facts, **hours, "reading": "full_day_hours"}
        )
    if group.persons_off_season is not None:
        yield Line(
            N_("{group}: seasonal work (reading «{reading}»), persons taken"),
            _persons(group, parameters),
            f"{MD5}, 2.3",
            {"group": group.name, "reading": "seasonal_staff_at_peak"},
        )
    if group.justification:
        yield Line(
            N_("{group}: justification"),
            group.justification,
            f"{MD5}, 2.3.2",
            {"group": group.name},
        )


def _rounded(exact: Fraction, personnel: int) -> Iterator[Line]:
    yield Line(N_("Sum of the groups, persons"), _decimal(exact), CLAUSE)
    if exact == personnel:
        yield Line(N_("Effective number of personnel"), personnel, CLAUSE)
    else:
        yield Line(
            N_("Effective number of personnel, whole persons (reading «{reading}»)"),
            personnel,
            CLAUSE,
            {"reading": "personnel_rounded_up"},
        )


def _decimal(count: Fraction) -> Decimal:
    return shown(decimal_of(count))
