"""The audit times of a whole certification cycle, from the personnel to the recertification."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from tasks.audit_time import (
    days,
    factors,
    initial,
    integrated,
    integration,
    recertification,
    surveillance,
)
from tasks.audit_time.day_tables import Continuation, DayTable
from tasks.audit_time.factors import FactorApplied, FactorRule
from tasks.audit_time.figures import MD5, Share, refuse
from tasks.audit_time.integration import IntegrationInputs
from tasks.audit_time.integration_figure import IntegrationFigure
from tasks.errors import N_, InputFault, InputInvalid
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = f"{MD5}, 3; IAF MD 11, 2.2"
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class SystemAudited:
    """One management system.

    Attributes:
        system: qms, ems or ohs.
        personnel: effective number of personnel.
        complexity: column of the table; the quality table takes none.
        decided_days: the days decided for special complexity.
        decision: who decided them and why.
        factors: the factors that act on it.
    """

    system: str
    personnel: Annotated[int, Limits(minimum=1, maximum=10_000_000)]
    complexity: str = ""
    decided_days: Annotated[Decimal | None, Limits(minimum=1, maximum=10_000)] = None
    decision: str = ""
    factors: tuple[FactorApplied, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeInputs:
    """What is certified.

    Attributes:
        systems: one system, or several that are audited together.
        integration: level of integration and the team; wanted where there are several systems.
        increase: what makes a joint audit longer, per cent.
        increase_why: justification of the increase.
    """

    systems: Annotated[tuple[SystemAudited, ...], Limits(minimum=1, maximum=3)]
    integration: IntegrationInputs | None = None
    increase: Annotated[Decimal, Limits(minimum=0, maximum=1000)] = Decimal(0)
    increase_why: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeParameters:
    """Dated parameters: those of the single calculations, which describe them.

    Attributes:
        rounded_once: whether the later audits follow the exact initial time; else the rounded one.
    """

    audit_days_qms: DayTable
    audit_days_ems: DayTable
    audit_days_ohs: DayTable
    audit_days_above: Continuation
    audit_days_interpolated: bool
    audit_factors: Mapping[str, FactorRule]
    factor_justified: bool
    factor_once: bool
    factors_offset: bool
    preparedness_or_integration: bool
    reduction_limit: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    half_day_ties_up: bool
    rounding_keeps_floor: bool
    rounded_once: bool
    on_site_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    stage1_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    stage1_least: Annotated[Decimal, Limits(minimum=0)]
    integration_features: Mapping[str, Mapping[str, str]]
    integration_reductions: IntegrationFigure
    integration_lower_step: bool
    integration_limit: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    surveillance_share: Share
    surveillance_least: Decimal
    recertification_share: Share
    recertification_least: Decimal


@dataclass(frozen=True, slots=True)
class AuditPlanned:
    """One audit of the cycle.

    Attributes:
        days: in half days.
        exact: before rounding.
        on_site_least: least days on site.
        off_site_most: most days off site.
    """

    days: Decimal
    exact: Decimal
    on_site_least: Decimal
    off_site_most: Decimal


@dataclass(frozen=True, slots=True)
class ProgrammeResult:
    """The audit times of the cycle.

    Attributes:
        initial: stage 1 and stage 2.
        stage1: days of stage 1.
        stage2: days of stage 2.
        surveillance: all surveillances of one year.
        recertification: as it would be with the data of today.
        table_days: table days of the systems together.
        approval_required: whether people have to approve table days.
        working: how it was worked out.
    """

    initial: AuditPlanned
    stage1: Decimal
    stage2: Decimal
    surveillance: AuditPlanned
    recertification: AuditPlanned
    table_days: Decimal
    approval_required: bool
    working: tuple[Line, ...]


@operation("audit_time.programme", clause=CLAUSE)
def calculate(inputs: ProgrammeInputs, parameters: ProgrammeParameters) -> ProgrammeResult:
    """Return the audit times of a cycle for one management system or several audited together.

    Args:
        inputs: the systems with their factors, and how integrated they are.
        parameters: tables, limits, shares and choices.

    Returns:
        Days of initial audit, surveillance in a year and recertification; the recertification is
        worked out anew with the data of its time.

    Raises:
        InputInvalid: as in the single calculations, with the place in these inputs.

    Source: IAF MD 5:2019, clauses 3 to 6; IAF MD 11, 2.2.
    """
    refuse(_faults(inputs))
    each = [_system(at, inputs, parameters) for at in range(len(inputs.systems))]
    first, joined = _first([one for _, one in each], inputs, parameters)
    base = first.exact if parameters.rounded_once else first.days
    yearly = surveillance.calculate(
        surveillance.SurveillanceInputs(base),
        _part(parameters, surveillance.SurveillanceParameters),
    )
    again = recertification.calculate(
        recertification.RecertificationInputs(base),
        _part(parameters, recertification.RecertificationParameters),
    )
    return ProgrammeResult(
        initial=_planned(first),
        stage1=first.stage1,
        stage2=first.stage2,
        surveillance=_planned(yearly),
        recertification=_planned(again),
        table_days=sum((table.days for table, _ in each), Decimal(0)).normalize(),
        approval_required=any(table.approval_required for table, _ in each),
        working=(
            *(line for table, one in each for line in _lines(table, one, inputs)),
            *joined,
            Line(
                N_("Rounded only in the total of each audit (reading «{reading}»)"),
                parameters.rounded_once,
                f"{MD5}, 2.2.3",
                {"reading": "rounded_once"},
            ),
            Line(N_("Surveillance in a year"), yearly.days, surveillance.CLAUSE),
            *yearly.working,
            Line(N_("Recertification"), again.days, recertification.CLAUSE),
            *again.working,
        ),
    )


def _faults(inputs: ProgrammeInputs) -> Iterator[InputFault]:
    several = len(inputs.systems) > 1
    if several and inputs.integration is None:
        template = N_("Several systems need a level of integration and a team.")
        yield InputFault("integration", template)
    if not several and inputs.integration is not None:
        yield InputFault("integration", N_("One system alone is not integrated."))
    if not several and inputs.increase:
        yield InputFault("increase", N_("One system alone has no joint audit to be longer."))


def _system(
    at: int, inputs: ProgrammeInputs, parameters: ProgrammeParameters
) -> tuple[days.DaysResult, initial.InitialResult]:
    one = inputs.systems[at]
    entry = days.DaysInputs(
        one.system, one.personnel, one.complexity, one.decided_days, one.decision
    )
    acting = factors.FactorsInputs(one.system, one.factors, inputs.integration is not None)
    path = f"systems.{at}"
    table = _within(path, days.calculate, entry, _part(parameters, days.DaysParameters))
    found = _within(path, factors.calculate, acting, _part(parameters, factors.FactorsParameters))
    time = initial.calculate(
        initial.InitialInputs(table.days, found.adjustment),
        _part(parameters, initial.InitialParameters),
    )
    return _with_lines(table, found.working), time


def _first(
    times: list[initial.InitialResult], inputs: ProgrammeInputs, parameters: ProgrammeParameters
) -> tuple[initial.InitialResult | integrated.IntegratedResult, tuple[Line, ...]]:
    if inputs.integration is None:
        return times[0], ()
    found = _within(
        "integration",
        integration.calculate,
        inputs.integration,
        _part(parameters, integration.IntegrationParameters),
    )
    systems = tuple(
        integrated.SystemTime(one.system.upper(), time.exact)
        for one, time in zip(inputs.systems, times, strict=True)
    )
    joint = integrated.calculate(
        integrated.IntegratedInputs(systems, found.reduction, inputs.increase, inputs.increase_why),
        _part(parameters, integrated.IntegratedParameters),
    )
    return joint, (*found.working, *joint.working)


def _lines(
    table: days.DaysResult, one: initial.InitialResult, inputs: ProgrammeInputs
) -> tuple[Line, ...]:
    # A system of a joint audit is neither rounded nor divided by itself: only its exact time acts.
    own = one.working if inputs.integration is None else one.working[:1]
    return (*table.working, *own)


def _with_lines(table: days.DaysResult, lines: tuple[Line, ...]) -> days.DaysResult:
    return days.DaysResult(
        table.days, table.above_table, table.approval_required, (*table.working, *lines)
    )


def _within(path: str, calculation: Any, inputs: Any, parameters: Any) -> Any:
    """Carry a single calculation out; what it refuses is named by its place in these inputs."""
    try:
        return calculation(inputs, parameters)
    except InputInvalid as refused:
        raise InputInvalid(
            tuple(
                InputFault(f"{path}.{fault.field}", fault.template, fault.values)
                for fault in refused.faults
            )
        ) from refused


def _part(parameters: ProgrammeParameters, kind: type[P]) -> P:
    """Return the parameters of a single calculation."""
    names = (entry.name for entry in fields(kind))  # type: ignore[arg-type]
    return kind(**{name: getattr(parameters, name) for name in names})


def _planned(result: Any) -> AuditPlanned:
    return AuditPlanned(result.days, result.exact, result.on_site_least, result.off_site_most)
