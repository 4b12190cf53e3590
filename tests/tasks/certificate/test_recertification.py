"""The dates around an expiry."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("recertification.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_dates_are_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(-200, 400))
def test_reminder_expiry_and_restoration_stand_in_order(expires: date, shift: int) -> None:
    as_of = expires + timedelta(days=shift)
    told = {"expires": expires, "as_of": as_of, "completed": as_of, "decided": as_of}
    result = TABLE.run({"input": told})
    assert result["reminder_on"] <= result["apply_by"] < expires.isoformat()
    assert expires.isoformat() < result["restore_until"]
    assert (result["status"] == "recertified") is (shift <= 0)
    assert (result["number"] == "kept") is (shift <= 0)
    if result["status"] != "closed":
        assert result["valid_from"] >= as_of.isoformat()
        assert result["valid_from"] < result["valid_until"]
