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
        before: on the start event of a linked case, the part played in the case that starts it.
    """

    role: str
    path: str
    before: str = ""


def namings(element: Element, name: str = "appoints") -> tuple[Naming, ...]:
    """Return the pairs of a step's property ``appoints`` or ``dismisses``.

    ``appellant:complainant`` names the part here and that in the case before.
    """
    text = element.properties.get(name)
    return _pairs(text) if text else ()


@lru_cache(maxsize=1024)
def _pairs(text: str) -> tuple[Naming, ...]:
    return tuple(map(_pair, filter(str.strip, text.split(","))))


def _pair(text: str) -> Naming:
    named, _, path = text.partition("=")
    role, _, before = (one.strip() for one in named.partition(":"))
    return Naming(role, path.strip(), before or role)
