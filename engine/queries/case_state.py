"""Where a case stands, in bare facts.

For rehearsals, and for whoever waits for the next due moment.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from engine.errors import NotFound
from engine.persistence.case_store import IncidentStore, WorkItemStore
from engine.persistence.deadline_store import CHAIN, DeadlineStore
from engine.persistence.statement import Statement
from engine.persistence.tables import cases, deadlines, jobs
from engine.queries.read_context import ReadContext
from engine.runtime.live_case import LiveCase

_CASE = Statement(
    select(cases.c.version_id, cases.c.workflow, cases.c.state, cases.c.outcome).where(
        cases.c.id == bindparam("case_id")
    )
)


def case_facts(context: ReadContext, case_id: str) -> dict[str, Any]:
    """Return ``waiting data dues incidents state outcome`` of a case.

    Raises:
        NotFound: there is no such case.
    """
    row = _CASE.first(context.connection, case_id=case_id)
    if row is None:
        raise NotFound("There is no such case, or it is not within your reach.")
    version_id, workflow, state, outcome = row
    published = context.published(version_id)
    items = WorkItemStore(context.connection).open_of(case_id)
    store = DeadlineStore(context.connection)
    clocks = [clock for clock in store.live_of(case_id) if clock.kind != CHAIN]
    over_cases = store.running_over(case_id)
    incidents = IncidentStore(context.connection).open_of(case_id)
    return {
        "waiting": tuple((item.id, item.element_id, item.role) for item in items),
        "data": LiveCase.load(published.executable, workflow).data,
        "dues": {clock.element_id: clock.due_at for clock in clocks}
        | {clock.entry: clock.due_at for clock in over_cases},
        "incidents": tuple((incident.element_id, incident.cause) for incident in incidents),
        "state": state,
        "outcome": outcome or "",
    }


def open_incidents(
    context: ReadContext, case_ids: Iterable[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the unresolved failures of cases: case id -> (element id, cause)."""
    store = IncidentStore(context.connection)
    return {
        case_id: tuple((one.element_id, one.cause) for one in store.open_of(case_id))
        for case_id in case_ids
    }


def named_cases(context: ReadContext) -> list[tuple[str, str, str]]:
    """Return every case in the order of their starts.

    Returns:
        (case id, its link, else its process, the case that started it, else an empty text).
    """
    columns = (cases.c.id, cases.c.version_id, cases.c.link, cases.c.started_from)
    statement = select(*columns).order_by(cases.c.started_at, cases.c.number)
    return [
        (
            row.id,
            row.link or context.published(row.version_id).diagram.process_id,
            row.started_from or "",
        )
        for row in context.connection.execute(statement)
    ]


def earliest_due(context: ReadContext) -> datetime | None:
    """Return the next moment at which a running clock falls due or a job is to be run."""
    clock = select(func.min(deadlines.c.due_at)).where(deadlines.c.state == "running")
    job = select(func.min(jobs.c.run_at)).where(jobs.c.state == "ready")
    moments = [context.connection.execute(statement).scalar() for statement in (clock, job)]
    return min((moment for moment in moments if moment is not None), default=None)
