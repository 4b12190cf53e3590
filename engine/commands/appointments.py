"""Who takes part in a case: those whom a step appoints, and who acts in a participant's role.

The property ``appoints`` says which answer names whom.
"""

from collections.abc import Mapping
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.library import Published
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
    wanted = element.properties.get("appoints", "")
    for pair in filter(None, (part.strip() for part in wanted.split(","))):
        role, _, path = pair.partition("=")
        for value in _values(answers, path.strip().split(".")):
            person_id = int(value) if str(value).isdigit() else 0
            if transaction.work.people.get(person_id) is None:
                raise EngineError(
                    "«{value}» is not a person who can be appointed.", value=str(value)
                )
            transaction.work.participants.appoint(case_id, role.strip(), person_id, transaction.now)


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


def _values(node: Any, path: list[str]) -> list[Any]:
    if node in (None, ""):
        return []
    if isinstance(node, list):
        return [value for row in node for value in _values(row, path)]
    if not path:
        return [node.get("id") if isinstance(node, Mapping) else node]
    return _values(node.get(path[0]), path[1:]) if isinstance(node, Mapping) else []
