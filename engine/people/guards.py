"""Guards: who may not do a step although their role would let them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.actor import Actor

Participants = frozenset[tuple[str, int]]
"""Pairs (role, person id) of a case."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that keeps a person from a step.

    Attributes:
        name: as written in the diagram's property ``guard``.
        template: English sentence of the refusal; ``{clause}`` is filled.
        clause: where the rule stands.
        forbids: whether it keeps this person from a step of the case with these participants, given
            the roles of the applicant's side (whose answers the staff may record: ``recorded_by``
            in
            ``body.yaml``).
    """

    name: str
    template: str
    clause: str
    forbids: Callable[[Actor, Participants, frozenset[str]], bool]


def _is_party(actor: Actor, participants: Participants, applicant_roles: frozenset[str]) -> bool:
    return any(
        role in applicant_roles and person == actor.person_id for role, person in participants
    )


GUARDS: Mapping[str, Guard] = {
    guard.name: guard
    for guard in (
        Guard(
            name="not_a_party",
            template="You represent the applicant of this case; others do this step ({clause}).",
            clause="ISO/IEC 17011:2017, 4.4",
            forbids=_is_party,
        ),
    )
}
"""Guards by the name that diagrams use."""
