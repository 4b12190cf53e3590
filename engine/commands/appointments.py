"""Who takes part in a case: those whom a step appoints, and who acts in a participant's role.

The property ``appoints`` says which answer names whom.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.library import Published
from engine.people.grounds import Appointment
from engine.procedures.diagram import Element


def appoint(
    transaction: Transaction,
    case_id: str,
    published: Published,
    element: Element,
    answers: Mapping[str, Any],
) -> None:
    """Appoint whom the answers name.

    ``appoints`` reads ``role=path, role=path``; a path leads through the answers to a person's
    answer ``{"id": 12, "name": "..."}``, also in every row of a table (``members.person``). An
    empty answer appoints nobody.

    Raises:
        EngineError: the answer names nobody we know.
    """
    for one in appointments_of(element, answers):
        if transaction.work.people.get(one.person_id) is None:
            named = one.row.get("name") or one.person_id
            raise EngineError("«{value}» is not a person who can be appointed.", value=str(named))
        transaction.work.participants.appoint(case_id, one.role, one.person_id, transaction.now)


def appointments_of(element: Element, answers: Mapping[str, Any]) -> tuple[Appointment, ...]:
    """Return whom a step's answers appoint, each with the row that names them."""
    found = []
    for part in filter(
        None, (p.strip() for p in element.properties.get("appoints", "").split(","))
    ):
        role, _, path = part.partition("=")
        for value, row in _named(answers, path.strip().split("."), answers):
            known = int(value) if str(value).isdecimal() else 0
            found.append(Appointment(role.strip(), known, row if known else {"name": str(value)}))
    return tuple(found)


def take_part(
    transaction: Transaction, case_id: str, published: Published, element: Element
) -> None:
    """Make the actor the participant in whose role they did a step: from then on it is theirs."""
    actor, body = transaction.actor, published.body
    role = published.role_of(element.id)
    if body is None or role not in body.roles or not body.roles[role].participant:
        return
    if actor.person_id is not None and actor.has_role(body.key, role):
        transaction.work.participants.appoint(case_id, role, actor.person_id, transaction.now)


def _named(
    node: Any, path: list[str], row: Mapping[str, Any]
) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """Yield what stands at the end of a path, with the row it stands in."""
    if node in (None, ""):
        return
    if isinstance(node, list):
        for one in node:
            yield from _named(one, path, one if isinstance(one, Mapping) else row)
    elif not path:
        yield (node.get("id") if isinstance(node, Mapping) else node), row
    elif isinstance(node, Mapping):
        yield from _named(node.get(path[0]), path[1:], row)
