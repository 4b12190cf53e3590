"""Fixtures that every test may ask for; what is larger lives in a module that is listed here."""

import os

import pytest
from hypothesis import settings

from engine.clock import SetClock

os.environ.setdefault("REGLAMENT_SYSTEMS_STAND_IN", "true")
"""No test sends anything to a system outside."""

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""A slow machine is no fault of what is tested."""

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
