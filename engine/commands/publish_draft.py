"""Publish what is uploaded: every procedure that it changes becomes a new version, or none."""

from dataclasses import dataclass

from engine.commands.publishing import put_in_force
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, ProcedureInvalid
from engine.people.owning import owns
from engine.persistence.records import VersionRecord
from engine.workspace import laid_over, rehearsed_procedure


@dataclass(frozen=True, slots=True)
class PublishDraft:
    """Publish what is uploaded for a body.

    Attributes:
        body: its key.
        note: why; kept with every version that it makes.
        seen_digest: of the files when the owner looked at them; ``""``: as they are.
    """

    body: str
    note: str
    seen_digest: str = ""


def publish_draft(command: PublishDraft, transaction: Transaction) -> tuple[VersionRecord, ...]:
    """Check everything once more and publish it; cases that run stay on their versions.

    Returns:
        The new versions; none where only rehearsals or files change that no procedure uses.

    Raises:
        NotAllowed: the actor does not own the body's procedures.
        Conflict: nothing is uploaded, nothing changes, or somebody uploaded since.
        ProcedureInvalid: with every fault.
    """
    if not owns(transaction.actor, command.body):
        raise NotAllowed("Only a process owner of the body publishes its procedures.")
    if not command.note.strip():
        raise Conflict("Say why this is published: the note is kept with the version.")
    owners = transaction.work.owners
    drafts = {file.path: file.content for file in owners.drafts(command.body, to_publish=True)}
    if not drafts:
        raise Conflict("Nothing is uploaded that could be published.")
    published = owners.published(command.body)
    checked = transaction.library.check(command.body, published, drafts)
    if command.seen_digest and command.seen_digest != checked.digest:
        raise Conflict("Somebody has uploaded another file since you looked: look again.")
    if checked.faults:
        raise ProcedureInvalid(checked.faults)
    before = {key: transaction.work.versions.in_force(key) for key in checked.procedures}
    new = tuple(
        record
        for key, one in checked.procedures.items()
        if (
            record := put_in_force(
                transaction,
                one.version,
                one.diagram,
                body=command.body,
                note=command.note.strip(),
                uploaded=True,
            )
        )
        != before[key]
    )
    below = laid_over(transaction.library.files(command.body), published)
    if not new and laid_over(below, drafts) == below:
        raise Conflict("What is uploaded is as in force: there is nothing to publish.")
    now, name = transaction.now, transaction.actor.name
    owners.put_published(command.body, drafts, now, name, command.note.strip())
    owners.drop_draft(command.body)
    for record in new:
        _keep_played(record, checked.digest, transaction)
    return new


def _keep_played(record: VersionRecord, digest: str, transaction: Transaction) -> None:
    """What rehearsals told of the uploaded files holds for the version that was made of them."""
    checks, name = transaction.work.checks, record.procedure.partition("/")[2]
    for row in checks.played(digest).values():
        if rehearsed_procedure(row.rehearsal) == name:
            told = {row.rehearsal: row.told}
            checks.put_played(record.digest, record.body, record.procedure, row.played_at, told)
