"""A version is put in force, if anything in it changed."""

from engine.commands.transaction import Transaction
from engine.persistence.check_store import CheckedRow
from engine.persistence.records import VersionRecord
from engine.procedures.diagram import Diagram
from engine.procedures.lengths import LONGEST_PROCEDURE, fitting
from engine.procedures.stored_version import to_bytes
from engine.procedures.version import Version
from engine.procedures.yardstick import check_key


def put_in_force(
    transaction: Transaction,
    version: Version,
    diagram: Diagram,
    *,
    body: str,
    note: str,
    uploaded: bool = False,
) -> VersionRecord:
    """Publish a version, unless the one in force is the same; cases that run stay on theirs.

    Raises:
        EngineError: the key of the procedure, which its file names, is too long.
    """
    before = transaction.work.versions.in_force(fitting(version.key, LONGEST_PROCEDURE))
    if before is not None and before.digest == version.digest:
        return before
    body_file = transaction.library.body_file(body)
    if body_file is not None:  # it was checked a moment ago, or it would not be here
        clean = CheckedRow(
            check_key(version.digest, body_file), version.key, transaction.now, 0, ()
        )
        transaction.work.checks.put_checked(body, [clean])
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
