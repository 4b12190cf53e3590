"""Keep what rehearsals of a body's files told, so that they are not played again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.people.owning import owns


@dataclass(frozen=True, slots=True)
class KeepPlayedRehearsals:
    """Keep them.

    Attributes:
        body: key of the body.
        digest: of the files they were played on.
        told: rehearsal -> one plain ``[line, step, sentence]`` per difference.
    """

    body: str
    digest: str
    told: Mapping[str, list[Any]]


def keep_played_rehearsals(command: KeepPlayedRehearsals, transaction: Transaction) -> None:
    """Keep them.

    Raises:
        NotAllowed: the actor does not own the body's procedures.
    """
    if not owns(transaction.actor, command.body):
        raise NotAllowed("Only a process owner of the body plays its rehearsals.")
    owners = transaction.work.owners
    owners.put_played(command.digest, command.body, transaction.now, command.told)
