"""The time of an integrated audit of several management systems."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.division import on_and_off_site, stage_1
from tasks.audit_time.figures import HUNDRED, refuse, rounded_days, shown
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = "IAF MD 11, 2.2"


@dataclass(frozen=True, slots=True)
class SystemTime:
    """One of the systems.

    Attributes:
        system: which it is.
        days: its exact time with its own factors, before rounding.
    """

    system: str
    days: Annotated[Decimal, Limits(minimum=0, maximum=100_000)]


@dataclass(frozen=True, slots=True)
class IntegratedInputs:
    """The systems audited together.

    Attributes:
        systems: each with the time of its own calculation.
        reduction: reduction for integration, per cent without a sign.
        increase: what makes the joint audit longer, per cent.
        increase_why: justification of the increase.
    """

    systems: Annotated[tuple[SystemTime, ...], Limits(minimum=2)]
    reduction: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    increase: Annotated[Decimal, Limits(minimum=0, maximum=1000)] = Decimal(0)
    increase_why: str = ""


@dataclass(frozen=True, slots=True)
class IntegratedParameters:
    """Dated parameters.

    Attributes:
        integration_limit: how far the sum may be reduced, in per cent.
        half_day_ties_up: whether the middle between two half days goes up.
        rounding_keeps_floor: whether rounding may not go below the limit.
        on_site_share: least per cent of the time on site.
        stage1_share: per cent of the time that stage 1 takes.
        stage1_least: least days of stage 1.
    """

    integration_limit: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    half_day_ties_up: bool
    rounding_keeps_floor: bool
    on_site_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    stage1_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    stage1_least: Annotated[Decimal, Limits(minimum=0)]


@dataclass(frozen=True, slots=True)
class IntegratedResult:
    """The time of the initial integrated audit.

    Attributes:
        days: stage 1 and stage 2, in half days.
        exact: before rounding; from it the other audits of the cycle are worked out.
        sum: the times of the systems together.
        adjustment: what was applied to the sum, per cent with a sign.
        on_site_least: least days on site.
        off_site_most: most days off site.
        stage1: days of stage 1.
        stage2: days of stage 2.
        working: how it was worked out.
    """

    days: Decimal
    exact: Decimal
    sum: Decimal
    adjustment: Decimal
    on_site_least: Decimal
    off_site_most: Decimal
    stage1: Decimal
    stage2: Decimal
    working: tuple[Line, ...]


@operation("audit_time.integrated", clause=CLAUSE)
def calculate(inputs: IntegratedInputs, parameters: IntegratedParameters) -> IntegratedResult:
    """Return the time of an integrated audit: the sum of the systems, reduced by 20 % at most.

    Args:
        inputs: exact times of the systems, reduction and increase.
        parameters: the limit, the rounding and the shares.

    Returns:
        Days in half days. The limit of every single system has been applied before; the two
        reductions are independent.

    Raises:
        InputInvalid: a system is named twice, or an increase has no justification.

    Source: IAF MD 11, 2.2 a), b).
    """
    refuse(_faults(inputs))
    limit = parameters.integration_limit
    total = sum((one.days for one in inputs.systems), Decimal(0))
    asked = inputs.increase - inputs.reduction
    adjustment = max(asked, -limit)
    exact = total * (HUNDRED + adjustment) / HUNDRED
    days, rounding = rounded_days(
        exact,
        total * (HUNDRED - limit) / HUNDRED,
        ties_up=parameters.half_day_ties_up,
        keeps_floor=parameters.rounding_keeps_floor,
    )
    division = on_and_off_site(exact, parameters.on_site_share)
    stage1, first = stage_1(
        days, parameters.stage1_share, parameters.stage1_least, parameters.half_day_ties_up
    )
    return IntegratedResult(
        days=days,
        exact=exact.normalize(),
        sum=total.normalize(),
        adjustment=adjustment,
        on_site_least=division.on_site_least,
        off_site_most=division.off_site_most,
        stage1=stage1,
        stage2=(days - stage1).normalize(),
        working=(
            *(
                Line(N_("{system}, exact days"), shown(one.days), CLAUSE, {"system": one.system})
                for one in inputs.systems
            ),
            Line(N_("Sum of the systems, not rounded"), shown(total), CLAUSE),
            *_increased(inputs),
            _adjusted(asked, adjustment, exact),
            *rounding,
            *division.lines,
            first,
            Line(N_("Stage 2: the rest"), (days - stage1).normalize()),
        ),
    )


def _faults(inputs: IntegratedInputs) -> Iterator[InputFault]:
    named: set[str] = set()
    for at, one in enumerate(inputs.systems):
        if one.system in named:
            template = N_("The system «{system}» is named twice.")
            yield InputFault(f"systems.{at}.system", template, {"system": one.system})
        named.add(one.system)
    if inputs.increase and not inputs.increase_why.strip():
        yield InputFault("increase_why", N_("An increase needs a justification."))


def _increased(inputs: IntegratedInputs) -> Iterator[Line]:
    if inputs.increase:
        template = N_("Longer by, %: {justification}")
        yield Line(template, inputs.increase, CLAUSE, {"justification": inputs.increase_why})


def _adjusted(asked: Decimal, adjustment: Decimal, exact: Decimal) -> Line:
    if asked == adjustment:
        template = N_("The sum, adjusted by {adjustment} %")
    else:
        template = N_("The sum, adjusted by {adjustment} % instead of {asked} %")
    return Line(template, shown(exact), CLAUSE, {"adjustment": adjustment, "asked": asked})
