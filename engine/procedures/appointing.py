"""What a step's properties say of appointing: ``role=path, role=path``."""

from collections.abc import Iterator
from dataclasses import dataclass

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


def namings(element: Element, name: str = "appoints") -> Iterator[Naming]:
    """Yield the pairs of a step's property ``appoints`` or ``dismisses``."""
    for part in element.properties.get(name, "").split(","):
        role, _, path = part.partition("=")
        if part.strip():
            yield Naming(role.strip(), path.strip())
