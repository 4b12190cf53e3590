"""Fixtures that every test may ask for; what is larger lives in a module that is listed here."""

import pytest

from engine.clock import SetClock

pytest_plugins = [
    "tests.browsers",
    "tests.databases",
    "tests.installations",
    "tests.offices",
    "tests.registries",
]


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands on Thursday 1 January 2026 until the test moves it."""
    return SetClock()
