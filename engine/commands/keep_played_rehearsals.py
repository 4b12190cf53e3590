"""Keep what rehearsals of a body told, so that they are not played again."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.people.owning import owns
from engine.procedures.touching import Played


@dataclass(frozen=True, slots=True)
class KeepPlayedRehearsals:
    """Keep them.

    Attributes:
        body: key of the body.
        digest: of the version they were played on; or, without ``procedure``, of all files with
            what is uploaded.
        told: what each rehearsal told.
        procedure: ``<body>/<procedure>`` of the version.
    """

    body: str
    digest: str
    told: Mapping[str, Played]
    procedure: str = ""


def keep_played_rehearsals(command: KeepPlayedRehearsals, transaction: Transaction) -> None:
    """Keep them.

    Raises:
        NotAllowed: the actor does not own the body's procedures.
    """
    if not owns(transaction.actor, command.body):
        raise NotAllowed("Only a process owner of the body plays its rehearsals.")
    checks, now = transaction.work.checks, transaction.now
    checks.put_played(command.digest, command.body, command.procedure, now, command.told)
