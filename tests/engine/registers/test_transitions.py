"""Whatever is done to a certificate in whatever order, its register stays in line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.application import throw_away
from engine.clock import SetClock
from engine.errors import EngineError
from engine.persistence.database import reading
from engine.persistence.event_store import FIRST_HASH
from engine.persistence.records import CaseRecord
from engine.persistence.register_tables import register_revisions
from engine.persistence.tables import deadlines, register_entries, versions
from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import load_body
from engine.registers.certificates import change, issue
from engine.registers.life_cycle import IN_FORCE, TRANSITIONS
from engine.registers.register_act import RegisterAct
from tests.registries import DATA

BODY = load_body(DATA / "bpmn" / "registry")
BEGIN = datetime(2026, 3, 2, 3, tzinfo=UTC)
FIELDS = {"party": "A", "valid_from": "2026-03-02", "valid_until": "2026-08-01"}
STEPS = st.tuples(st.sampled_from(sorted(TRANSITIONS)), st.integers(0, 120), st.booleans())


@contextmanager
def certificate() -> Iterator[Any]:
    """A database in memory with one case, whose certificate has been issued."""
    application = throw_away([BODY], SetClock())
    with UnitOfWork(application.database) as work:
        version = {"procedure": "registry/x", "body": "registry", "number": 1, "digest": ""}
        version |= {"name": "", "content": b"", "in_force": True, "published_by": "", "note": ""}
        version |= {"id": 1, "published_at": BEGIN}
        work.connection.execute(versions.insert().values(**version))
        work.cases.add(
            CaseRecord(
                "c", "1", "registry", "registry/x", 1, "", "open", None, 0, b"", BEGIN, "",
                None, None, 0, FIRST_HASH,
            )
        )  # fmt: skip
        issue(act(work, "issue", BEGIN), "certificates", FIELDS, number="C")
    yield application.database
    application.database.dispose()


def act(work: Any, name: str, now: datetime, key: str = "") -> RegisterAct:
    """Return an act of the case."""
    return RegisterAct(name, key or uuid4().hex, "c", "system", now, BODY, work)


def rows(database: Any, table: Any, **wanted: Any) -> list[Any]:
    """Return rows of a table in the order of their ids."""
    statement = table.select().order_by(table.c.id)
    for name, value in wanted.items():
        statement = statement.where(table.c[name] == value)
    with reading(database) as connection:
        return list(connection.execute(statement))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=12))
def test_the_entry_its_history_and_its_clock_agree(steps: list[tuple[str, int, bool]]) -> None:
    with certificate() as database:
        now, done = BEGIN, 1
        for name, days, twice in steps:
            now += timedelta(days=days)
            key = uuid4().hex
            [before] = rows(database, register_entries)
            changed = {"valid_until": (date(2026, 8, 1) + timedelta(days=days)).isoformat()}
            try:
                for _ in range(2 if twice else 1):
                    with UnitOfWork(database) as work:
                        taken = act(work, name, now, key)
                        change(taken, "certificates", "C", changed=changed)
            except EngineError:
                assert rows(database, register_entries) == [before]
            else:
                done += 1
                assert before.state in TRANSITIONS[name].sources
            [entry] = rows(database, register_entries)
            revisions = rows(database, register_revisions)
            assert [row.number for row in revisions] == list(range(1, done + 1))
            assert (revisions[-1].state, revisions[-1].data) == (entry.state, entry.data)
            running = rows(database, deadlines, kind="expiry", state="running")
            assert len(running) == (entry.state in IN_FORCE)
