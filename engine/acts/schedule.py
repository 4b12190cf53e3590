"""The acts ``schedule.plan`` and ``schedule.cancel``: linked cases that begin when due."""

from collections.abc import Mapping
from typing import Any

from engine.acts.act import Act, ActContext
from engine.errors import EngineError
from engine.procedures.lengths import LONGEST_LINK, fitting
from engine.registers import schedule
from engine.registers.certificates import CERTIFICATES
from engine.registers.entries import find
from engine.registers.life_cycle import IN_FORCE
from engine.registers.register_act import day_of


def plan(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
    """Plan linked cases for a certificate.

    Returns:
        ``{"register", "certificate", "planned": [{"on": "2027-03-01", "kind": "..."}]}``.

    Raises:
        NotFound: there is no such certificate.
        EngineError: it is not in force, or a row of the plan is wrong.
    """
    act = context.on_register("plan")
    entry = find(act, _register(inputs), str(inputs["certificate"]))
    if entry.state and entry.state not in IN_FORCE:
        raise EngineError(
            "The certificate «{number}» is {state}: nothing can be planned for it.",
            number=entry.number,
            state=entry.state,
        )
    begins = inputs.get("from") or entry.data.get("valid_from") or act.today.isoformat()
    ends = day_of(inputs["until"], "until")
    points = schedule.points_of(inputs["plan"], day_of(begins, "from"), ends)
    procedure = str(inputs["procedure"])
    schedule.plan(
        act,
        entry,
        points,
        procedure=procedure if "/" in procedure else f"{act.body.key}/{procedure}",
        link=fitting(str(inputs["link"]), LONGEST_LINK),
        data=inputs.get("data") or {},
    )
    return {
        "register": entry.register,
        "certificate": entry.number,
        "planned": [{"on": one.on.isoformat(), "kind": one.kind} for one in points],
    }


def cancel(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
    """Take back what is planned for a certificate and has not begun.

    Returns:
        ``{"register", "certificate", "cancelled": 2}``.

    Raises:
        NotFound: there is no such certificate.
    """
    act = context.on_register("cancel")
    entry = find(act, _register(inputs), str(inputs["certificate"]))
    return {
        "register": entry.register,
        "certificate": entry.number,
        "cancelled": schedule.cancel(act, entry),
    }


def _register(inputs: Mapping[str, Any]) -> str:
    return str(inputs.get("register") or CERTIFICATES)


PLAN = Act("schedule.plan", ("certificate", "procedure", "link", "plan", "until"), plan)
CANCEL = Act("schedule.cancel", ("certificate",), cancel)
