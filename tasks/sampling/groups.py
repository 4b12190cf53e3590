"""Groups of sites, as one calculation hands them to the next."""

from dataclasses import dataclass
from typing import Annotated

from tasks.limits import Limits

MD1 = "IAF MD 1:2018"


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """Sites that are sampled together, or not at all.

    Attributes:
        name: what the group is called.
        similar: whether its sites do very similar work, so that a sample stands for them.
        sites: names of its sites, without the central function.
    """

    name: str
    similar: bool
    sites: Annotated[tuple[str, ...], Limits(minimum=1)]


@dataclass(frozen=True, slots=True)
class GroupSample:
    """How many sites of a group are visited.

    Attributes:
        name: what the group is called.
        similar: whether a sample stands for it.
        sites: names of its sites, without the central function.
        size: how many are visited.
        random: how many of those are drawn at random.
    """

    name: str
    similar: bool
    sites: Annotated[tuple[str, ...], Limits(minimum=1)]
    size: Annotated[int, Limits(minimum=0)]
    random: Annotated[int, Limits(minimum=0)]
