"""Drop a filter of the work list that one saved."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DropFilter:
    """Drop a saved filter of the actor's own."""

    filter_id: int


def drop_filter(command: DropFilter, transaction: Transaction) -> None:
    """Drop it; harmless when it is gone, or somebody else's."""
    assert transaction.actor.person_id is not None
    transaction.work.filters.drop(transaction.actor.person_id, command.filter_id)
