"""By how much an integrated audit is shorter: level of integration and ability of the team."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.figures import HUNDRED, refuse, shown, unknown
from tasks.audit_time.integration_figure import IntegrationFigure, step_of
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = "IAF MD 11, 2.1, Figure 1"


@dataclass(frozen=True, slots=True)
class TeamAuditor:
    """One auditor of the team.

    Attributes:
        name: who it is.
        standards: standards the auditor is qualified for.
    """

    name: str
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IntegrationInputs:
    """The system and the team.

    Attributes:
        standards: standards audited together.
        auditors: the team; technical experts and trainees do not count.
        features: whether each feature of an integrated system is common to the systems.
        level: level of integration in per cent, where the body has set it itself.
        ability: ability of the team in per cent, where there is no team yet.
    """

    standards: Annotated[tuple[str, ...], Limits(minimum=2)]
    auditors: tuple[TeamAuditor, ...] = ()
    features: Mapping[str, bool] | None = None
    level: Annotated[Decimal | None, Limits(minimum=0, maximum=100)] = None
    ability: Annotated[Decimal | None, Limits(minimum=0, maximum=100)] = None


@dataclass(frozen=True, slots=True)
class IntegrationParameters:
    """Dated parameters.

    Attributes:
        integration_features: features of an integrated system, names by language.
        integration_reductions: reductions by level and ability.
        integration_lower_step: whether a value between two steps takes the lower one.
    """

    integration_features: Mapping[str, Mapping[str, str]]
    integration_reductions: IntegrationFigure
    integration_lower_step: bool


@dataclass(frozen=True, slots=True)
class IntegrationResult:
    """The reduction.

    Attributes:
        level: level of integration, per cent, to a thousandth.
        ability: ability of the team, per cent, to a thousandth.
        reduction: by how much the sum of the times may be reduced, per cent.
        working: how it was worked out.
    """

    level: Decimal
    ability: Decimal
    reduction: Decimal
    working: tuple[Line, ...]


@operation("audit_time.integration", clause=CLAUSE)
def calculate(inputs: IntegrationInputs, parameters: IntegrationParameters) -> IntegrationResult:
    """Return the reduction of an integrated audit by level of integration and ability of the team.

    Args:
        inputs: features or a level, auditors or an ability.
        parameters: the figure of reductions.

    Returns:
        Per cent without a sign, for the sum of the times. The level is confirmed at stage 1; a
        lower one then means a new calculation.

    Raises:
        InputInvalid: level or ability is given twice or not at all, a feature is missing or
            unknown, or an auditor is qualified for none of the standards.

    Source: IAF MD 11, 2.1.2 and Figure 1.
    """
    refuse(_faults(inputs, parameters))
    level, level_line = _level(inputs)
    ability, ability_line = _ability(inputs)
    figure, lower = parameters.integration_reductions, parameters.integration_lower_step
    reduction = figure.reduction(level, ability, lower=lower)
    facts = {
        "level": step_of(figure.levels, level, lower=lower),
        "ability": step_of((0, *figure.abilities), ability, lower=lower),
        "reading": "integration_lower_step",
    }
    template = N_("Reduction at level {level} and ability {ability}, % (steps: «{reading}»)")
    found = Line(template, reduction, figure.clause, facts)
    return IntegrationResult(
        shown(level), shown(ability), reduction, (level_line, ability_line, found)
    )


def _level(inputs: IntegrationInputs) -> tuple[Decimal, Line]:
    if inputs.level is not None:
        line = Line(N_("Level of integration set by the body, %"), inputs.level, CLAUSE)
        return inputs.level, line
    features = inputs.features or {}
    common = sum(features.values())
    level = HUNDRED * common / len(features)
    facts = {"common": common, "count": len(features), "reading": "integration_features"}
    template = N_("Level of integration: {common} of {count} features, % (reading «{reading}»)")
    return level, Line(template, shown(level), CLAUSE, facts)


def _ability(inputs: IntegrationInputs) -> tuple[Decimal, Line]:
    if inputs.ability is not None:
        line = Line(N_("Ability of the team, expected, %"), inputs.ability, CLAUSE)
        return inputs.ability, line
    audited = set(inputs.standards)
    further = [len(audited & set(auditor.standards)) - 1 for auditor in inputs.auditors]
    possible = len(inputs.auditors) * (len(audited) - 1)
    ability = HUNDRED * sum(further) / possible
    facts = {"further": sum(further), "possible": possible}
    template = N_("Ability: {further} of {possible} further qualifications, %")
    return ability, Line(template, shown(ability), CLAUSE, facts)


def _faults(inputs: IntegrationInputs, parameters: IntegrationParameters) -> Iterator[InputFault]:
    if len(set(inputs.standards)) < len(inputs.standards):
        yield InputFault("standards", N_("A standard is named twice."))
    if (inputs.level is None) is (inputs.features is None):
        yield InputFault("features", N_("Either the features are given or the level."))
    if (inputs.ability is None) is (not inputs.auditors):
        yield InputFault("auditors", N_("Either the auditors are given or the ability."))
    yield from _feature_faults(inputs.features, tuple(parameters.integration_features))
    audited = set(inputs.standards)
    for at, auditor in enumerate(inputs.auditors):
        if not audited & set(auditor.standards):
            template = N_("{name} is qualified for none of the standards audited.")
            yield InputFault(f"auditors.{at}.standards", template, {"name": auditor.name})


def _feature_faults(
    features: Mapping[str, bool] | None, known: tuple[str, ...]
) -> Iterator[InputFault]:
    if features is None:
        return
    for name in features:
        if name not in known:
            yield unknown(f"features.{name}", name, known)
    for name in known:
        if name not in features:
            yield InputFault(f"features.{name}", N_("It is not said whether this is common."))
