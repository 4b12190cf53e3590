"""The one exception to "ids stay": ids that the runtime's library gives to nodes of its own.

Such an id gets a prefix; :func:`original_id` takes it off again.
"""

from typing import Final

from engine.procedures.naming import Names
from engine.procedures.vocabulary import NODES, bpmn
from engine.procedures.xml_source import Node

PREFIX: Final = "own."

_TAKEN: Final = frozenset({"Start", "End", "Root", "StartEventSplit", "StartEventJoin"})
_TAKEN_ENDINGS: Final = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]")
_REFERENCES: Final = ("sourceRef", "targetRef", "attachedToRef")


def own_id(name: str) -> str:
    """Return the id in the normalised XML of a node that the author called ``name``."""
    collides = name in _TAKEN or name.endswith(_TAKEN_ENDINGS) or name.startswith(PREFIX)
    return PREFIX + name if collides else name


def original_id(name: str) -> str:
    """Return the author's id of a node of the normalised XML; added ids stay as they are."""
    return name.removeprefix(PREFIX)


def rename_reserved(root: Node, names: Names) -> None:
    """Rename nodes with a reserved id, and every reference to them, in place."""
    renamed: dict[str, str] = {}
    for node in root.iter(*[bpmn(kind) for kind in NODES]):
        name = node.get("id")
        if own_id(name) != name:
            renamed[name] = names.fresh(own_id(name))
            node.set("id", renamed[name])
    if not renamed:
        return
    for node in root.iter(bpmn("sequenceFlow"), bpmn("boundaryEvent")):
        for attribute in _REFERENCES:
            value = node.get(attribute)
            if value in renamed:
                node.set(attribute, renamed[value])
