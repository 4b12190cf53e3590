"""Guards: who may not do a step although their role would let them, each with its clause."""

from engine.people.guards.catalog import GUARDS
from engine.people.guards.guard import DECLARED, ENFORCED, SHOWN, Guard

__all__ = ["DECLARED", "ENFORCED", "GUARDS", "SHOWN", "Guard"]
