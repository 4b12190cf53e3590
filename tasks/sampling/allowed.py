"""Whether the sites of an organisation may be sampled, and in which groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from tasks.audit_time.figures import refuse
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation
from tasks.sampling.groups import MD1, SiteGroup

CLAUSE = f"{MD1}, 6.1, 6.2; ТОО «ПЦС» L37"

# In brackets, so that no activity is called like it.
UNLIKE = "(unlike)"


@dataclass(frozen=True, slots=True)
class SiteDescribed:
    """One site, without the central function.

    Attributes:
        name: what it is called; no two alike.
        activity: what is done there; sites of the same activity do very similar work.
        level: level of the organisation, where it has several, e.g. region or branch.
        joining: whether it joins a certified organisation now.
    """

    name: str
    activity: str
    level: str = ""
    joining: bool = False


@dataclass(frozen=True, slots=True)
class AllowedInputs:
    """The organisation.

    Attributes:
        sites: its sites, without the central function.
        single_system: whether all of them work under one management system.
        central_function: whether a central function controls that system.
        scheme_forbids: what in a scheme or in law forbids sampling, if anything does.
    """

    sites: Annotated[tuple[SiteDescribed, ...], Limits(minimum=1)]
    single_system: bool
    central_function: bool
    scheme_forbids: str = ""


@dataclass(frozen=True, slots=True)
class AllowedParameters:
    """Dated parameters.

    Attributes:
        similar_sites_grouped: whether alike sites among others are sampled as a group.
        levels_apart: whether every level is sampled for itself.
        joining_sites_apart: whether joining sites are a population of their own.
    """

    similar_sites_grouped: bool
    levels_apart: bool
    joining_sites_apart: bool


@dataclass(frozen=True, slots=True)
class AllowedResult:
    """The answer.

    Attributes:
        allowed: whether at least one group may be sampled.
        reasons: similar, activities_differ or mixed; where it is not allowed at all, one_site,
            systems_apart, no_central_function, scheme_forbids.
        groups: the groups; a group that is not sampled is visited site by site.
        working: how it was decided.
    """

    allowed: bool
    reasons: tuple[str, ...]
    groups: tuple[SiteGroup, ...]
    working: tuple[Line, ...]


@operation("sampling.allowed", clause=CLAUSE)
def calculate(inputs: AllowedInputs, parameters: AllowedParameters) -> AllowedResult:
    """Return whether sites may be sampled, with the reasons, and the groups they fall into.

    Args:
        inputs: the sites and how they are governed.
        parameters: the choices where the text is silent.

    Raises:
        InputInvalid: two sites have the same name, or a name is empty.

    Source: IAF MD 1:2018, 6.1, 6.2; ТОО «ПЦС» L37: different activities are not sampled.
    """
    refuse(_faults(inputs))
    obstacles = tuple(_obstacles(inputs))
    if obstacles:
        unlike = (SiteGroup(UNLIKE, False, tuple(site.name for site in inputs.sites)),)
        return AllowedResult(
            allowed=False,
            reasons=tuple(reason for reason, _ in obstacles),
            groups=unlike,
            working=tuple(line for _, line in obstacles),
        )
    groups = _groups(inputs, parameters)
    sampled = any(group.similar for group in groups)
    reason, line = _kind(groups)
    return AllowedResult(
        allowed=sampled,
        reasons=(reason,),
        groups=groups,
        working=(line, *_apart(inputs, parameters), *(_explained(group) for group in groups)),
    )


def _faults(inputs: AllowedInputs) -> Iterator[InputFault]:
    named: set[str] = set()
    for at, site in enumerate(inputs.sites):
        if not site.name.strip():
            yield InputFault(f"sites.{at}.name", N_("A site needs a name."))
        elif site.name in named:
            template = N_("The site «{site}» is named twice.")
            yield InputFault(f"sites.{at}.name", template, {"site": site.name})
        named.add(site.name)
        if not site.activity.strip():
            yield InputFault(f"sites.{at}.activity", N_("A site needs an activity."))


def _obstacles(inputs: AllowedInputs) -> Iterator[tuple[str, Line]]:
    if len(inputs.sites) == 1:
        template = N_("There is one site besides the central function: nothing to sample")
        yield "one_site", Line(template, False, f"{MD1}, 6.1")
    if not inputs.single_system:
        template = N_("The sites do not work under one management system")
        yield "systems_apart", Line(template, False, f"{MD1}, 5")
    if not inputs.central_function:
        template = N_("No central function controls the system")
        yield "no_central_function", Line(template, False, f"{MD1}, 5")
    if inputs.scheme_forbids.strip():
        template = N_("Sampling is forbidden: {ground}")
        facts = {"ground": inputs.scheme_forbids}
        yield "scheme_forbids", Line(template, False, f"{MD1}, 6.2", facts)


def _groups(inputs: AllowedInputs, parameters: AllowedParameters) -> tuple[SiteGroup, ...]:
    gathered: dict[tuple[str, ...], list[str]] = {}
    for site in inputs.sites:
        gathered.setdefault(_key(site, parameters), []).append(site.name)
    alike = {key: names for key, names in gathered.items() if len(names) > 1}
    if len(gathered) > 1 and not parameters.similar_sites_grouped:
        alike = {}
    grouped = [SiteGroup(", ".join(key), True, tuple(names)) for key, names in alike.items()]
    placed = {name for names in alike.values() for name in names}
    single = tuple(site.name for site in inputs.sites if site.name not in placed)
    return (*grouped, SiteGroup(UNLIKE, False, single)) if single else tuple(grouped)


def _key(site: SiteDescribed, parameters: AllowedParameters) -> tuple[str, ...]:
    key = [site.activity]
    if parameters.levels_apart and site.level:
        key.append(site.level)
    if parameters.joining_sites_apart and site.joining:
        key.append("joining")
    return tuple(key)


def _kind(groups: tuple[SiteGroup, ...]) -> tuple[str, Line]:
    if not any(group.similar for group in groups):
        template = N_("The activities of the sites differ: every site is visited")
        return "activities_differ", Line(template, False, CLAUSE)
    if len(groups) == 1:
        template = N_("The sites do very similar work under one system: they are sampled")
        return "similar", Line(template, True, CLAUSE)
    template = N_("Alike sites are sampled by group, the others visited (reading «{reading}»)")
    return "mixed", Line(template, True, CLAUSE, {"reading": "similar_sites_grouped"})


def _apart(inputs: AllowedInputs, parameters: AllowedParameters) -> Iterator[Line]:
    levels = {site.level for site in inputs.sites}
    if parameters.levels_apart and len(levels) > 1:
        template = N_("Levels sampled for themselves (reading «{reading}»)")
        yield Line(template, len(levels), f"{MD1}, 6.1.3", {"reading": "levels_apart"})
    joining = sum(site.joining for site in inputs.sites)
    if parameters.joining_sites_apart and joining:
        template = N_("Joining sites, a population of their own (reading «{reading}»)")
        yield Line(template, joining, f"{MD1}, 6.1", {"reading": "joining_sites_apart"})


def _explained(group: SiteGroup) -> Line:
    facts = {"group": group.name, "sites": ", ".join(group.sites)}
    if group.similar:
        return Line(N_("Group «{group}», sampled: {sites}"), len(group.sites), CLAUSE, facts)
    return Line(N_("Group «{group}», not sampled: {sites}"), len(group.sites), CLAUSE, facts)
