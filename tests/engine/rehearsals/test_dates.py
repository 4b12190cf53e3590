"""Days that a rehearsal counts from its own today."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.application import bodies_in
from engine.clock import SetClock
from engine.rehearsals.dates import with_days
from engine.settings import Settings


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("today", "2026-12-30"),
        ("today+1wd", "2027-01-11"),
        ("today-1wd", "2026-12-29"),
        ("today+2d", "2027-01-01"),
        ([{"sent": "today"}, "today is a word"], [{"sent": "2026-12-30"}, "today is a word"]),
        (17, 17),
    ],
)
def test_days_are_those_of_the_body(written: Any, wanted: Any) -> None:
    body = next(one for one in bodies_in(Settings().bpmn_path) if one.key == "ru_services")
    late_in_utc = SetClock(datetime(2026, 12, 29, 22, 0, tzinfo=UTC))  # the 30th in Moscow
    assert with_days(written, body, late_in_utc) == wanted
