"""What cases have touched of a diagram, and what of it nobody has: gaps of its rehearsals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from engine.procedures.calls import running_elements, running_processes
from engine.procedures.clauses import is_technical
from engine.procedures.diagram import Diagram, Element
from engine.procedures.fault import N_

PARTS: Final = ("elements", "flows", "fired", "spared", "clauses")
"""What is counted of a diagram, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What cases have touched of one diagram.

    Attributes:
        reached: ids of elements that were passed or waited.
        left: ids of elements that were left the usual way.
        flows: ids of flows that were taken.
    """

    reached: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()

    def __or__(self, other: "Touched") -> "Touched":
        """Return what either has touched."""
        return Touched(
            self.reached | other.reached, self.left | other.left, self.flows | other.flows
        )

    def as_plain(self) -> dict[str, list[str]]:
        """Return it as plain JSON."""
        names = ("reached", "left", "flows")
        return {name: sorted(getattr(self, name)) for name in names}

    @classmethod
    def from_plain(cls, stored: Mapping[str, Iterable[str]]) -> "Touched":
        """Return what ``as_plain`` made plain."""
        return cls(**{name: frozenset(ids) for name, ids in stored.items()})


@dataclass(frozen=True, slots=True)
class Played:
    """What a rehearsal told when it was played.

    Attributes:
        script_digest: SHA-256 (hex) of its file.
        differences: ``[line, step, sentence]`` of each, the sentence as ``forms.said`` keeps it.
        touched: SHA-256 (hex) of a diagram -> what was touched of it, as plain JSON.
    """

    script_digest: str = ""
    differences: list[Any] = field(default_factory=list)
    touched: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not covered: its line, its id, and the English sentence that says so."""

    line: int
    id: str
    template: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many there are of a kind, and which are not covered."""

    total: int
    missing: tuple[Gap, ...]


def digest_of(source: bytes) -> str:
    """Return what a diagram or a rehearsal is known by, whatever its file is called."""
    return sha256(source).hexdigest()


def gaps_of(diagram: Diagram, touched: Touched) -> dict[str, Gaps]:
    """Return what is not covered of a diagram.

    Returns:
        ``elements`` that nobody reached (boundary events apart), ``flows`` that nobody took,
        boundary events that never happened (``fired``) or always did (``spared``), and elements
        that name no ``clauses``.
    """
    elements = running_elements(diagram)
    running = running_processes(diagram)
    flows = [flow for flow in diagram.flows.values() if flow.process_id in running]
    borders = [element for element in elements if element.kind == "boundaryEvent"]
    inner = [element for element in elements if element.kind != "boundaryEvent"]
    return {
        "elements": _gaps(
            inner,
            [one for one in inner if one.id not in touched.reached],
            N_("No rehearsal reaches this element."),
        ),
        "flows": Gaps(
            len(flows),
            tuple(
                Gap(one.line, one.id, N_("No rehearsal takes this flow."))
                for one in flows
                if one.id not in touched.flows
            ),
        ),
        "fired": _gaps(
            borders,
            [one for one in borders if one.id not in touched.left],
            N_("In no rehearsal does this event happen."),
        ),
        "spared": _gaps(
            borders,
            [one for one in borders if one.attached_to not in touched.left],
            N_("In every rehearsal this event happens before its step is done."),
        ),
        "clauses": _without_clause(elements),
    }


def _gaps(all_of_them: list[Element], missing: list[Element], template: str) -> Gaps:
    return Gaps(len(all_of_them), tuple(Gap(one.line, one.id, template) for one in missing))


def _without_clause(elements: Iterable[Element]) -> Gaps:
    asked = [element for element in elements if not is_technical(element)]
    bare = [e for e in asked if not (e.properties.get("clause") or e.properties.get("reading"))]
    template = N_("This element names no clause: set its property «clause», or «reading».")
    return _gaps(asked, bare, template)
