"""The state of corrective actions."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.verdict.actions import OCCASIONS, STATES
from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("actions.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_it_is_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
spans = st.integers(0, 90).map(timedelta)


@given(st.sampled_from(OCCASIONS), days, spans, spans)
def test_a_term_ends_after_the_closing_meeting_and_waiting_never_helps(
    occasion: str, closing: date, waited: timedelta, longer: timedelta
) -> None:
    def state(as_of: date) -> dict[str, Any]:
        told = {"occasion": occasion, "closing": closing, "as_of": as_of, "needed": ["1"]}
        return TABLE.run({"input": told})

    now, later = state(closing + waited), state(closing + waited + longer)
    assert date.fromisoformat(now["due"]) > closing
    assert STATES.index(later["state"]) <= STATES.index(now["state"])
    assert now["within_month"] or not later["within_month"]


@given(days, spans, spans)
def test_the_day_of_checking_does_not_matter(
    closing: date, carried: timedelta, checked: timedelta
) -> None:
    done = closing + carried
    told = {"occasion": "surveillance", "closing": closing, "needed": ["1"]}
    taken = [{"finding": "1", "carried_out": done, "confirmed": True}]
    at_once = TABLE.run({"input": {**told, "as_of": done, "actions": taken}})
    long_after = TABLE.run({"input": {**told, "as_of": done + checked, "actions": taken}})
    for name in ("state", "due", "within_month"):
        assert at_once[name] == long_after[name]
