"""Every node, flow, lane and process gets an id, every reference loses its prefix, yes is ``true``.

Reading and normalising both start here, so that they agree on every name. Names that are added hold
a dot, which no modeller writes: nobody mistakes them for the author's.
"""

from typing import Final

from engine.procedures.vocabulary import (
    BOOLEANS,
    NODES,
    REFERENCE_TEXTS,
    REFERENCES,
    SCOPES,
    bpmn,
)
from engine.procedures.xml_source import Node, bpmn_name

_SPELLED: Final = {"1": "true", "true": "true", "0": "false", "false": "false"}


class Names:
    """The ids of one file, and fresh ones that collide with none of them."""

    def __init__(self, root: Node) -> None:
        self._taken = {node.get("id") for node in root.iter() if node.get("id")}

    def __contains__(self, name: str) -> bool:
        """Whether the file has this id."""
        return name in self._taken

    def fresh(self, wish: str) -> str:
        """Return the wished id, with a number behind it where it is taken."""
        name, number = wish, 2
        while name in self._taken:
            name, number = f"{wish}.{number}", number + 1
        self._taken.add(name)
        return name


def name_everything(root: Node) -> Names:
    """Name what has no id, resolve prefixed references, spell booleans one way, in place."""
    names = Names(root)
    _spell_booleans(root)
    _resolve_references(root, names)
    for number, process in enumerate(root.findall(bpmn("process")), start=1):
        if not process.get("id"):
            process.set("id", names.fresh(f"process.{number}"))
    for scope in root.iter(*[bpmn(kind) for kind in SCOPES]):
        _name_children(scope, names)
    for lane in root.iter(bpmn("lane")):
        if not lane.get("id"):
            lane.set("id", names.fresh("lane.1"))
    return names


def _spell_booleans(root: Node) -> None:
    """Write ``true`` and ``false`` for ``1`` and ``0``, which XML Schema takes for the same."""
    for node in root.iter():
        if bpmn_name(node):
            for attribute in BOOLEANS:
                value = node.get(attribute)
                if value is not None:
                    node.set(attribute, _SPELLED.get(value.strip().lower(), value))


def _name_children(scope: Node, names: Names) -> None:
    for node in scope:
        kind = bpmn_name(node)
        if node.get("id") or not kind:
            continue
        if kind in NODES:
            node.set("id", names.fresh(f"{scope.get('id')}.{kind}"))
        elif kind == "sequenceFlow":
            source, target = node.get("sourceRef", ""), node.get("targetRef", "")
            node.set("id", names.fresh(f"{source}.to.{target}"))


def _resolve_references(root: Node, names: Names) -> None:
    texts = {bpmn(name) for name in REFERENCE_TEXTS}
    for node in root.iter():
        if not bpmn_name(node):
            continue
        for attribute in REFERENCES:
            value = node.get(attribute)
            if value is not None:
                node.set(attribute, _without_prefix(value, names))
        if node.tag in texts:
            node.text = _without_prefix(node.text or "", names)
        called = node.get("calledElement")
        if called is not None:
            node.set("calledElement", _called(called, node))


def _without_prefix(value: str, names: Names) -> str:
    value = value.strip()
    rest = value.partition(":")[2]
    return rest if value not in names and rest and rest in names else value


def _called(value: str, node: Node) -> str:
    """Return the process a call activity names; it may live in another file."""
    prefix, _, rest = value.strip().partition(":")
    return rest if rest and prefix in node.nsmap else value.strip()
