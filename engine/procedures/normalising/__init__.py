"""Normalising: valid BPMN becomes BPMN that the runtime's parser takes and runs as BPMN says.

What the author drew keeps its id (:mod:`engine.procedures.normalising.ids` has the one exception);
what is added has an id with a dot. The input must have passed ``check``: what it refuses has no
meaning here.
"""

from typing import Final

from lxml import etree

from engine.procedures.calls import running_elements, running_processes
from engine.procedures.diagram import Diagram
from engine.procedures.naming import name_everything
from engine.procedures.normalising.cleaning import clean
from engine.procedures.normalising.event_scopes import wrap_event_scopes
from engine.procedures.normalising.ids import original_id, own_id, rename_reserved
from engine.procedures.normalising.implicit import close_scope
from engine.procedures.normalising.links import join_links
from engine.procedures.normalising.scope import Scope
from engine.procedures.normalising.splits import split_flows
from engine.procedures.normalising.tasks import equip_tasks
from engine.procedures.normalising.twins import part_twins
from engine.procedures.vocabulary import SUB_PROCESSES, bpmn
from engine.procedures.xml_source import Node, parse_bpmn

NORMALISER: Final = "1"
"""Version of these rules; it is stored with every published version of a procedure."""

__all__ = ["NORMALISER", "normalise", "original_id", "own_id"]

_STEPS: Final = (join_links, close_scope, split_flows, part_twins, wrap_event_scopes)


def normalise(diagram: Diagram) -> bytes:
    """Return the XML that the runtime parses; the same diagram always gives the same bytes.

    Raises:
        ProcedureInvalid: never for a diagram that was read; its source is parsed again.
    """
    root = parse_bpmn(diagram.source, diagram.file)
    names = name_everything(root)
    clean(root, running_processes(diagram))
    equip_tasks(root, {element.id: element for element in running_elements(diagram)})
    rename_reserved(root, names)
    for scope in _inner_first(root):
        for step in _STEPS:
            step(Scope(scope, names))
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _inner_first(root: Node) -> list[Node]:
    kinds = [bpmn(kind) for kind in ("process", *sorted(SUB_PROCESSES))]
    return list(root.iter(*kinds))[::-1]
