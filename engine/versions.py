"""A checked diagram and all it refers to become a version."""

from collections.abc import Mapping

from engine.acts.catalog import ACTS
from engine.errors import ProcedureInvalid
from engine.inspection import diagram_faults
from engine.procedures.assembling import assemble
from engine.procedures.diagram import Diagram
from engine.procedures.reading import read
from engine.procedures.version import Version
from engine.sources import Sources
from tasks.catalog import OPERATIONS


def version_of(procedure: str, sources: Sources) -> tuple[Version, Diagram]:
    """Check a procedure's files and put them together.

    Raises:
        ProcedureInvalid: with every fault.
    """
    diagram, faults = diagram_faults(sources, without_forms=sources.body is None)
    if faults:
        raise ProcedureInvalid(tuple(faults))
    version = assemble(
        procedure,
        diagram,
        sources.body,
        sources.forms,
        called=_called(sources),
        decisions=sources.decisions,
        operations={
            **{name: operation.clause for name, operation in OPERATIONS.items()},
            **dict.fromkeys(ACTS, ""),
        },
    )
    return version, diagram


def _called(sources: Sources) -> Mapping[str, Diagram]:
    """Diagrams that may be called, by every process they hold.

    One that cannot be read is not called here.
    """
    found: dict[str, Diagram] = {}
    for file, source in sources.called:
        try:
            diagram = read(source, file)
            for process_id in diagram.processes:
                found.setdefault(process_id, read(source, file, process_id))
        except ProcedureInvalid:
            continue
    return found
