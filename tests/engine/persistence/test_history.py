"""The database itself keeps history as it was written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from engine.errors import EngineError
from engine.persistence.append_only import forbid_change_of_history
from engine.persistence.database import open_database, reading, writing
from engine.persistence.schema import create_schema
from engine.persistence.tables import event_values, events
from tests.cast import SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.offices import Office

EVENTS = (
    "UPDATE events SET actor = 'somebody else'",
    "UPDATE events SET hash = hash",
    "DELETE FROM events",
    "DELETE FROM events WHERE number = 1",
    "UPDATE event_values SET changes = '[]'",
)
ON_SQLITE = (
    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE number = 1",
    "REPLACE INTO events (case_id, number, at, kind, actor, on_behalf_of, element_id,"
    " version_digest, facts, commitments, previous_hash, hash)"
    " SELECT case_id, number, at, 'other', actor, on_behalf_of, element_id,"
    " version_digest, facts, commitments, previous_hash, hash FROM events WHERE number = 1",
    "INSERT INTO events SELECT * FROM events WHERE number = 1"
    " ON CONFLICT (id) DO UPDATE SET actor = 'somebody else'",
    "INSERT OR REPLACE INTO event_values SELECT case_id, number, '[]' FROM event_values",
    "UPDATE OR REPLACE events SET number = 2 WHERE number = 1",
)
ON_POSTGRESQL = (
    "TRUNCATE events",
    "TRUNCATE events CASCADE",
    "TRUNCATE event_values",
    "INSERT INTO events SELECT * FROM events WHERE number = 1"
    " ON CONFLICT (id) DO UPDATE SET actor = 'somebody else'",
)
OF_A_KIND = {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}


def test_history_is_neither_changed_deleted_replaced_nor_truncated(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    database = office.application.database
    before = office.rows(events), office.rows(event_values)
    for statement in (*EVENTS, *OF_A_KIND[database.name]):
        with pytest.raises(DBAPIError, match="history is append-only"), writing(database) as writer:
            writer.execute(text(statement))
        assert (office.rows(events), office.rows(event_values)) == before, statement
    assert_history_is_whole(office, case_id)


def test_values_may_be_erased_and_the_chain_stays_whole(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    with writing(office.application.database) as connection:
        connection.execute(event_values.delete().where(event_values.c.case_id == case_id))
    previous = "0" * 64
    for row in office.rows(events, case_id=case_id):
        assert row["previous_hash"] == previous
        previous = row["hash"]
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    assert office.application.read.history(case_id, office.actor(SPECIALIST))


def test_the_triggers_stand_also_when_they_are_made_twice(bare_office: Office) -> None:
    database = bare_office.application.database
    with writing(database) as connection:
        before = triggers(connection)
        forbid_change_of_history(connection)
        assert triggers(connection) == before
    assert {name for name in before if name.startswith("event_values_no")}
    assert {name for name in before if name.startswith("events_no")}


def triggers(connection: Connection) -> set[str]:
    """Return the names of the triggers."""
    statement = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.dialect.name]
    return {name for (name,) in connection.execute(text(statement))}


def test_history_is_guarded_in_memory_too() -> None:
    database = open_database("sqlite://")
    create_schema(database)
    with reading(database) as connection:
        found = triggers(connection)
    assert {"events_no_update", "events_no_delete", "events_no_replace"} <= found
    assert {"event_values_no_update", "event_values_no_replace"} <= found
    database.dispose()


WRONG_ADDRESSES: dict[str, Callable[[str], str]] = {
    "of nothing": lambda folder: "not an address",
    "of an unknown kind": lambda folder: "oracle9://somewhere",
    "of a folder": lambda folder: f"sqlite:///{folder}",
    "below a file": lambda folder: f"sqlite:///{__file__}/below/reglament.sqlite",
    "of a server that is not there": lambda folder: (
        f"postgresql+psycopg://me:secret@/name?host={folder}"
    ),
}


@pytest.mark.parametrize("address", WRONG_ADDRESSES)
def test_a_wrong_address_is_a_sentence(address: str, tmp_path: Path) -> None:

    with pytest.raises(EngineError, match="cannot be opened") as refused:
        create_schema(open_database(WRONG_ADDRESSES[address](str(tmp_path))))
    assert "secret" not in str(refused.value)
