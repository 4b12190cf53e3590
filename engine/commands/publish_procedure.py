"""Publish a procedure: its diagram and all it refers to become an immutable version."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.acts.catalog import ACTS
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed, ProcedureInvalid
from engine.inspection import diagram_faults
from engine.persistence.records import VersionRecord
from engine.procedures.assembling import assemble
from engine.procedures.diagram import Diagram
from engine.procedures.reading import read
from engine.procedures.stored_version import to_bytes
from engine.sources import Sources
from tasks.catalog import OPERATIONS


@dataclass(frozen=True, slots=True)
class PublishProcedure:
    """Publish a procedure.

    Attributes:
        procedure: ``<body>/<procedure>``.
        sources: its files.
        note: why this version is published.
    """

    procedure: str
    sources: Sources
    note: str = ""


def publish_procedure(command: PublishProcedure, transaction: Transaction) -> VersionRecord:
    """Check and publish it; cases that run stay on their version.

    Returns:
        The version now in force: the one before when nothing that the diagram refers to has
        changed.

    Raises:
        ProcedureInvalid: with every fault.
        NotAllowed: only the installation's operator publishes.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation publishes procedures.")
    sources = command.sources
    diagram, faults = diagram_faults(sources, without_forms=sources.body is None)
    if faults:
        raise ProcedureInvalid(tuple(faults))
    version = assemble(
        command.procedure,
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
    before = transaction.work.versions.in_force(command.procedure)
    if before is not None and before.digest == version.digest:
        return before
    return transaction.work.versions.publish(
        command.procedure,
        body=sources.body.key if sources.body else "",
        digest=version.digest,
        name=diagram.process.name or diagram.process_id,
        content=to_bytes(version),
        published_at=transaction.now,
        published_by=transaction.actor.name,
        note=command.note,
    )


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
