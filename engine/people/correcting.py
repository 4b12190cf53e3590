"""Who may stop, suspend and resume a case of a body, and move it by hand."""

from collections.abc import Mapping

from engine.actor import Actor
from engine.errors import NotAllowed
from engine.procedures.body import Body


def may_correct(actor: Actor, bodies: Mapping[str, Body], body_key: str) -> bool:
    """Whether somebody holds a role of the body that its ``body.yaml`` lets correct cases.

    Args:
        actor: the person.
        bodies: as they are today: a right does not come from the version a case runs on.
        body_key: the body; of a case outside any body, only the installation itself may.
    """
    if actor.is_system:
        return True
    body = bodies.get(body_key)
    return body is not None and any(
        role.may_correct and actor.has_role(body_key, key) for key, role in body.roles.items()
    )


def refuse_unless_corrects(actor: Actor, bodies: Mapping[str, Body], body_key: str) -> None:
    """Refuse whoever may not correct cases of a body.

    Raises:
        NotAllowed: says who may.
    """
    if not may_correct(actor, bodies, body_key):
        raise NotAllowed(
            "Cases are stopped, suspended and moved by hand by the head of the body alone."
        )
