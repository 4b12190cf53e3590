"""Who may give a task to somebody: whoever has it, and those who hand tasks out in the body."""

from engine.actor import Actor
from engine.people.administration import administers
from engine.procedures.body import Body


def may_assign(actor: Actor, body: Body | None) -> bool:
    """Whether somebody hands out the tasks of a body.

    Its administrators may, and whoever holds a role that the body names under ``assigns_work``.
    """
    if actor.is_system:
        return True
    if body is None:
        return False
    return administers(actor, body.key) or any(
        actor.has_role(body.key, role) for role in body.assigns_work
    )
