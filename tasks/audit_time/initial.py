"""The time of the initial audit of one management system."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.division import on_and_off_site, stage_1
from tasks.audit_time.figures import HUNDRED, MD5, rounded_days, shown
from tasks.errors import N_
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = f"{MD5}, 2.2.3, 3.9, 4.1"


@dataclass(frozen=True, slots=True)
class InitialInputs:
    """What the time is made of.

    Attributes:
        table_days: days of the table.
        adjustment: what the factors come to, in per cent with a sign.
    """

    table_days: Annotated[Decimal, Limits(minimum=1, maximum=100_000)]
    adjustment: Annotated[Decimal, Limits(minimum=-100, maximum=100_000)] = Decimal(0)


@dataclass(frozen=True, slots=True)
class InitialParameters:
    """Dated parameters.

    Attributes:
        reduction_limit: how far below the table the time may go, in per cent.
        half_day_ties_up: whether the middle between two half days goes up.
        rounding_keeps_floor: whether rounding may not go below the limit.
        on_site_share: least per cent of the time on site.
        stage1_share: per cent of the time that stage 1 takes.
        stage1_least: least days of stage 1.
    """

    reduction_limit: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    half_day_ties_up: bool
    rounding_keeps_floor: bool
    on_site_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    stage1_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    stage1_least: Annotated[Decimal, Limits(minimum=0)]


@dataclass(frozen=True, slots=True)
class InitialResult:
    """The time of the initial audit.

    Attributes:
        days: stage 1 and stage 2, in half days.
        exact: before rounding; from it the other audits of the cycle are worked out.
        floor: the least time allowed, exact.
        on_site_least: least days on site.
        off_site_most: most days off site.
        stage1: days of stage 1.
        stage2: days of stage 2.
        working: how it was worked out.
    """

    days: Decimal
    exact: Decimal
    floor: Decimal
    on_site_least: Decimal
    off_site_most: Decimal
    stage1: Decimal
    stage2: Decimal
    working: tuple[Line, ...]


@operation("audit_time.initial", clause=CLAUSE)
def calculate(inputs: InitialInputs, parameters: InitialParameters) -> InitialResult:
    """Return the time of the initial audit, not more than 30 % below the table, in half days.

    Args:
        inputs: table days and adjustment.
        parameters: the limit, the rounding and the shares.

    Returns:
        Days of 8 hours, travel and breaks not counted; longer days do not make fewer of them.

    Source: IAF MD 5:2019, 1.8, 2.1, 2.2.3, 3.9, 4.1.
    """
    base, limit = inputs.table_days, parameters.reduction_limit
    adjustment = max(inputs.adjustment, -limit)
    exact = (base * (HUNDRED + adjustment) / HUNDRED).normalize()
    floor = (base * (HUNDRED - limit) / HUNDRED).normalize()
    days, rounding = rounded_days(
        exact,
        floor,
        ties_up=parameters.half_day_ties_up,
        keeps_floor=parameters.rounding_keeps_floor,
    )
    division = on_and_off_site(exact, parameters.on_site_share)
    stage1, first = stage_1(
        days, parameters.stage1_share, parameters.stage1_least, parameters.half_day_ties_up
    )
    return InitialResult(
        days=days,
        exact=exact,
        floor=floor,
        on_site_least=division.on_site_least,
        off_site_most=division.off_site_most,
        stage1=stage1,
        stage2=(days - stage1).normalize(),
        working=(
            _adjusted(inputs, adjustment, exact),
            Line(N_("At least {least} % of the table"), shown(floor), f"{MD5}, 3.9", _least(limit)),
            *rounding,
            *division.lines,
            first,
            Line(N_("Stage 2: the rest"), (days - stage1).normalize()),
        ),
    )


def _adjusted(inputs: InitialInputs, adjustment: Decimal, exact: Decimal) -> Line:
    facts = {
        "base": shown(inputs.table_days),
        "adjustment": adjustment,
        "asked": inputs.adjustment,
    }
    if adjustment == inputs.adjustment:
        template = N_("{base} table days, adjusted by {adjustment} %")
    else:
        template = N_("{base} table days, adjusted by {adjustment} % instead of {asked} %")
    return Line(template, shown(exact), f"{MD5}, 3.9", facts)


def _least(limit: Decimal) -> dict[str, object]:
    return {"least": HUNDRED - limit}
