"""A version is put in force, if anything in it changed."""

from engine.commands.transaction import Transaction
from engine.persistence.records import VersionRecord
from engine.procedures.diagram import Diagram
from engine.procedures.stored_version import to_bytes
from engine.procedures.version import Version


def put_in_force(
    transaction: Transaction,
    version: Version,
    diagram: Diagram,
    *,
    body: str,
    note: str,
    uploaded: bool = False,
) -> VersionRecord:
    """Publish a version, unless the one in force is the same; cases that run stay on theirs."""
    before = transaction.work.versions.in_force(version.key)
    if before is not None and before.digest == version.digest:
        return before
    return transaction.work.versions.publish(
        version.key,
        body=body,
        digest=version.digest,
        name=diagram.process.name or diagram.process_id,
        content=to_bytes(version),
        published_at=transaction.now,
        published_by=transaction.actor.name,
        note=note,
        uploaded=uploaded,
    )
