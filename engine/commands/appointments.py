"""Who takes part in a case: those whom a step appoints, and who acts in a participant's role.

The properties ``appoints`` and ``dismisses`` say which answer names whom; on a start event
``appoints`` also says which participants a linked case takes over from the case that starts it.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.library import Published
from engine.people.grounds import Appointment
from engine.persistence.event_store import NewEvent
from engine.procedures.appointing import namings
from engine.procedures.diagram import Element


def appoint(
    transaction: Transaction,
    case_id: str,
    published: Published,
    element: Element,
    answers: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> tuple[NewEvent, ...]:
    """Appoint whom the answers name.

    A step that is done again appoints anew: whom its answers ``before`` named, and these do not,
    takes no part any more. So does whom the property ``dismisses`` names. What the dismissed did
    stays written: guards go on judging by it.

    ``appoints`` reads ``role=path, role=path``; a path leads through the answers to a person's
    answer ``{"id": 12, "name": "..."}``, also in every row of a table (``members.person``). An
    empty answer appoints nobody.

    Returns:
        Events for the history: per role that somebody lost, who had it and who has it now.

    Raises:
        EngineError: the answer names nobody we know.
    """
    if not element.properties.keys() & {"appoints", "dismisses"}:
        return ()
    appointed = appointments_of(element, answers)
    for one in appointed:
        if transaction.work.people.get(one.person_id) is None:
            value = str(one.row.get("name") or one.person_id)
            raise EngineError("«{value}» is not a person who can be appointed.", value=value)
    now, lost = {(one.role, one.person_id) for one in appointed}, leaving(element, answers, before)
    if not now and not lost:
        return ()
    store = transaction.work.participants
    present = store.of(case_id)
    gone = lost & present
    for role, person_id in sorted(gone):
        store.dismiss(case_id, role, person_id, transaction.now)
    for role, person_id in sorted(now - present):
        store.appoint(case_id, role, person_id, transaction.now)
    after = (present | now) - gone
    return tuple(
        NewEvent(
            "participants_replaced",
            element.id,
            {"role": role},
            ((role, _names(transaction, present, role), _names(transaction, after, role)),),
        )
        for role in sorted({role for role, _ in gone})
    )


def leaving(
    element: Element, answers: Mapping[str, Any], before: Mapping[str, Any] | None
) -> frozenset[tuple[str, int]]:
    """Return pairs (role, person) that a step's answers dismiss.

    Args:
        element: the step.
        answers: of the step.
        before: its answers when it was done before.
    """
    now = {(one.role, one.person_id) for one in appointments_of(element, answers)}
    gone = {(one.role, one.person_id) for one in appointments_of(element, before or {})}
    gone |= {(one.role, one.person_id) for one in _named_by(element, answers, "dismisses")}
    return frozenset(gone - now)


def appointments_of(element: Element, answers: Mapping[str, Any]) -> tuple[Appointment, ...]:
    """Return whom a step's answers appoint, each with the row that names them."""
    return _named_by(element, answers, "appoints")


def take_over(transaction: Transaction, case_id: str, element: Element, started_from: str) -> None:
    """Let people of the case that starts this one go on here, in the roles that it names.

    A role without a path in ``appoints`` of the start event (``appoints="customer, leader"``) is
    played by whoever plays it in the starting case; ``appoints="appellant:complainant"`` makes the
    complainant of that case the appellant of this one.
    """
    roles = [(one.before, one.role) for one in namings(element) if not one.path]
    for played, person_id in sorted(transaction.work.participants.of(started_from)):
        for before, role in roles:
            if played == before:
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


def _named_by(
    element: Element, answers: Mapping[str, Any], property_name: str
) -> tuple[Appointment, ...]:
    found = []
    for one in namings(element, property_name):
        for value, row in _named(answers, one.path.split("."), answers):
            known = int(value) if str(value).isdecimal() else 0
            kept = row if known else {"name": str(value)}
            found.append(Appointment(one.role, known, kept))
    return tuple(found)


def _names(transaction: Transaction, pairs: Collection[tuple[str, int]], role: str) -> str:
    players = sorted(person for played, person in pairs if played == role)
    names = transaction.work.guards.names(players)
    return ", ".join(names[person_id] for person_id in players)


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
