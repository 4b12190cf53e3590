"""Lays a diagram out anew, with its pools and lanes, and says what it did."""

from dataclasses import dataclass

from engine.drawing.layout import layout
from engine.errors import ProcedureInvalid
from engine.layout.arranging import arrange
from engine.layout.measuring import Measures, measure
from engine.layout.reading import read_model, undrawable
from engine.layout.writing import with_drawing
from engine.procedures.fault import N_, Fault
from engine.procedures.vocabulary import NODES
from engine.procedures.xml_source import Node, bpmn_name, parse_bpmn

BUDGET = 1500
"""Placements that are tried: some seconds for a page of forty elements."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """A diagram laid out anew.

    Attributes:
        source: the file: all but its drawing as it was.
        before: what could be counted on the old drawing.
        after: the same on the new one.
        cost: what a reader would dislike, as one number; lower is better.
    """

    source: bytes
    before: Measures
    after: Measures
    cost: float


def tidy(source: bytes, file: str, budget: int = BUDGET, seed: int = 1) -> Tidied:
    """Lay a diagram out anew.

    Args:
        source: the bytes of the BPMN file.
        file: its name, for messages.
        budget: about how many placements are tried.
        seed: the same seed gives the same drawing, another one another.

    Raises:
        ProcedureInvalid: the file is not BPMN, holds nothing to draw, or what cannot be laid out.
    """
    root = parse_bpmn(source, file)
    faults = [_undrawable(node, file) for node in undrawable(root)]
    faults += [_nameless(node, file) for node in root.iter() if _needs_id(node)]
    model = read_model(root)
    if not model.nodes and not faults:
        faults.append(Fault(file, 1, "", N_("The file holds no element that could be drawn.")))
    if faults:
        raise ProcedureInvalid(tuple(faults))
    drawing, cost = arrange(model, budget, seed)
    tidied = with_drawing(source, root, drawing)
    return Tidied(tidied, measured(source, file), measured(tidied, file), cost)


def measured(source: bytes, file: str) -> Measures:
    """Count on the drawing that a file holds.

    Raises:
        ProcedureInvalid: the file is not BPMN.
    """
    root = parse_bpmn(source, file)
    drawing = layout(source)
    drawn = {shape.id for shape in drawing.shapes} | {line.id for line in drawing.lines}
    wanted = [e for e in root.iter() if bpmn_name(e) in NODES or bpmn_name(e) == "sequenceFlow"]
    return measure(drawing, sum(element.get("id") not in drawn for element in wanted))


def _needs_id(node: Node) -> bool:
    kind = bpmn_name(node)
    return not node.get("id") and (kind in NODES or kind in ("sequenceFlow", "lane", "process"))


def _nameless(node: Node, file: str) -> Fault:
    template = N_("This element has no id, so nothing could be drawn for it: give it one.")
    return Fault(file, node.sourceline or 0, "", template)


def _undrawable(node: Node, file: str) -> Fault:
    if bpmn_name(node) == "group":
        template = N_("A group cannot be laid out: take it away, or arrange the diagram by hand.")
    else:
        template = N_(
            "A pool without a process cannot be laid out: take it away, or arrange the diagram "
            "by hand."
        )
    return Fault(file, node.sourceline or 0, node.get("id", ""), template)
