"""What internal auditors read, for whoever audits the auditors."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotAllowed
from engine.people.administration import administers_everything
from engine.persistence.reading_tables import audit_readings
from engine.queries.reach import bodies_audited
from engine.queries.read_context import ReadContext

MOST = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody read something.

    Attributes:
        at: in the time zone of the reader's body; UTC for who belongs to none.
        what: the address of the page.
    """

    at: datetime
    name: str
    what: str


def readings(context: ReadContext) -> tuple[Reading, ...]:
    """Return the latest ``MOST`` readings: to administrators all, to an auditor their own.

    Raises:
        NotAllowed: the person is neither.
    """
    table = audit_readings
    statement = select(table.c.at, table.c.name, table.c.what)
    if not administers_everything(context.actor):
        if not bodies_audited(context):
            raise NotAllowed("What auditors read is shown to administrators and to themselves.")
        statement = statement.where(table.c.person_id == context.actor.person_id)
    rows = context.connection.execute(statement.order_by(table.c.id.desc()).limit(MOST))
    home = min((body for body, _ in context.actor.roles if body), default="")
    return tuple(Reading(context.local(row.at, home), row.name, row.what) for row in rows)
