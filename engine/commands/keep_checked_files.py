"""Keep what checks of a body's files in force told, so that pages need not check them."""

from dataclasses import dataclass
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.people.owning import owns
from engine.persistence.check_store import CheckedRow


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """What a check told: as ``engine.persistence.check_store.CheckedRow``, of this moment."""

    digest: str
    subject: str
    total: int
    faults: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class KeepCheckedFiles:
    """Keep what checks of a body told."""

    body: str
    checked: tuple[CheckedFiles, ...]


def keep_checked_files(command: KeepCheckedFiles, transaction: Transaction) -> None:
    """Keep it.

    Raises:
        NotAllowed: the actor does not own the body's procedures.
    """
    if not owns(transaction.actor, command.body):
        raise NotAllowed("Only a process owner of the body checks its procedures.")
    transaction.work.checks.put_checked(
        command.body,
        [
            CheckedRow(one.digest, one.subject, transaction.now, one.total, one.faults)
            for one in command.checked
        ],
    )
