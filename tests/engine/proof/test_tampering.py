"""Whatever is done to stored history, by whoever owns the database, verifying names it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from engine.actor import SYSTEM
from engine.commands.seal_history import SealHistory
from engine.delivery.sealing import write_seal
from engine.errors import NotAllowed, NotFound
from engine.persistence.database import reading, writing
from engine.persistence.event_store import event_hash
from engine.persistence.seal_store import SealStore
from engine.persistence.seal_tables import seals
from engine.persistence.tables import cases, event_values, events
from engine.proof.seals import unpacked
from engine.proof.verifier import export_faults
from engine.queries.verification import Verification
from tests.cast import APPLICANT, DIRECTOR, SPECIALIST
from tests.engine.persistence.test_history import triggers
from tests.offices import Office

Tamper = Callable[[Connection, str], None]


@pytest.fixture
def case_id(office: Office) -> str:
    """A case with some history, sealed twice, and another one beside it."""
    found = office.apply(SPECIALIST)
    office.apply(SPECIALIST)
    office.application.sealing.seal()
    office.do(SPECIALIST, found, "check_completeness", {"complete": True})
    office.application.sealing.seal()
    office.do(SPECIALIST, found, "analyse_resources", {"available": True})
    return found


def verified(office: Office, **asked: Any) -> Verification:
    return office.application.verify_history(SYSTEM, **asked)


def as_owner(office: Office, tamper: Tamper, case_id: str) -> None:
    """Drop what guards history, as only the owner can, and change it."""
    with writing(office.application.database) as connection:
        for name in triggers(connection):
            table = "event_values" if name.startswith("event_values") else name.partition("_no_")[0]
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        tamper(connection, case_id)


def rows_of(connection: Connection, case_id: str) -> list[dict[str, Any]]:
    statement = select(events).where(events.c.case_id == case_id).order_by(events.c.number)
    return [dict(row._mapping) for row in connection.execute(statement)]


def write_anew(connection: Connection, case_id: str, rows: list[dict[str, Any]]) -> None:
    """Replace a whole chain by one whose every hash fits, the case's memory of it included."""
    connection.execute(delete(events).where(events.c.case_id == case_id))
    previous = "0" * 64
    for number, row in enumerate(rows, start=1):
        row |= {"number": number, "previous_hash": previous}
        row["hash"] = previous = event_hash(row)
        connection.execute(insert(events).values(**row))
    head = {"event_number": len(rows), "event_hash": previous}
    connection.execute(update(cases).where(cases.c.id == case_id).values(**head))


def alter(connection: Connection, case_id: str) -> None:
    wanted = (events.c.case_id == case_id) & (events.c.number == 2)
    connection.execute(update(events).where(wanted).values(actor="Somebody else"))


def remove(connection: Connection, case_id: str) -> None:
    wanted = (events.c.case_id == case_id) & (events.c.number == 2)
    connection.execute(delete(events).where(wanted))


def cut_the_end(connection: Connection, case_id: str) -> None:
    last = len(rows_of(connection, case_id))
    wanted = (events.c.case_id == case_id) & (events.c.number == last)
    connection.execute(delete(events).where(wanted))


def make_anew(connection: Connection, case_id: str) -> None:
    rows = rows_of(connection, case_id)
    rows[1]["actor"] = "Somebody else"
    write_anew(connection, case_id, rows)


def cut_and_make_anew(connection: Connection, case_id: str) -> None:
    write_anew(connection, case_id, rows_of(connection, case_id)[:2])


def alter_a_value(connection: Connection, case_id: str) -> None:
    statement = select(event_values).where(event_values.c.case_id == case_id)
    row = connection.execute(statement.order_by(event_values.c.number)).first()
    assert row is not None
    changes = orjson.loads(orjson.dumps(row.changes).replace("Кесип".encode(), "Кесил".encode()))
    assert changes != row.changes
    wanted = (event_values.c.case_id == case_id) & (event_values.c.number == row.number)
    connection.execute(update(event_values).where(wanted).values(changes=changes))


def erase_values(connection: Connection, case_id: str) -> None:
    connection.execute(delete(event_values).where(event_values.c.case_id == case_id))


def remove_the_case(connection: Connection, case_id: str) -> None:
    connection.execute(delete(event_values).where(event_values.c.case_id == case_id))
    connection.execute(delete(events).where(events.c.case_id == case_id))
    for table in ("case_subjects", "participants", "deadlines", "work_items"):
        connection.execute(text(f"DELETE FROM {table} WHERE case_id = '{case_id}'"))
    connection.execute(delete(cases).where(cases.c.id == case_id))


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (alter, "event 2: event 2 was altered"),
        (remove, "event 2: event 2 was removed"),
        (cut_the_end, "removed from the end"),
        (make_anew, "altered after seal 1"),
        (cut_and_make_anew, "only 2 are left"),
        (alter_a_value, "event 1: the values of event 1 were altered"),
        (erase_values, "event 1: the values of event 1 were removed"),
        (remove_the_case, "was removed after seal 1"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_done_is_named(office: Office, case_id: str, tamper: Tamper, said: str) -> None:
    assert verified(office).faults == ()
    as_owner(office, tamper, case_id)
    [fault] = verified(office).faults
    assert said in str(fault)


def test_a_chain_and_its_seals_made_anew_are_found_by_a_seal_kept_elsewhere(
    office: Office, case_id: str, tmp_path: Path
) -> None:
    with reading(office.application.database) as connection:
        kept = SealStore(connection).all()
    files = [write_seal(record, tmp_path) for record in kept]
    assert [file.name for file in files] == ["seal-000001.json", "seal-000002.json"]
    elsewhere = [orjson.loads(file.read_bytes()) for file in files]
    assert verified(office, kept=elsewhere).faults == ()

    def everything(connection: Connection, case_id: str) -> None:
        make_anew(connection, case_id)
        connection.execute(delete(seals))

    as_owner(office, everything, case_id)
    office.application.sealing.seal()
    assert verified(office).faults == ()
    said = [str(fault) for fault in verified(office, kept=elsewhere).faults]
    assert any("the database does not have this seal" in one for one in said)
    assert any("altered after seal 1" in one for one in said)


def test_a_seal_cannot_be_taken_out_of_its_row(office: Office, case_id: str) -> None:
    def take_out(connection: Connection, _: str) -> None:
        connection.execute(delete(seals).where(seals.c.number == 1))

    as_owner(office, take_out, case_id)
    assert "seal 1 was removed" in str(verified(office).faults[0])


def test_history_is_sealed_when_the_last_seal_is_old_enough(office: Office) -> None:
    sealing = office.application.sealing
    assert office.application.sealing.seal_when_due() is not None
    office.clock.move_by(timedelta(hours=23))
    assert office.application.sealing.seal_when_due() is None
    office.clock.move_by(timedelta(hours=1))
    assert office.application.sealing.seal_when_due() is not None
    with pytest.raises(NotAllowed):
        office.by(DIRECTOR, SealHistory(sealing.signer))
    with reading(office.application.database) as connection:
        first, second = SealStore(connection).all()
    assert unpacked(second.document)["content"]["previous"] == first.digest


def test_an_export_proves_itself_and_keeps_to_its_reader(office: Office, case_id: str) -> None:
    document = office.application.signed_case(case_id, office.actor(SPECIALIST))
    read = orjson.loads(orjson.dumps(document))
    key = office.application.sealing.signer.public_key
    assert export_faults(read, key) == []
    assert [seal["content"]["number"] for seal in read["content"]["seals"]] == [2]
    read["content"]["cases"][0]["events"][0]["actor"] += "ъ"
    assert {fault.what for fault in export_faults(read, key)} == {"signature", "altered"}
    with pytest.raises(NotFound):
        office.application.signed_case(case_id, office.actor(APPLICANT))
