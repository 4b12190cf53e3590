"""Steps appoint participants of the case.

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


def _values(node: Any, path: list[str]) -> list[Any]:
    if node in (None, ""):
        return []
    if isinstance(node, list):
        return [value for row in node for value in _values(row, path)]
    if not path:
        return [node.get("id") if isinstance(node, Mapping) else node]
    return _values(node.get(path[0]), path[1:]) if isinstance(node, Mapping) else []
