"""Which sites are visited: some drawn at random, some named by people, the rest by difference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from tasks.audit_time.figures import refuse, unknown
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation
from tasks.sampling.choosing import NAMED, RANDOM, ChosenSite, SiteFacts, choose, tickets_of
from tasks.sampling.groups import MD1, GroupSample

CLAUSE = f"{MD1}, 6.1.2; ТОО «ПЦС» L39-51"


@dataclass(frozen=True, slots=True)
class SelectionInputs:
    """What is chosen from.

    Attributes:
        groups: groups with the sizes of their samples.
        seed: any text agreed before the draw, e.g. number of the case and the audit; recorded, so
            that the draw can be repeated.
        facts: what is known of the sites, by name.
        named: sites that people want visited, with the reason.
    """

    groups: Annotated[tuple[GroupSample, ...], Limits(minimum=1)]
    seed: str
    facts: Mapping[str, SiteFacts] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SelectionParameters:
    """Dated parameters.

    Attributes:
        draw_digest: digest that makes the tickets.
        rest_criteria: order in which the rest are chosen; the ticket decides between equals.
        site_factors: factors of sites, names by language.
    """

    draw_digest: str
    rest_criteria: tuple[str, ...]
    site_factors: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class SelectionResult:
    """The sites visited.

    Attributes:
        chosen: their names, group by group.
        sites: each with how and why it was chosen.
        not_chosen: names of the others.
        seed: the seed of the draw.
        tickets: ticket of every site.
        working: how they were chosen.
    """

    chosen: tuple[str, ...]
    sites: tuple[ChosenSite, ...]
    not_chosen: tuple[str, ...]
    seed: str
    tickets: Mapping[str, str]
    working: tuple[Line, ...]


@operation("sampling.selection", clause=CLAUSE)
def calculate(inputs: SelectionInputs, parameters: SelectionParameters) -> SelectionResult:
    """Return the sites to be visited: a random part that can be repeated, and the most different.

    Args:
        inputs: the samples, the seed and what is known of the sites.
        parameters: how tickets are made and the rest is chosen.

    Returns:
        As many sites as the samples want; more where people name more than there is room for.

    Raises:
        InputInvalid: the seed is empty; a site stands in two groups, a fact or name belongs to no
            site, a factor is unknown, or a sample is larger than its group.
        ParametersInvalid: the digest or a criterion is unknown.

    Source: IAF MD 1:2018, 6.1.2; factors of ТОО «ПЦС» L39-51.
    """
    refuse(_faults(inputs, parameters))
    everything = [site for group in inputs.groups for site in group.sites]
    tickets = tickets_of(everything, inputs.seed, parameters.draw_digest)
    chosen = tuple(
        site
        for group in inputs.groups
        for site in choose(group, inputs.facts, inputs.named, tickets, parameters.rest_criteria)
    )
    names = tuple(site.name for site in chosen)
    return SelectionResult(
        chosen=names,
        sites=chosen,
        not_chosen=tuple(site for site in everything if site not in set(names)),
        seed=inputs.seed,
        tickets=tickets,
        working=tuple(_explained(inputs, chosen, tickets)),
    )


def _faults(inputs: SelectionInputs, parameters: SelectionParameters) -> Iterator[InputFault]:
    if not inputs.seed.strip():
        yield InputFault("seed", N_("The draw needs a seed, so that it can be repeated."))
    known: set[str] = set()
    for at, group in enumerate(inputs.groups):
        yield from _group_faults(f"groups.{at}", group, known)
        known.update(group.sites)
    yield from _fact_faults(inputs.facts, sorted(known), parameters)
    for name, why in inputs.named.items():
        if name not in known:
            yield unknown(f"named.{name}", name, sorted(known))
        if not why.strip():
            yield InputFault(f"named.{name}", N_("A site named by people needs a reason."))


def _fact_faults(
    facts: Mapping[str, SiteFacts], sites: list[str], parameters: SelectionParameters
) -> Iterator[InputFault]:
    factors = parameters.site_factors
    for name, site in facts.items():
        if name not in sites:
            yield unknown(f"facts.{name}", name, sites)
        for factor in site.factors:
            if factor not in factors:
                yield unknown(f"facts.{name}.factors.{factor}", factor, factors)


def _group_faults(path: str, group: GroupSample, known: set[str]) -> Iterator[InputFault]:
    here: set[str] = set()
    for at, site in enumerate(group.sites):
        if site in known or site in here:
            template = N_("The site «{site}» is named twice.")
            yield InputFault(f"{path}.sites.{at}", template, {"site": site})
        here.add(site)
    if group.size > len(group.sites):
        template = N_("The sample of {size} is larger than the group of {limit} sites.")
        yield InputFault(f"{path}.size", template, {"size": group.size, "limit": len(group.sites)})
    if group.random > group.size:
        template = N_("The random part of {random} is larger than the sample of {limit}.")
        facts = {"random": group.random, "limit": group.size}
        yield InputFault(f"{path}.random", template, facts)


def _explained(
    inputs: SelectionInputs, chosen: tuple[ChosenSite, ...], tickets: Mapping[str, str]
) -> Iterator[Line]:
    template = N_("Seed of the draw (reading «{reading}»)")
    yield Line(template, inputs.seed, f"{MD1}, 6.1.2", {"reading": "draw_digest"})
    for site in chosen:
        facts: dict[str, object] = {"group": site.group, "site": site.name}
        if site.how == RANDOM:
            facts["ticket"] = tickets[site.name][:12]
            template = N_("«{group}»: {site}, drawn with ticket {ticket}…")
        elif site.how == NAMED:
            facts["why"] = site.why
            template = N_("«{group}»: {site}, named by people: {why}")
        else:
            facts |= {"factors": ", ".join(site.new_factors) or "-", "reading": "rest_criteria"}
            template = N_("«{group}»: {site}, adds {factors} (reading «{reading}»)")
        yield Line(template, site.how, CLAUSE, facts)
