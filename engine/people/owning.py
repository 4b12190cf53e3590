"""Who owns the procedures of a body: publishes them, takes them back, moves their cases."""

from typing import Final

from engine.actor import Actor

PROCESS_OWNER: Final = "process_owner"
"""The role, as ``body.yaml`` declares it."""


def owns(actor: Actor, body: str) -> bool:
    """Tell whether somebody owns a body's procedures; the installation's operator does."""
    return actor.is_system or actor.has_role(body, PROCESS_OWNER)
