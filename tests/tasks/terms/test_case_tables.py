"""The tables of terms: what a text or a wall calendar says against what is counted."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.calendar.working_calendar import WorkingCalendar, parse_working_hours
from tasks.terms.term import Term, count_back, due_moment, fall_due

HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
ZONES = {"BY": "Europe/Minsk", "KG": "Asia/Bishkek", "KZ": "Asia/Almaty", "RU": "Europe/Moscow"}
CALENDARS = {country: WorkingCalendar(country, zone, HOURS) for country, zone in ZONES.items()}


def cases(table: str) -> list[Any]:
    rows = yaml.load(
        Path(__file__).with_name(table).read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    return [pytest.param(row, id=row["name"]) for row in rows]


def term_of(row: dict[str, Any]) -> Term:
    return Term(Decimal(row["term"]["amount"]), row["term"]["unit"])


def moment(text: str, calendar: WorkingCalendar) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


@pytest.mark.parametrize("row", [*cases("due.yaml"), *cases("paused.yaml")])
def test_a_term_falls_due_when_the_table_says(row: dict[str, Any]) -> None:
    calendar = CALENDARS[row["country"]]
    options: dict[str, Any] = {
        "paused": [
            (moment(stopped, calendar), moment(resumed, calendar))
            for stopped, resumed in row.get("paused", [])
        ],
        "roll_forward": row.get("roll_forward") == "true",
    }
    start = moment(row["start"], calendar)
    working = fall_due(term_of(row), start, calendar, **options)
    assert working.due == moment(row["due"], calendar)
    assert working.due == due_moment(term_of(row), start, calendar, **options)
    assert working.calendar == calendar.version
    if "rule" in row:
        assert working.rule == row["rule"]


@pytest.mark.parametrize("row", cases("before.yaml"))
def test_a_term_before_an_event_ends_when_the_table_says(row: dict[str, Any]) -> None:
    calendar = CALENDARS[row["country"]]
    working = count_back(term_of(row), moment(row["event"], calendar), calendar)
    assert working.due == moment(row["due"], calendar)
    assert working.direction == "before"
    if "rule" in row:
        assert working.rule == row["rule"]
