"""The act ``register.amend``: another revision of an entry; the one before stays in its history."""

from collections.abc import Mapping
from typing import Any

from engine.acts.act import Act, ActContext
from engine.registers.entries import amend

OWN = frozenset({"register", "number", "reason"})
"""Inputs of the act itself; all others are fields of the entry that get another value."""


def carry_out(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
    """Give fields of an entry other values.

    Returns:
        ``{"register": key, "number": "...", "revision": 2}``.

    Raises:
        NotFound: the register has no such number.
    """
    fields = {name: value for name, value in inputs.items() if name not in OWN}
    entry = amend(
        context.on_register("amend"),
        str(inputs["register"]),
        str(inputs["number"]),
        fields,
        str(inputs.get("reason") or ""),
    )
    return {"register": entry.register, "number": entry.number, "revision": entry.revision}


ACT = Act("register.amend", ("register", "number"), carry_out)
