"""Times that are written in a diagram."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from engine.deadlines.timers import due_of_timer
from engine.errors import EngineError

TIMERS = yaml.safe_load((Path(__file__).parent / "timers.yaml").read_bytes())
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer["name"])
def test_a_timer_falls_due(timer: dict[str, Any]) -> None:
    armed = datetime.fromisoformat(timer["armed"])
    given = (timer["kind"], timer["text"], armed, timer.get("occurrence", 1), "Asia/Bishkek")
    if "refused" in timer:
        with pytest.raises(EngineError) as refused:
            due_of_timer(*given)
        assert timer["refused"] in str(refused.value)
    else:
        due = due_of_timer(*given)
        assert due == datetime.fromisoformat(timer["due"])
        assert due.utcoffset() is not None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("P1D", "2026-03-29T09:00:00+02:00"),  # the clock is put forward in the night between
        ("PT24H", "2026-03-29T10:00:00+02:00"),
        ("P1M", "2026-04-28T09:00:00+02:00"),
    ],
)
def test_days_keep_the_wall_clock_and_hours_the_time_that_passes(text: str, due: str) -> None:
    armed = datetime(2026, 3, 28, 9, tzinfo=BERLIN)
    found = due_of_timer("timeDuration", text, armed, 1, "Europe/Berlin")
    assert found == datetime.fromisoformat(due)
