"""Days on which a commission can meet."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("meeting.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_it_is_as_counted_by_hand(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(
    st.sampled_from(["complaint", "appeal"]),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.integers(0, 12),
    st.booleans(),
)
def test_every_day_leaves_room_for_its_notices(
    kind: str, registered: date, waited: int, invited: bool
) -> None:
    appointed = registered + timedelta(days=waited)
    told = {"kind": kind, "registered": registered, "appointed": appointed, "invited": invited}
    result = TABLE.run({"input": told})
    for day in result["days"]:
        assert result["first"] <= day["day"] <= result["last"]
        assert appointed.isoformat() <= min(day["invite_by"] or day["day"], day["materials_by"])
        assert date.fromisoformat(day["day"]).isoformat() > day["materials_by"]
    assert result["feasible"] is (result["slack"] >= 0) is (result["first"] <= result["last"])
    assert len(result["days"]) == max(result["slack"] + 1, 0)
