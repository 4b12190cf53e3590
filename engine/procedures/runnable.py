"""Which processes of a file can run on their own: one per pool that is not called by another."""

from engine.procedures.naming import name_everything
from engine.procedures.reading import read
from engine.procedures.vocabulary import bpmn
from engine.procedures.xml_source import parse_bpmn


def runnable_processes(source: bytes, file: str) -> tuple[str, ...]:
    """Return the ids of the processes that have steps and are not called within the file.

    Where the file marks some of them as executable, only those.

    Raises:
        ProcedureInvalid: the file cannot be read as BPMN.
    """
    root = parse_bpmn(source, file)
    name_everything(root)
    nodes = {node.get("id"): node for node in root.findall(bpmn("process"))}
    if not nodes:
        return ()
    elements = read(source, file, next(iter(nodes))).elements.values()
    drawn = {element.process_id for element in elements}
    called = {
        element.called
        for element in elements
        if element.kind == "callActivity" and element.called != element.process_id
    }
    alone = [name for name in nodes if name in drawn and name not in called]
    marked = [name for name in alone if nodes[name].get("isExecutable") == "true"]
    return tuple(marked or alone)
