"""Who takes part in a case: those whom a step appoints, and who acts in a participant's role.

The property ``appoints`` says which answer names whom; on a start event also which participants a
linked case takes over from the case that starts it.
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
    before: Mapping[str, Any] | None = None,
) -> None:
    """Appoint whom the answers name.

    A step that is done again appoints anew: whom its answers ``before`` named, and these do not,
    takes no part any more.

    ``appoints`` reads ``role=path, role=path``; a path leads through the answers to a person's
    answer ``{"id": 12, "name": "..."}``, also in every row of a table (``members.person``). An
    empty answer appoints nobody.

    Raises:
        EngineError: the answer names nobody we know.
    """
    named = appointments_of(element, answers)
    still = {(one.role, one.person_id) for one in named}
    for one in appointments_of(element, before or {}):
        if (one.role, one.person_id) not in still:
            transaction.work.participants.dismiss(case_id, one.role, one.person_id)
    for one in named:
        if transaction.work.people.get(one.person_id) is None:
            value = str(one.row.get("name") or one.person_id)
            raise EngineError("«{value}» is not a person who can be appointed.", value=value)
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


def take_over(transaction: Transaction, case_id: str, element: Element, started_from: str) -> None:
    """Let people of the case that starts this one go on here, in the roles that it names.

    A role without a path in ``appoints`` of the start event (``appoints="customer, leader"``) is
    played by whoever plays it in the starting case.
    """
    roles = [part.strip() for part in element.properties.get("appoints", "").split(",")]
    for role, person_id in sorted(transaction.work.participants.of(started_from)):
        if role in roles:
            transaction.work.participants.appoint(case_id, role, person_id, transaction.now)


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
