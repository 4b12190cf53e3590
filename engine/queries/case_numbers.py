"""The numbers of cases, where a reader names them."""

from collections.abc import Iterable

from sqlalchemy import select

from engine.persistence.tables import cases
from engine.queries.read_context import ReadContext


def case_numbers(context: ReadContext, ids: Iterable[str]) -> dict[str, str]:
    """Return id -> number of cases."""
    wanted = set(ids)
    statement = select(cases.c.id, cases.c.number).where(cases.c.id.in_(wanted))
    found = context.connection.execute(statement) if wanted else ()
    return {row.id: row.number for row in found}
