"""Why a case cannot go over to another version, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.procedures.fault import N_
from engine.runtime.moving import Obstacle as Found

_WORDS: Final[Mapping[str, str]] = {
    "repeated": N_("«{element}» is being done several times: it must be finished first."),
    "job": N_("«{element}» waits for the answer of another system: it must come first."),
    "gone": N_("The new version has no step «{element}», where the case stands."),
    "kind": N_("«{element}» is of another kind in the new version."),
    "join": N_("A part of the case waits at «{element}» for others, and its flows change."),
    "choice": N_("The case waits at «{element}» for events that change."),
    "event": N_("The case waits at «{element}» for another event than the new version names."),
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a case cannot go over.

    Attributes:
        element_id: where it stands.
        template: sentence with ``{named}`` fields.
        values: what fills them.
        mappable: whether the owner may name another step to go on from.
    """

    element_id: str
    template: str
    values: Mapping[str, Any]
    mappable: bool


def in_words(found: Found) -> Obstacle:
    """Say what the runtime found."""
    values = {"element": found.name}
    return Obstacle(found.element_id, _WORDS[found.reason], values, found.mappable)
