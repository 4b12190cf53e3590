"""Note that somebody has read where a case mentions them."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class ReadMentions:
    """Note it for the actor's mentions in a case."""

    case_id: str


def read_mentions(command: ReadMentions, transaction: Transaction) -> int:
    """Note it and return how many mentions were new.

    Raises:
        NotAllowed: the installation itself is mentioned nowhere.
    """
    person_id = transaction.actor.person_id
    if person_id is None:
        raise NotAllowed
    return transaction.work.comments.seen(command.case_id, person_id, transaction.now)
