"""The factors that lengthen or shorten an audit, each with its justification."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.days import SYSTEMS
from tasks.audit_time.figures import MD5, refuse, unknown
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = f"{MD5}, 3.8, 3.9, 8"
LESS = "less"
PREPAREDNESS = "preparedness"


@dataclass(frozen=True, slots=True)
class FactorApplied:
    """One factor as the body applies it.

    Attributes:
        factor: key of the factor in the list.
        justification: why it acts here.
        percent: by how much, without a sign; the sample of the list where it is not given.
    """

    factor: str
    justification: str = ""
    percent: Annotated[Decimal | None, Limits(minimum=0, maximum=1000)] = None


@dataclass(frozen=True, slots=True)
class FactorsInputs:
    """The factors of one management system.

    Attributes:
        system: qms, ems or ohs.
        factors: those that act.
        integrated: whether the time is reduced for integration too.
    """

    system: str
    factors: tuple[FactorApplied, ...] = ()
    integrated: bool = False


@dataclass(frozen=True, slots=True)
class FactorRule:
    """One factor of the list.

    Attributes:
        direction: more or less.
        systems: systems it may act on.
        percent: sample percentage, without a sign.
        name: its name by language.
        percent_to: upper end of the sample, where it is a range.
    """

    direction: str
    systems: tuple[str, ...]
    percent: Decimal
    name: Mapping[str, str]
    percent_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FactorsParameters:
    """Dated parameters.

    Attributes:
        audit_factors: the list of factors.
        reduction_limit: how far below the table the time may go, in per cent.
        factor_justified: whether every factor needs a justification.
        factor_once: whether a reducing factor acts once only.
        factors_offset: whether additions and reductions offset each other before the limit.
        preparedness_or_integration: whether preparedness excludes a reduction for integration.
    """

    audit_factors: Mapping[str, FactorRule]
    reduction_limit: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    factor_justified: bool
    factor_once: bool
    factors_offset: bool
    preparedness_or_integration: bool


@dataclass(frozen=True, slots=True)
class FactorsResult:
    """What the factors come to.

    Attributes:
        adjustment: per cent of the table days, at least minus the limit.
        additions: sum of what lengthens, per cent.
        reductions: sum of what shortens, per cent.
        limited: whether the limit cut the reduction.
        working: every factor with its justification.
    """

    adjustment: Decimal
    additions: Decimal
    reductions: Decimal
    limited: bool
    working: tuple[Line, ...]


@operation("audit_time.factors", clause=CLAUSE)
def calculate(inputs: FactorsInputs, parameters: FactorsParameters) -> FactorsResult:
    """Return the adjustment of the table days by justified factors, 30 % below them at most.

    Args:
        inputs: the factors that act.
        parameters: the list of factors, the limit and the choices where the text is silent.

    Returns:
        Per cent with a sign. Upwards there is no limit. Integration is no factor here.

    Raises:
        InputInvalid: a factor is unknown, not of this system, repeated or not justified.

    Source: IAF MD 5:2019, 3.8, 3.9 and clause 8.
    """
    refuse(_faults(inputs, parameters))
    additions = _sum(inputs, parameters, less=False)
    reductions = _sum(inputs, parameters, less=True)
    limit = parameters.reduction_limit
    if parameters.factors_offset:
        adjustment = max(additions - reductions, -limit)
    else:
        adjustment = additions - min(reductions, limit)
    limited = adjustment != additions - reductions
    return FactorsResult(
        adjustment=adjustment,
        additions=additions,
        reductions=reductions,
        limited=limited,
        working=(
            *(
                line
                for applied in inputs.factors
                for line in _explained(applied, parameters.audit_factors[applied.factor])
            ),
            *_total(additions, reductions, parameters),
            *_limit(adjustment, limit, limited),
        ),
    )


def _percent(applied: FactorApplied, parameters: FactorsParameters) -> Decimal:
    rule = parameters.audit_factors[applied.factor]
    return rule.percent if applied.percent is None else applied.percent


def _sum(inputs: FactorsInputs, parameters: FactorsParameters, *, less: bool) -> Decimal:
    rules = parameters.audit_factors
    return sum(
        (
            _percent(applied, parameters)
            for applied in inputs.factors
            if (rules[applied.factor].direction == LESS) is less
        ),
        Decimal(0),
    )


def _faults(inputs: FactorsInputs, parameters: FactorsParameters) -> Iterator[InputFault]:
    if inputs.system not in SYSTEMS:
        yield unknown("system", inputs.system, SYSTEMS)
    counts = Counter(applied.factor for applied in inputs.factors)
    for at, applied in enumerate(inputs.factors):
        rule = parameters.audit_factors.get(applied.factor)
        path = f"factors.{at}"
        if rule is None:
            yield unknown(f"{path}.factor", applied.factor, parameters.audit_factors)
            continue
        yield from _misused(f"{path}.factor", inputs, applied, rule, parameters)
        if rule.direction == LESS and counts[applied.factor] > 1 and parameters.factor_once:
            yield InputFault(
                f"{path}.factor",
                N_("The reducing factor «{factor}» is used once only (reading «{reading}»)."),
                {"factor": applied.factor, "reading": "factor_once"},
            )
        if parameters.factor_justified and not applied.justification.strip():
            yield InputFault(
                f"{path}.justification",
                N_("The factor «{factor}» needs a justification (reading «{reading}»)."),
                {"factor": applied.factor, "reading": "factor_justified"},
            )


def _misused(
    path: str,
    inputs: FactorsInputs,
    applied: FactorApplied,
    rule: FactorRule,
    parameters: FactorsParameters,
) -> Iterator[InputFault]:
    if inputs.system in SYSTEMS and inputs.system not in rule.systems:
        template = N_("The factor «{factor}» does not act on {system}, only on {systems}.")
        systems = ", ".join(rule.systems)
        facts = {"factor": applied.factor, "system": inputs.system, "systems": systems}
        yield InputFault(path, template, facts)
    excluded = inputs.integrated and parameters.preparedness_or_integration
    if applied.factor == PREPAREDNESS and excluded:
        yield InputFault(
            path,
            N_("Preparedness and integration do not both shorten an audit (reading «{reading}»)."),
            {"reading": "preparedness_or_integration"},
        )


def _explained(applied: FactorApplied, rule: FactorRule) -> Iterator[Line]:
    sign = -1 if rule.direction == LESS else 1
    facts = {"name": rule.name, "justification": applied.justification}
    if applied.percent is None:
        template = N_("{name}, % (sample, reading «{reading}»): {justification}")
        yield Line(template, sign * rule.percent, CLAUSE, {**facts, "reading": "audit_factors"})
    else:
        yield Line(N_("{name}, %: {justification}"), sign * applied.percent, CLAUSE, facts)


def _total(
    additions: Decimal, reductions: Decimal, parameters: FactorsParameters
) -> Iterator[Line]:
    facts: dict[str, object] = {"additions": additions, "reductions": reductions}
    if additions and reductions and parameters.factors_offset:
        template = N_("+{additions} % and -{reductions} % together (reading «{reading}»)")
        facts["reading"] = "factors_offset"
    else:
        template = N_("+{additions} % and -{reductions} % together")
    yield Line(template, additions - reductions, f"{MD5}, 8.2", facts)


def _limit(adjustment: Decimal, limit: Decimal, limited: bool) -> Iterator[Line]:
    if limited:
        template = N_("Reduced by {limit} % at most")
        yield Line(template, adjustment, f"{MD5}, 3.9", {"limit": limit})
