"""Jobs as the operator of an installation sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.persistence.job_store import SETTLED
from engine.persistence.tables import jobs, messages
from engine.queries.case_numbers import case_numbers
from engine.queries.reach import refuse_all_but_the_operator
from engine.queries.read_context import ReadContext


@dataclass(frozen=True, slots=True)
class JobView:
    """A job that is not done.

    Attributes:
        key: what tells it from all others.
        kind: what it does.
        state: ``ready | running | failed``.
        case_number: of the case it belongs to, ``""`` where it belongs to none.
        attempts: how often somebody began it.
        run_at: aware moment from which it may run.
        error: why the last attempt failed, ``""`` where none did.
    """

    key: str
    kind: str
    state: str
    case_number: str
    attempts: int
    run_at: datetime
    error: str


def jobs_to_do(context: ReadContext, *, failed: bool = False) -> tuple[JobView, ...]:
    """Return the jobs that are not done, those that may run first before the others.

    Args:
        context: of the operator.
        failed: only those that are left as failed.

    Raises:
        NotAllowed: jobs are nobody's but the operator's.
    """
    refuse_all_but_the_operator(context)
    wanted = jobs.c.state == "failed" if failed else jobs.c.state.not_in(SETTLED)
    statement = select(jobs).where(wanted).order_by(jobs.c.run_at, jobs.c.id)
    rows = [dict(row._mapping) for row in context.connection.execute(statement)]
    sent_by = _senders(context, [row["payload"] for row in rows])
    owners = [_owner(row["payload"], sent_by) for row in rows]
    numbers = case_numbers(context, (one for one in owners if one))
    return tuple(
        JobView(
            key=row["key"],
            kind=row["kind"],
            state=row["state"],
            case_number=numbers.get(owner, ""),
            attempts=row["attempts"],
            run_at=row["run_at"],
            error=row["error"],
        )
        for row, owner in zip(rows, owners, strict=True)
    )


def _owner(payload: Any, sent_by: dict[int, str]) -> str:
    return str(payload.get("case_id") or sent_by.get(payload.get("message_id") or 0) or "")


def _senders(context: ReadContext, payloads: list[Any]) -> dict[int, str]:
    """Message id -> the case that sent it; what came from outside is not there."""
    ids = [one["message_id"] for one in payloads if "message_id" in one]
    statement = select(messages.c.id, messages.c.from_case).where(
        messages.c.id.in_(ids), messages.c.from_case.is_not(None)
    )
    return {row.id: row.from_case for row in context.connection.execute(statement)} if ids else {}
