"""Who may write facts about people, and in which form they are kept."""

from datetime import date
from typing import Final

from engine.actor import Actor
from engine.errors import EngineError, NotAllowed
from engine.people.guards.likeness import written
from engine.procedures.body import Body
from engine.procedures.built_in_roles import ADMINISTRATOR, INSTALLATION

LONGEST_SUBJECT: Final = 300
LONGEST_FIELD: Final = 60
"""Characters."""

NO_SUBJECT = "Name what the fact is about: a standard, an organisation, a number."
NO_EVIDENCE = "Name the evidence."
NO_REASON = "Name the reason."


def may_keep(actor: Actor, body: Body) -> bool:
    """Whether somebody may write facts about people of a body.

    The operator and administrators may, and whoever holds a role that the body names under
    ``keeps_people``.
    """
    if actor.is_system or actor.has_role(INSTALLATION, ADMINISTRATOR):
        return True
    keepers = (ADMINISTRATOR, *body.keeps_people)
    return any(actor.has_role(body.key, role) for role in keepers)


def refuse_unless_keeper(actor: Actor, body: Body) -> None:
    """Refuse whoever may not write facts about people of a body.

    Raises:
        NotAllowed: names the roles that may.
    """
    if may_keep(actor, body):
        return
    names = ", ".join(body.role_name(role, "en") for role in body.keeps_people)
    if names:
        raise NotAllowed("Facts about people are written by: {roles}.", roles=names)
    raise NotAllowed("Facts about people are written by an administrator of the body.")


def refuse_wrong_days(since: date, until: date | None) -> None:
    """Refuse a last day before the first.

    Raises:
        EngineError: names both.
    """
    if until is not None and until < since:
        raise EngineError(
            "The last day, {until}, lies before the first, {since}.",
            until=written(until),
            since=written(since),
        )


def refuse_missing(text: str, sentence: str) -> None:
    """Refuse a text that is missing.

    Raises:
        EngineError: says the sentence.
    """
    if not text.strip():
        raise EngineError(sentence)


def refuse_too_long(text: str, most: int) -> None:
    """Refuse a text that is too long to be kept.

    Raises:
        EngineError: names the text and the most characters.
    """
    if len(text) > most:
        raise EngineError(
            "«{text}…» is too long: at most {count} characters.", text=text[:20], count=most
        )
