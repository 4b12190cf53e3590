"""The act ``system.send``: a message to an information system outside, through the outbox."""

from collections.abc import Mapping
from typing import Any

from engine.acts.act import Act, ActContext
from engine.errors import EngineError
from engine.procedures.lengths import LONGEST_NAME, fitting
from engine.runtime.advanced import Later

SEND = "system_send"
"""Kind of the work that carries a message to a system."""


def carry_out(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any] | Later:
    """Keep the message with the job that sends it.

    Returns:
        ``{"message": id}`` at once, and what cannot be sent leaves an incident; where the element
        waits, the case gets ``{"message": id, "answer": ...}`` when the system has answered.

    Raises:
        EngineError: the body names no such system, it needs a consent that was not given, or the
            name of the message is too long.
    """
    system, message = str(inputs["system"]), fitting(str(inputs["message"]), LONGEST_NAME)
    body = context.body
    if body is None or system not in body.systems:
        raise EngineError(
            "The body «{body}» has no information system «{system}».",
            body=body.key if body else "",
            system=system,
        )
    known = body.systems[system]
    if known.needs_consent and inputs.get("consent") is not True:
        raise EngineError(
            "«{system}» may be asked only with the applicant's consent ({clause}).",
            system=system,
            clause=known.clause,
        )
    message_id = context.work.system_messages.add(
        body=body.key,
        system=system,
        message=message,
        data=inputs.get("data") or {},
        case_id=context.case_id,
        act_key=context.key,
        now=context.now,
    )
    work = {"message_id": message_id, "system": system, "message": message}
    later = context.do_later(SEND, work, awaited=context.waits)
    return later if context.waits else {"message": message_id}


ACT = Act("system.send", ("system", "message"), carry_out)
