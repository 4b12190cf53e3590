"""Fixtures that every test may ask for; what is larger lives in a module that is listed here."""

import os

import pytest
from hypothesis import settings

from engine.clock import SetClock
from engine.runtime.live_case import LiveCase
from engine.runtime.live_cases import LiveCases, State

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


@pytest.fixture(autouse=True)
def data_of_live_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a live case hands out as its data is shared by whoever asks: nobody changed it."""
    take = LiveCases.take

    def compared(self: LiveCases, case_id: str, state: State) -> LiveCase | None:
        live = take(self, case_id, state)
        assert live is None or live.data == live._workflow.variables
        return live

    monkeypatch.setattr(LiveCases, "take", compared)


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands on Thursday 1 January 2026 until the test moves it."""
    return SetClock()
