"""Installations for the soak: on each database and, on PostgreSQL, with each carrier of jobs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings import Settings
from tests.soak.processes import Processes, processes
from tests.soak.rounds import environment_of, settings_of, settle

PORTS = (
    ("sqlite", "embedded"),
    pytest.param(("postgresql", "procrastinate"), marks=pytest.mark.postgresql),
)


@pytest.fixture(params=PORTS, ids="-".join)
def soaked(request: pytest.FixtureRequest) -> Settings:
    """Settings of an installation of the invented body, with its clerks and procedures."""
    database, carrier = request.param
    settings = settings_of(request.getfixturevalue(f"{database}_url"), carrier)
    settle(settings)
    return settings


@pytest.fixture
def running(soaked: Settings, tmp_path: Path) -> Iterator[Processes]:
    """Processes of the installation, none of which outlives the test."""
    with processes(environment_of(soaked), tmp_path / "processes.log") as them:
        yield them
