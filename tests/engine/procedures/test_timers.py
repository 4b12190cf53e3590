"""Times of timers: ISO 8601 as it stands, or an expression."""

import pytest

from engine.procedures.timers import is_iso_time, why_unreadable


@pytest.mark.parametrize(
    ("kind", "text", "iso", "readable"),
    [
        ("timeDuration", "PT2H", True, True),
        ("timeDuration", "P1Y2M3W4DT5H6M7.5S", True, True),
        ("timeDuration", "P", False, False),
        ("timeDuration", "PT", False, False),
        ("timeDuration", "P1X", False, False),
        ("timeDuration", "2 hours", False, False),
        ("timeDuration", "period.length", False, True),
        ("timeDuration", "${period.length}", False, True),
        ("timeDuration", '"P30D"', False, True),
        ("timeDuration", '"30 days"', False, False),
        ("timeDate", "2026-03-31", True, True),
        ("timeDate", "2026-03-31T18:00:00+06:00", True, True),
        ("timeDate", "2026-02-30", False, False),
        ("timeDate", "=contract.valid_until", False, True),
        ("timeCycle", "R3/P1D", True, True),
        ("timeCycle", "R/PT1H", True, True),
        ("timeCycle", "R3/2026-03-31T18:00:00Z/P1D", True, True),
        ("timeCycle", "R3/tomorrow/P1D", False, False),
        ("timeCycle", "0 0 12 * * ?", False, False),
    ],
)
def test_times(kind, text, iso, readable):
    assert is_iso_time(kind, text) is iso
    assert (why_unreadable(kind, text) == "") is readable
