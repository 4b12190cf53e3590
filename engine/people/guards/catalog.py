"""Every guard, by the name that diagrams use: nothing is found by searching."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.people.guards import (
    commission,
    complaints,
    duties,
    independence,
    objections,
    samples,
    scope,
    statements,
    team,
)
from engine.people.guards.guard import Guard

_TOPICS = (
    independence,
    commission,
    team,
    duties,
    objections,
    complaints,
    scope,
    samples,
    statements,
)


def _in_order(guard: Guard) -> tuple[bool, int]:
    return not guard.id.startswith("G"), int(guard.id[1:])


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        guard.name: guard
        for guard in sorted((one for topic in _TOPICS for one in topic.GUARDS), key=_in_order)
    }
)
"""Guards in the order of their numbers."""
