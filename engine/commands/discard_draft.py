"""Take an uploaded file away again, or all of a body's: nothing was published from it."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.errors import NotAllowed, NotFound
from engine.people.owning import owns


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    """Take one uploaded file away; ``path`` ``""`` takes all."""

    body: str
    path: str = ""


def discard_draft(command: DiscardDraft, transaction: Transaction) -> None:
    """Take it away.

    Raises:
        NotAllowed: the actor does not own the body's procedures.
        NotFound: nothing is uploaded there.
    """
    if not owns(transaction.actor, command.body):
        raise NotAllowed("Only a process owner of the body changes its procedures.")
    if not transaction.work.owners.drop_draft(command.body, command.path or None):
        raise NotFound("Nothing is uploaded under «{path}».", path=command.path or command.body)
