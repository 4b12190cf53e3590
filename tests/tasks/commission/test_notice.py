"""Notices before a meeting."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("notice.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_it_is_as_counted_by_hand(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(st.sampled_from(["complaint", "appeal"]), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_the_invitation_goes_first_and_both_before_the_meeting(kind: str, meeting: date) -> None:
    calendar = TABLE.context({}).calendar
    assert calendar is not None
    case = {"input": {"kind": kind, "meeting": meeting}}
    if not calendar.is_working(meeting):
        TABLE.refuse({**case, "error": f"meeting: {meeting} is a day off."})
        return
    result = TABLE.run(case)
    assert result["invite_by"] < result["materials_by"] < meeting.isoformat()
