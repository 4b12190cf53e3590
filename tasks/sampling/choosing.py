"""The order in which the sites of a group are chosen."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tasks.errors import ParametersInvalid
from tasks.sampling.groups import GroupSample

RANDOM = "random"
NAMED = "named"
REST = "rest"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is known of a site.

    Attributes:
        visited: whether it was visited in this cycle.
        factors: factors that speak for a visit, with a note each.
    """

    visited: bool = False
    factors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChosenSite:
    """One site to be visited.

    Attributes:
        name: the site.
        group: its group.
        how: random, named or rest.
        why: the reason of the people who named it.
        new_factors: factors that no site chosen before it has.
    """

    name: str
    group: str
    how: str
    why: str = ""
    new_factors: tuple[str, ...] = ()


_Criterion = Callable[[SiteFacts, frozenset[str]], int]
_CRITERIA: Mapping[str, _Criterion] = {
    "not_visited": lambda site, _: int(site.visited),
    "new_factors": lambda site, covered: -len(set(site.factors) - covered),
    "most_factors": lambda site, _: -len(site.factors),
}


def tickets_of(sites: Iterable[str], seed: str, digest: str) -> dict[str, str]:
    """Return the ticket of every site: a digest of the seed, a line feed and its name.

    Whoever knows the seed can work the tickets out again, with any tool and at any time.

    Raises:
        ParametersInvalid: there is no such digest.
    """
    if digest not in hashlib.algorithms_guaranteed or digest.startswith("shake"):
        raise ParametersInvalid("There is no digest «{digest}».", digest=digest)
    return {
        site: hashlib.new(digest, f"{seed}\n{site}".encode(), usedforsecurity=False).hexdigest()
        for site in sites
    }


def choose(
    group: GroupSample,
    facts: Mapping[str, SiteFacts],
    named: Mapping[str, str],
    tickets: Mapping[str, str],
    criteria: tuple[str, ...],
) -> list[ChosenSite]:
    """Return the sites of a group in the order they are chosen.

    Args:
        group: the group and the size of its sample.
        facts: what is known of the sites.
        named: sites that people want visited, with the reason.
        tickets: ticket of every site.
        criteria: order of the rest.

    Raises:
        ParametersInvalid: a criterion is unknown.
    """
    _check(criteria)
    known = {site: facts.get(site, SiteFacts()) for site in group.sites}
    drawn = sorted(group.sites, key=tickets.__getitem__)[: group.random]
    chosen = [ChosenSite(site, group.name, RANDOM) for site in drawn]
    wanted = [site for site in group.sites if site in named and site not in drawn]
    chosen += [ChosenSite(site, group.name, NAMED, named[site]) for site in wanted]
    left = [site for site in group.sites if site not in {*drawn, *wanted}]
    covered = frozenset(factor for site in chosen for factor in known[site.name].factors)
    while left and len(chosen) < group.size:
        site = min(left, key=lambda one: (*_rank(known[one], covered, criteria), tickets[one]))
        added = tuple(factor for factor in known[site].factors if factor not in covered)
        chosen.append(ChosenSite(site, group.name, REST, new_factors=added))
        covered |= frozenset(added)
        left.remove(site)
    return chosen


def _check(criteria: tuple[str, ...]) -> None:
    for name in criteria:
        if name not in _CRITERIA:
            raise ParametersInvalid(
                "There is no criterion «{name}»; there are {known}.",
                name=name,
                known=", ".join(_CRITERIA),
            )


def _rank(site: SiteFacts, covered: frozenset[str], criteria: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(_CRITERIA[name](site, covered) for name in criteria)
