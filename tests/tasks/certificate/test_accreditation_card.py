"""The card of an accredited body."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("accreditation_card.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_dates_are_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(
    st.dates(date(2024, 1, 1), date(2040, 12, 31)),
    st.lists(st.integers(1, 900), max_size=3),
)
def test_the_steps_stand_in_order_and_none_held_is_overdue(granted: date, gaps: list[int]) -> None:
    held = [granted + timedelta(days=sum(gaps[: at + 1])) for at in range(len(gaps))]
    told = {"granted": granted, "held": held, "as_of": granted + timedelta(days=5000)}
    result = TABLE.run({"input": told})
    open_ones = [one["planned"] for one in result["steps"] if not one["held"]]
    assert open_ones == sorted(open_ones)
    assert all(day > granted.isoformat() for day in open_ones)
    assert [one["overdue"] for one in result["steps"]] == [
        not one["held"] for one in result["steps"]
    ]
