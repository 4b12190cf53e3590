"""A case that cannot take what it is sent, until it is mended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import update

from engine.delivery.jobs import MOST_ATTEMPTS
from engine.persistence.database import writing
from engine.persistence.tables import cases
from tests.engine.delivery.diagrams import M
from tests.engine.runtime.play import END, START, document, el, line, message, user
from tests.offices import Office

SENDER = document(
    START + user("give") + el("intermediateThrowEvent", "throw", message("m"), input_amount="5")
    + END + line("s", "give", "throw", "e"), declared=M
)  # fmt: skip
RECEIVER = document(
    START + el("intermediateCatchEvent", "catch", message("m")) + user("taken") + END
    + line("s", "catch", "taken", "e"), declared=M
)  # fmt: skip


@contextmanager
def unreadable(office: Office, case_id: str) -> Iterator[None]:
    """Let the state of a case be what nobody can read."""
    [row] = office.rows(cases, id=case_id)
    _write(office, case_id, b"{}")
    yield
    _write(office, case_id, row["workflow"])


def _write(office: Office, case_id: str, state: bytes) -> None:
    with writing(office.application.database) as connection:
        connection.execute(update(cases).where(cases.c.id == case_id).values(workflow=state))


def give_up(office: Office) -> None:
    """Let jobs fail until they are left as failed."""
    for _ in range(MOST_ATTEMPTS + 2):
        office.application.deliver()
        office.clock.move_by(timedelta(minutes=10))
