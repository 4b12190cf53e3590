"""The act ``number.take``: the next number of one of the body's series."""

from collections.abc import Mapping
from typing import Any

from engine.acts.act import Act, ActContext
from engine.registers.numbers import take_number


def carry_out(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
    """Take the next number of the series ``inputs["series"]`` and return ``{"number": "..."}``."""
    number = take_number(context.work, context.body, str(inputs["series"]), context.now)
    return {"number": number}


ACT = Act("number.take", ("series",), carry_out)
