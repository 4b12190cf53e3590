"""Adjournments of a meeting."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("adjournment.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_it_is_as_counted_by_hand(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(
    st.sampled_from(["complaint", "appeal"]),
    st.dates(date(2025, 1, 1), date(2026, 9, 30)),
    st.integers(0, 40),
)
def test_no_adjournment_outlasts_either_limit(kind: str, registered: date, waited: int) -> None:
    held = registered + timedelta(days=waited)
    result = TABLE.run({"input": {"kind": kind, "registered": registered, "held": held}})
    assert result["last"] <= result["by_adjournment"]
    assert held.isoformat() < result["last"]
    if kind == "complaint":
        assert result["last"] <= result["by_examination"]
