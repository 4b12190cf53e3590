"""What a step's properties say of appointing: ``role=path, role=path``."""

from dataclasses import dataclass
from functools import lru_cache

from engine.procedures.diagram import Element


@dataclass(frozen=True, slots=True)
class Naming:
    """One pair of ``appoints`` or ``dismisses``.

    Attributes:
        role: the part played in the case.
        path: where in the step's answers the person stands; also in every row of a table.
    """

    role: str
    path: str


def namings(element: Element, name: str = "appoints") -> tuple[Naming, ...]:
    """Return the pairs of a step's property ``appoints`` or ``dismisses``."""
    text = element.properties.get(name)
    return _pairs(text) if text else ()


@lru_cache(maxsize=1024)
def _pairs(text: str) -> tuple[Naming, ...]:
    parted = [part.partition("=") for part in text.split(",") if part.strip()]
    return tuple(Naming(role.strip(), path.strip()) for role, _, path in parted)
