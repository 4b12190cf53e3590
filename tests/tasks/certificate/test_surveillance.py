"""Windows of surveillances."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.terms.counting import months_later
from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("surveillance.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_dates_are_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(
    st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    st.integers(0, 60),
    st.integers(1, 60),
    st.lists(st.integers(0, 400), max_size=4),
    st.booleans(),
)
def test_no_window_ends_before_it_begins(
    decided: date, waited: int, months: int, gaps: list[int], recertified: bool
) -> None:
    issued = decided + timedelta(days=waited)
    ends = months_later(issued, months)
    years = (months - 1) // 12
    held = [issued + timedelta(days=sum(gaps[: at + 1])) for at in range(len(gaps))][:years]
    told = {
        "decided": decided,
        "valid_from": issued,
        "valid_until": ends,
        "as_of": max([issued, *held]),
        "held": held,
        "recertified": recertified,
    }
    result = TABLE.run({"input": told})
    windows = result["surveillances"]
    assert len(windows) == years
    for window in windows:
        assert window["begins"] <= window["ends"] <= ends.isoformat()
    assert all(one["ends"] <= other["ends"] for one, other in pairwise(windows))
    assert result["recertification_begins"] < result["recertification_ends"]
