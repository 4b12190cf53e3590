"""The act ``case.start``: a linked case of another procedure, on its version in force."""

from collections.abc import Mapping
from typing import Any

from engine.acts.act import Act, ActContext
from engine.procedures.lengths import LONGEST_LINK, fitting

OWN = frozenset({"procedure", "case"})
"""Inputs of the act itself; all others are handed over as data of the linked case."""


def carry_out(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
    """Start a case of ``inputs["procedure"]`` and hand over the other inputs as its data.

    ``inputs["case"]`` names the link (``surveillance``, ``appeal``); without it the procedure does.

    Returns:
        ``{"case": id, "number": "..."}``.

    Raises:
        EngineError: the name of the link is too long, or the case cannot be started.
    """
    procedure = str(inputs["procedure"])
    link = fitting(str(inputs.get("case") or procedure.rpartition("/")[2]), LONGEST_LINK)
    data = {name: value for name, value in inputs.items() if name not in OWN}
    case_id, number = context.start_linked(procedure, link, data)
    return {"case": case_id, "number": number}


ACT = Act("case.start", ("procedure",), carry_out)
