"""What every command's handler works in: one transaction, one moment, one actor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from engine.actor import Actor
from engine.library import Library
from engine.persistence.event_store import Signature
from engine.persistence.file_contents import Contents
from engine.persistence.unit_of_work import UnitOfWork


class StartLinked(Protocol):
    """Starts a linked case (handed in, because starting a case needs all that acts belong to)."""

    def __call__(
        self,
        transaction: "Transaction",
        *,
        procedure: str,
        link: str,
        data: Mapping[str, Any],
        started_from: str,
        key: str,
    ) -> tuple[str, str]:
        """Start it and return its id and number."""
        ...


@dataclass(frozen=True, slots=True)
class Transaction:
    """The surroundings of one command.

    Attributes:
        work: the stores, all in one database transaction.
        library: bodies and published versions.
        actor: who gave the command.
        now: the moment of the command, aware, in UTC: the same for everything it does.
        start_linked: starts a case that another one asks for, in this transaction.
        contents: where the contents of files lie.
        depth: how many cases this transaction is starting within each other.
        once_committed: what this process does when, and only when, the transaction has held.
    """

    work: UnitOfWork
    library: Library
    actor: Actor
    now: datetime
    start_linked: "StartLinked"
    contents: Contents
    depth: int = 0
    once_committed: list[Callable[[], None]] = field(default_factory=list)

    def signature(self, version_digest: str, on_behalf_of: str = "") -> Signature:
        """Return who, when and on which version, for the events of this command."""
        return Signature(
            at=self.now,
            actor_id=self.actor.person_id,
            actor=self.actor.name,
            on_behalf_of=on_behalf_of or self.actor.on_behalf_of or "",
            version_digest=version_digest,
        )
