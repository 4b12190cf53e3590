"""Link events: a flow from each throwing one to the catching one of the same name."""

from engine.procedures.normalising.scope import Scope
from engine.procedures.vocabulary import bpmn
from engine.procedures.xml_source import Node, bpmn_name


def join_links(scope: Scope) -> None:
    """Draw the flows that link events stand for; the events themselves become plain ones."""
    catches: dict[str, Node] = {}
    throws: list[tuple[Node, str]] = []
    for node in list(scope.nodes.values()):
        definition = node.find(bpmn("linkEventDefinition"))
        if definition is None:
            continue
        name = (definition.get("name") or "").strip()
        node.remove(definition)
        if bpmn_name(node) == "intermediateCatchEvent":
            node.tag = bpmn("intermediateThrowEvent")  # a plain one passes the token on
            catches[name] = node
        else:
            throws.append((node, name))
    for node, name in throws:
        if name in catches:
            scope.connect(node, catches[name])
