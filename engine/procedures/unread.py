"""What an element says beside its work and is not run: refused by name, or the run would differ.

Source: BPMN 2.0.2, 10.3 (attributes of activities, loop characteristics).
"""

from collections.abc import Iterator
from typing import Any, Final

from engine.procedures.fault import N_
from engine.procedures.vendor_orders import orders
from engine.procedures.vocabulary import NODES, bpmn
from engine.procedures.xml_source import Node, bpmn_name

_QUANTITIES: Final = ("startQuantity", "completionQuantity")
_SAY_NOTHING: Final = frozenset({"incoming", "outgoing", "flowNodeRef", "documentation"})
_ASSOCIATIONS: Final = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_OF_ASSOCIATIONS: Final = ("transformation", "assignment")
_OF_INSTANCES: Final = ("noneBehaviorEventRef", "oneBehaviorEventRef", "complexBehaviorDefinition")


def unread(node: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the sentence for each such thing that an element says, with what fills it."""
    kind = bpmn_name(node)
    if kind in _SAY_NOTHING:
        return
    yield from orders(node)
    if kind in NODES:
        yield from _of_node(node)
    elif kind in _ASSOCIATIONS:
        for child in node:
            if bpmn_name(child) in _OF_ASSOCIATIONS:
                yield (
                    N_("The {name} of a data association is not run: draw a script task for it."),
                    {"name": bpmn_name(child)},
                )


def is_part(node: Node) -> bool:
    """Whether it only says more about the element that it stands in."""
    kind = bpmn_name(node)
    ends = kind.endswith(("EventDefinition", "LoopCharacteristics"))
    return bpmn_name(node.getparent()) in NODES and (ends or kind in _ASSOCIATIONS)


def _of_node(node: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in _QUANTITIES:
        if node.get(name, "1").strip() != "1":
            yield (
                N_(
                    "The attribute «{name}» cannot be run: draw a parallel gateway that joins or "
                    "splits the tokens."
                ),
                {"name": name},
            )
    if node.get("eventGatewayType") == "Parallel":
        yield (
            N_(
                "An event-based gateway that waits for all its events cannot be run: draw a "
                "parallel gateway in front of them."
            ),
            {},
        )
    several = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if several is not None and node.find(bpmn("standardLoopCharacteristics")) is not None:
        yield N_("An activity has one loop marker: remove the other."), {}
    if several is not None and any(
        several.get(name) or several.find(bpmn(name)) is not None for name in _OF_INSTANCES
    ):
        yield (
            N_(
                "Events that a multi-instance activity throws for its instances cannot be run: "
                "draw a throwing event behind the step of one instance, in a sub-process."
            ),
            {},
        )


def is_elsewhere(condition: Node) -> bool:
    """Whether a condition without a text stands in another file."""
    return any(name.rpartition("}")[2] == "resource" for name in condition.attrib)
