"""Publish a procedure: its diagram and all it refers to become an immutable version."""

from dataclasses import dataclass

from engine.commands.publishing import put_in_force
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed
from engine.persistence.records import VersionRecord
from engine.procedures.version import Version
from engine.sources import Sources
from engine.versions import version_of
from engine.workspace import DEADLINES, DOCUMENTS, FORMS, REHEARSALS


@dataclass(frozen=True, slots=True)
class PublishProcedure:
    """Publish a procedure.

    Attributes:
        procedure: ``<body>/<procedure>``.
        sources: its files.
        note: why this version is published.
        over_uploads: whether a version that an owner published from uploaded files gives way.
    """

    procedure: str
    sources: Sources
    note: str = ""
    over_uploads: bool = False


def publish_procedure(command: PublishProcedure, transaction: Transaction) -> VersionRecord:
    """Check and publish it; cases that run stay on their version.

    Returns:
        The version now in force: the one before when nothing that the diagram refers to has
        changed.

    Raises:
        ProcedureInvalid: with every fault.
        NotAllowed: only the installation's operator publishes from a checkout.
        Conflict: an owner published other files meanwhile.
        EngineError: see ``put_in_force``.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation publishes procedures.")
    sources = command.sources
    version, diagram = version_of(command.procedure, sources)
    _look_at_uploads(command, version, transaction)
    body = sources.body.key if sources.body else ""
    return put_in_force(transaction, version, diagram, body=body, note=command.note)


def _look_at_uploads(command: PublishProcedure, version: Version, transaction: Transaction) -> None:
    """Do not overwrite in silence what an owner published; then the checkout speaks again."""
    versions, owners = transaction.work.versions, transaction.work.owners
    before = versions.in_force(command.procedure)
    if before is None or not before.uploaded:
        return
    if before.digest != version.digest and not command.over_uploads:
        raise Conflict(
            "Version {number} of {procedure} was published by {name} from uploaded files: bring "
            "them into the checkout first (reglament export), or publish with --over-uploads.",
            number=before.number,
            procedure=command.procedure,
            name=before.published_by,
        )
    body, _, name = command.procedure.partition("/")
    forms = [f"{FORMS}{key}.json" for key in version.forms]
    documents = [f"{DOCUMENTS}{key}.typ" for key in version.documents]
    own = (".dmn", f"{REHEARSALS}{name}/")
    others = [path for path in owners.published(body) if path.endswith(own[0]) or own[1] in path]
    paths = [f"{name}.bpmn", DEADLINES, *forms, *documents, *others]
    owners.drop_published(body, paths)
