"""How often an activity is carried out, as BPMN and the vendors write it."""

from engine.procedures.diagram import Loop
from engine.procedures.extensions import extensions
from engine.procedures.vocabulary import TOPIC_DIALECTS, ZEEBE, bpmn
from engine.procedures.xml_source import Node


class LoopReader:
    """Reads loop characteristics; data objects of the file stand for their names."""

    def __init__(self, root: Node) -> None:
        self._data_names = {
            node.get("id"): node.get("name") or node.get("id")
            for kind in ("dataInput", "dataOutput", "dataObject", "dataObjectReference")
            for node in root.iter(bpmn(kind))
        }

    def read(self, node: Node) -> Loop | None:
        """Return the loop of an activity, or ``None`` where it is carried out once."""
        standard = node.find(bpmn("standardLoopCharacteristics"))
        if standard is not None:
            return Loop(
                kind="standard",
                condition=_text(standard, "loopCondition"),
                maximum=(standard.get("loopMaximum") or "").strip(),
                test_before=standard.get("testBefore") == "true",
            )
        several = node.find(bpmn("multiInstanceLoopCharacteristics"))
        return None if several is None else self._several(several)

    def _several(self, node: Node) -> Loop:
        vendor = _vendor(node)
        return Loop(
            kind="sequential" if node.get("isSequential") == "true" else "parallel",
            cardinality=_text(node, "loopCardinality"),
            collection=self._data(node, "loopDataInputRef") or vendor["collection"],
            item=_item(node, "inputDataItem") or vendor["item"],
            result=self._data(node, "loopDataOutputRef") or vendor["result"],
            result_item=_item(node, "outputDataItem") or vendor["result_item"],
            completion=_text(node, "completionCondition"),
        )

    def _data(self, node: Node, name: str) -> str:
        text = _text(node, name)
        return str(self._data_names.get(text, text))


def _text(node: Node, name: str) -> str:
    child = node.find(bpmn(name))
    return "" if child is None else "".join(child.itertext()).strip()


def _item(node: Node, name: str) -> str:
    child = node.find(bpmn(name))
    return "" if child is None else (child.get("name") or child.get("id") or "").strip()


def _vendor(node: Node) -> dict[str, str]:
    found = dict.fromkeys(("collection", "item", "result", "result_item"), "")
    for namespace in TOPIC_DIALECTS:
        found["collection"] = found["collection"] or node.get(f"{{{namespace}}}collection") or ""
        found["item"] = found["item"] or node.get(f"{{{namespace}}}elementVariable") or ""
    for extension in extensions(node):
        if extension.tag == f"{{{ZEEBE}}}loopCharacteristics":
            found = {
                "collection": extension.get("inputCollection") or "",
                "item": extension.get("inputElement") or "",
                "result": extension.get("outputCollection") or "",
                "result_item": extension.get("outputElement") or "",
            }
    return {name: value.strip() for name, value in found.items()}
