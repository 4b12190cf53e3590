"""Save a filter of the work list under a name, for oneself."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.persistence.work_stores import SavedFilter

LONGEST_NAME = 60
MOST_FILTERS = 30


@dataclass(frozen=True, slots=True)
class KeepFilter:
    """Save a filter.

    Attributes:
        name: what it is called.
        asked: name of a filter -> what is asked for, as in the address of the list.
        opens_first: the list opens with it.
    """

    name: str
    asked: Mapping[str, str]
    opens_first: bool = False


def keep_filter(command: KeepFilter, transaction: Transaction) -> None:
    """Save it; one of the same name is replaced.

    Raises:
        EngineError: it has no name or a too long one, or there are too many.
    """
    name, person_id = " ".join(command.name.split()), transaction.actor.person_id
    if not name or len(name) > LONGEST_NAME:
        raise EngineError("Name the filter in up to {limit} characters.", limit=LONGEST_NAME)
    assert person_id is not None
    store = transaction.work.filters
    if len({one.name for one in store.of(person_id)} - {name}) >= MOST_FILTERS:
        raise EngineError("There are {limit} saved filters: drop one first.", limit=MOST_FILTERS)
    store.keep(person_id, SavedFilter(name, command.asked, command.opens_first))
