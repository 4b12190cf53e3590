"""What reading finds wrong with the elements of a file."""

from collections.abc import Collection
from typing import Any, Final

from engine.procedures.fault import Fault
from engine.procedures.vocabulary import bpmn
from engine.procedures.xml_source import Node

_PROCESS: Final = bpmn("process")


class NodeFaults:
    """The faults of one file, each with the process that its element stands in."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[tuple[str | None, Fault]] = []

    def report(self, node: Node, template: str, **values: Any) -> None:
        """Note a fault of an element."""
        process = node if node.tag == _PROCESS else next(node.iterancestors(_PROCESS), None)
        fault = Fault(self._file, node.sourceline or 0, node.get("id") or "", template, values)
        self._found.append((None if process is None else process.get("id"), fault))

    def that_count(self, running: Collection[str]) -> tuple[Fault, ...]:
        """Return the faults that stand in no process or in one that runs, in the order of reading.

        Other pools are only drawn.
        """
        return tuple(
            fault for process, fault in self._found if process is None or process in running
        )
