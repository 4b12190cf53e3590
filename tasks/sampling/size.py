"""How many sites are visited at an audit of the cycle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import Annotated

from tasks.audit_time.cycle import AUDITS, RECERTIFICATION, SURVEILLANCE
from tasks.audit_time.figures import refuse, unknown
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation
from tasks.sampling.groups import MD1, GroupSample, SiteGroup

CLAUSE = f"{MD1}, 6.1.3, 6.2.1"
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class SizeInputs:
    """The audit and the groups.

    Attributes:
        audit: initial, surveillance or recertification.
        groups: groups of sites, as the question whether sampling is allowed gave them.
        proven: at recertification, whether the system proved effective over the cycle.
        proven_why: what shows it.
        extra: sites to be added by group, because of their risk.
        extra_why: why they are added.
    """

    audit: str
    groups: Annotated[tuple[SiteGroup, ...], Limits(minimum=1)]
    proven: bool = False
    proven_why: str = ""
    extra: Mapping[str, Annotated[int, Limits(minimum=0, maximum=1_000_000)]] = field(
        default_factory=dict
    )
    extra_why: str = ""


@dataclass(frozen=True, slots=True)
class SampleCoefficients:
    """What the square root is multiplied by.

    Attributes:
        initial: at the initial audit.
        surveillance: at each surveillance.
        recertification: at recertification.
        recertification_proven: at recertification of a system that proved effective.
    """

    initial: Annotated[Decimal, Limits(minimum=0)]
    surveillance: Annotated[Decimal, Limits(minimum=0)]
    recertification: Annotated[Decimal, Limits(minimum=0)]
    recertification_proven: Annotated[Decimal, Limits(minimum=0)]


@dataclass(frozen=True, slots=True)
class SizeParameters:
    """Dated parameters.

    Attributes:
        sample_coefficients: coefficients of the square root by audit.
        unsampled_surveillance_share: per cent of sites visited in a year where none are sampled.
        random_share: least per cent of a sample drawn at random.
        random_rounded_up: whether a part of a site drawn at random counts as one.
    """

    sample_coefficients: SampleCoefficients
    unsampled_surveillance_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    random_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    random_rounded_up: bool


@dataclass(frozen=True, slots=True)
class SizeResult:
    """How many are visited.

    Attributes:
        groups: the groups with their samples.
        sites_visited: sites of all groups together.
        central_function: whether the central function is visited too: at every audit.
        working: how it was worked out.
    """

    groups: tuple[GroupSample, ...]
    sites_visited: int
    central_function: bool
    working: tuple[Line, ...]


@operation("sampling.size", clause=CLAUSE)
def calculate(inputs: SizeInputs, parameters: SizeParameters) -> SizeResult:
    """Return how many sites of each group are visited, and how many of them are drawn at random.

    Args:
        inputs: the audit and the groups.
        parameters: coefficients and shares.

    Returns:
        Whole sites, rounded up exactly and never more than a group has. It is a minimum: risk adds
        to it. The central function is visited besides.

    Raises:
        InputInvalid: the audit is unknown, a justification is missing, or a group is unknown, named
            twice, or has fewer sites than are to be added.

    Source: IAF MD 1:2018, 6.1.2, 6.1.3.3, 6.2.1.
    """
    refuse(_faults(inputs))
    coefficient = _coefficient(inputs, parameters.sample_coefficients)
    samples: list[GroupSample] = []
    lines: list[Line] = []
    for group in inputs.groups:
        least, line = _least(inputs.audit, group, coefficient, parameters)
        size = min(least + inputs.extra.get(group.name, 0), len(group.sites))
        drawn = _random(size, parameters) if group.similar else 0
        samples.append(GroupSample(group.name, group.similar, group.sites, size, drawn))
        lines += (line, *_added(inputs, group, size - least), *_drawn(group, drawn, parameters))
    visited = sum(sample.size for sample in samples)
    return SizeResult(
        groups=tuple(samples),
        sites_visited=visited,
        central_function=True,
        working=(
            *_proof(inputs),
            *lines,
            Line(N_("Sites visited, all groups"), visited, CLAUSE),
            Line(N_("The central function is visited besides, at every audit"), True, MD1),
        ),
    )


def root_times(count: int, coefficient: Decimal) -> int:
    """Return the least whole number that is not below ``coefficient`` times the root of ``count``.

    Worked out in whole numbers, so that no error of a root moves it.
    """
    factor = Fraction(coefficient)
    square = factor * factor * count
    least = isqrt(ceil(square))
    return least if least * least >= square else least + 1


def _coefficient(inputs: SizeInputs, coefficients: SampleCoefficients) -> Decimal:
    if inputs.audit == RECERTIFICATION:
        if inputs.proven:
            return coefficients.recertification_proven
        return coefficients.recertification
    if inputs.audit == SURVEILLANCE:
        return coefficients.surveillance
    return coefficients.initial


def _least(
    audit: str, group: SiteGroup, coefficient: Decimal, parameters: SizeParameters
) -> tuple[int, Line]:
    count = len(group.sites)
    facts: dict[str, object] = {"group": group.name, "count": count}
    if group.similar:
        size = min(root_times(count, coefficient), count)
        facts["coefficient"] = coefficient
        template = N_("«{group}»: {coefficient} × √{count}, rounded up")
        return size, Line(template, size, f"{MD1}, 6.1.3.3", facts)
    if audit == SURVEILLANCE:
        share = parameters.unsampled_surveillance_share
        size = ceil(Fraction(share) * count / 100)
        facts["share"] = share
        template = N_("«{group}», not sampled: {share} % of {count} sites a year, rounded up")
        return size, Line(template, size, f"{MD1}, 6.2.1", facts)
    template = N_("«{group}», not sampled: all {count} sites")
    return count, Line(template, count, f"{MD1}, 6.2.1", facts)


def _random(size: int, parameters: SizeParameters) -> int:
    part = Fraction(parameters.random_share) * size / 100
    return ceil(part) if parameters.random_rounded_up else floor(part + _HALF)


def _faults(inputs: SizeInputs) -> Iterator[InputFault]:
    if inputs.audit not in AUDITS:
        yield unknown("audit", inputs.audit, AUDITS)
    if inputs.proven and inputs.audit != RECERTIFICATION:
        yield InputFault("proven", N_("Effectiveness over a cycle counts at recertification only."))
    if inputs.proven and not inputs.proven_why.strip():
        yield InputFault("proven_why", N_("A smaller sample needs what shows the effectiveness."))
    counts: dict[str, int] = {}
    for at, group in enumerate(inputs.groups):
        if group.name in counts:
            template = N_("The group «{group}» is named twice.")
            yield InputFault(f"groups.{at}.name", template, {"group": group.name})
        counts[group.name] = len(group.sites)
    yield from _extra_faults(inputs, counts)


def _extra_faults(inputs: SizeInputs, counts: Mapping[str, int]) -> Iterator[InputFault]:
    for name, extra in inputs.extra.items():
        if name not in counts:
            yield unknown(f"extra.{name}", name, counts)
        elif extra > counts[name]:
            template = N_("The group has {limit} sites; {extra} cannot be added.")
            facts = {"limit": counts[name], "extra": extra}
            yield InputFault(f"extra.{name}", template, facts)
    if any(inputs.extra.values()) and not inputs.extra_why.strip():
        yield InputFault("extra_why", N_("Sites added need a reason."))


def _proof(inputs: SizeInputs) -> Iterator[Line]:
    if inputs.proven:
        template = N_("The system proved effective over the cycle")
        yield Line(template, inputs.proven_why, f"{MD1}, 6.1.3.3")


def _added(inputs: SizeInputs, group: SiteGroup, added: int) -> Iterator[Line]:
    if added:
        facts = {"group": group.name, "why": inputs.extra_why}
        yield Line(N_("«{group}»: added for risk: {why}"), added, f"{MD1}, 6.1.3", facts)


def _drawn(group: SiteGroup, drawn: int, parameters: SizeParameters) -> Iterator[Line]:
    if group.similar:
        facts = {
            "group": group.name,
            "share": parameters.random_share,
            "reading": "random_rounded_up",
        }
        template = N_("«{group}»: at random, {share} % of the sample (reading «{reading}»)")
        yield Line(template, drawn, f"{MD1}, 6.1.2", facts)
