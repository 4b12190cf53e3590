"""The act ``register.enter``: an entry in one of the body's registers, with its number."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from engine.acts.act import Act, ActContext
from engine.errors import OperationFailed
from engine.registers.entries import enter
from forms.said import Said


def carry_out(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
    """Enter the inputs in the register that ``inputs["register"]`` names.

    Returns:
        ``{"register": key, "number": "...", "entered_on": "YYYY-MM-DD"}``, the date in the
        body's time zone.

    Raises:
        OperationFailed: the body has no such register.
    """
    register = str(inputs["register"])
    body = context.body
    if body is None or register not in body.registers:
        raise OperationFailed(
            operation="register.enter",
            reason=Said("unknown register «{register}»", register=register),
        )
    fields = {name: value for name, value in inputs.items() if name != "register"}
    entry = enter(context.on_register("enter"), register, fields)
    day = entry.entered_at.astimezone(ZoneInfo(body.time_zone)).date()
    return {"register": register, "number": entry.number, "entered_on": day.isoformat()}


ACT = Act("register.enter", ("register",), carry_out)
