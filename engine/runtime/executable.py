"""A version of a procedure, parsed once and shared by all its cases on all threads."""

# mypy: disallow-untyped-calls=False
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound
from engine.procedures.diagram import Diagram
from engine.runtime.catching import StartEvent
from engine.runtime.decisions import DecisionStep, DecisionTable, read_decisions
from engine.runtime.parsing import DiagramParser, ProcessSpec
from engine.runtime.reading import read_xml
from engine.runtime.subprocesses import CallActivity, SubProcess


@dataclass(frozen=True, slots=True)
class Executable:
    """A procedure ready to run.

    Attributes:
        process_id: the process that runs.
        processes: every process of its files by id.
    """

    process_id: str
    processes: Mapping[str, ProcessSpec]

    @property
    def process(self) -> ProcessSpec:
        """The process that runs."""
        return self.processes[self.process_id]

    def starts_for(self, message: str | None) -> tuple[StartEvent, ...]:
        """Return the start events of a case: those of a message or signal, or the plain one.

        Raises:
            NotFound: no start event waits for that message.
        """
        if message is None:
            return self.process.plain_starts()
        named = [s for s in self.process.starts if s.trigger.name == message]
        if not named and self.process.is_begun_by(message):
            return self.process.plain_starts()
        if not named:
            raise NotFound(
                "No start event of {process} waits for the message «{message}».",
                process=self.process_id,
                message=message,
            )
        return tuple(named[:1])


def prepare(
    process_id: str,
    files: Sequence[tuple[Diagram, bytes]],
    decisions: Sequence[bytes] = (),
) -> Executable:
    """Parse the files of a version.

    Args:
        process_id: the process that runs.
        files: each diagram with its normalised XML; processes that call each other may stand in
            several files.
        decisions: DMN files.

    Raises:
        NotFound: a process or decision that a diagram names is in none of the files.
        EngineError: an element cannot be run.
    """
    processes: dict[str, ProcessSpec] = {}
    for diagram, source in files:
        parser = DiagramParser(diagram, source)
        for name in parser.process_parsers:
            processes[name] = parser.get_spec(name)
    tables = {table.id: table for dmn in decisions for table in read_decisions(read_xml(dmn))}
    for node in [node for spec in processes.values() for node in _nodes(spec)]:
        if isinstance(node, CallActivity):
            node.inner = _named(processes, node.process_id)
        elif isinstance(node, DecisionStep):
            node.table = _table(tables, node)
    _named(processes, process_id)
    return Executable(process_id, processes)


def _nodes(spec: ProcessSpec) -> Iterator[Any]:
    for node in list(spec.task_specs.values()):
        yield node
        if isinstance(node, SubProcess) and not node.called:
            yield from _nodes(node.inner)


def _named(processes: Mapping[str, ProcessSpec], process_id: str) -> ProcessSpec:
    if process_id not in processes:
        raise NotFound(what=f"Process {process_id}")
    return processes[process_id]


def _table(tables: Mapping[str, DecisionTable], node: DecisionStep) -> DecisionTable:
    called = node.element.called if node.element is not None else ""
    if called not in tables:
        raise NotFound(what=f"Decision {called}")
    return tables[called]
