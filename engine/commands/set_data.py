"""Set case data directly: for diagrams that are played without forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class SetData:
    """Write top-level values into the data of a case."""

    case_id: str
    values: Mapping[str, Any]


def set_data(command: SetData, transaction: Transaction) -> None:
    """Write them.

    Raises:
        NotAllowed: the case runs on a procedure of a body: its data comes from forms alone.
    """
    case = CaseInHand.take(transaction, command.case_id)
    if case.published.body is not None:
        raise NotAllowed("The data of this case comes from its forms; it cannot be set directly.")
    case.move(
        NewEvent("data_set"), lambda live, services: live.set_data(dict(command.values), services)
    )
