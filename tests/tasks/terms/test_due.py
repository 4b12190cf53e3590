"""A term as a step of a diagram."""

from datetime import date
from typing import Any

import pytest

from tasks.calendar.working_calendar import WorkingCalendar, parse_working_hours
from tasks.catalog import OPERATIONS
from tasks.errors import InputInvalid, ParametersInvalid
from tasks.operation import Context

HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
DUE = OPERATIONS["terms.due"]
RU = Context(date(2026, 11, 6), {}, WorkingCalendar("RU", "Europe/Moscow", HOURS))


def run(context: Context = RU, **inputs: Any) -> dict[str, Any]:
    return DUE.run({"amount": 3, "unit": "working_days", "start": "2026-11-06", **inputs}, context)


def test_a_term_from_a_day() -> None:
    result = run(clause="1.9.3 (L183)")
    assert result["due"] == "2026-11-11T18:00:00+03:00"
    assert result["due_day"] == "2026-11-11"
    assert result["clause"] == "1.9.3 (L183)"
    assert result["days"][-1] == {
        "day": "2026-11-11",
        "number": 3,
        "why": "counted",
        "holiday": "",
    }
    assert {line["label"] for line in result["working"]} >= {"Counted from", "Rule", "Due"}


def test_a_term_from_a_moment_of_another_offset() -> None:
    assert run(start="2026-11-06T23:30+00:00")["due_day"] == "2026-11-11"
    assert run(start="2026-11-08T22:30+00:00")["due_day"] == "2026-11-12"


def test_a_term_before_a_meeting() -> None:
    result = run(start="2026-11-16T10:00", before=True, amount=5)
    assert result["due_day"] == "2026-11-09"
    assert result["working"][0]["label"] == "Counted back from"


def test_a_term_whose_clock_stood() -> None:
    pause = {"stopped": "2026-11-09T10:00", "resumed": "2026-11-11T10:00"}
    result = run(paused=[pause])
    assert result["due_day"] == "2026-11-13"
    stood = [line for line in result["working"] if line["label"].startswith("Clock stood")]
    assert [line["value"] for line in stood] == ["2026-11-11T10:00:00+03:00"]


def test_a_body_may_move_ends_off_days_off() -> None:
    moved = [{"from": "2020-01-01", "reference": "order of the body", "value": True}]
    context = Context(RU.on, {"roll_forward": moved}, RU.calendar)
    assert run(amount=1, unit="calendar_days")["due_day"] == "2026-11-07"
    assert run(context, amount=1, unit="calendar_days")["due_day"] == "2026-11-09"


@pytest.mark.parametrize(
    ("inputs", "refusal"),
    [
        ({"unit": "weeks"}, "unit: The unit «weeks» is not known; known are"),
        ({"amount": "1.5", "unit": "months"}, "amount: A term in months has a whole amount"),
        ({"amount": -1}, "amount: It must be at least 0, not -1."),
        ({"start": "tomorrow"}, "start: A date and time is wanted"),
        (
            {"paused": [{"stopped": "2026-11-10", "resumed": "2026-11-09"}]},
            "paused: A pause ends (2026-11-09T00:00:00+03:00) before it begins",
        ),
        ({"amount": "0.5", "before": True}, "amount: Only whole working days are counted back"),
    ],
)
def test_a_wrong_term_is_refused_by_name(inputs: dict[str, Any], refusal: str) -> None:
    with pytest.raises(InputInvalid) as refused:
        run(**inputs)
    assert str(refused.value).startswith(refusal)


def test_a_context_without_a_calendar_is_refused() -> None:
    with pytest.raises(ParametersInvalid, match=r"terms\.due needs the calendar of a body"):
        run(Context(RU.on))
