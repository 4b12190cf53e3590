"""Take back a version that no case uses: the one before it is in force again."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.people.owning import owns
from engine.persistence.records import VersionRecord


@dataclass(frozen=True, slots=True)
class TakeBackVersion:
    """Take a version back."""

    version_id: int


def take_back_version(command: TakeBackVersion, transaction: Transaction) -> VersionRecord | None:
    """Take it back; its row stays, so that its number is never given to another.

    Returns:
        The version in force afterwards, or ``None`` where there is none left.

    Raises:
        NotFound: there is no such version.
        NotAllowed: the actor does not own the body's procedures.
        Conflict: a case uses it, or it was taken back before.
    """
    versions = transaction.work.versions
    versions.lock(command.version_id)
    record = versions.get(command.version_id)
    if record is None:
        raise NotFound("There is no such version of a procedure.")
    if not owns(transaction.actor, record.body):
        raise NotAllowed("Only a process owner of the body takes its versions back.")
    if record.taken_back_at is not None:
        raise Conflict("Version {number} was taken back before.", number=record.number)
    used = versions.count_cases(record.id)
    if used:
        raise Conflict(
            "Version {number} cannot be taken back: {count} case(s) run or ran on it.",
            number=record.number,
            count=used,
        )
    left = versions.take_back(record, transaction.now, transaction.actor.name)
    if record.uploaded:
        _take_files_back(record, transaction)
    return left


def _take_files_back(record: VersionRecord, transaction: Transaction) -> None:
    """The next change begins from the files before: shared ones go with their last version."""
    name = record.procedure.partition("/")[2]
    paths = [f"{name}.bpmn"]
    beside = transaction.work.versions.in_force_since(record.body, record.published_at)
    if not beside:
        paths += transaction.work.owners.published_at(record.body, record.published_at)
    transaction.work.owners.drop_published(record.body, paths, record.published_at)
