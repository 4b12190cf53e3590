"""Which guards may be waived, and by whom."""

from engine.actor import Actor
from engine.errors import NotAllowed, NotFound
from engine.people.guards import GUARDS
from engine.procedures.body import Body


def refuse_unless_waivable(guard: str, body: Body | None) -> Body:
    """Return the body, where it allows to waive a guard.

    Raises:
        NotFound: there is no such guard.
        NotAllowed: the body does not allow it.
    """
    if guard not in GUARDS:
        raise NotFound("There is no guard «{guard}».", guard=guard)
    if body is None or guard not in body.waivers:
        clause = GUARDS[guard].clause_in(body) if body else GUARDS[guard].clause
        raise NotAllowed("The body allows no waiver of this rule ({clause}).", clause=clause)
    return body


def refuse_unless_of_staff(actor: Actor, body: Body, for_person: int | None) -> int:
    """Return the actor's id, where they may ask for or confirm a waiver for somebody.

    Raises:
        NotAllowed: they are not of the body's staff, or it is for themselves.
    """
    held = {role for key, role in actor.roles if key == body.key}
    if actor.person_id is None or not any(
        role in body.roles and not body.roles[role].participant for role in held
    ):
        raise NotAllowed("Only the staff of the body waives a rule.")
    if actor.person_id == for_person:
        raise NotAllowed("Nobody waives a rule for themselves.")
    return actor.person_id
