"""Rows stand under the day by which they are due."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine.queries.views import BodyView, DueView, WorkItemRow
from web.pages.work_list.grouping import group_of, grouped

BISHKEK = ZoneInfo("Asia/Bishkek")
WEDNESDAY = datetime(2026, 11, 18, 14, 40, tzinfo=BISHKEK)


def row(
    day: int | None, state: str = "running", id: str = "1", paused: bool = False
) -> WorkItemRow:
    at = None if day is None else datetime(2026, 11, day, 18, tzinfo=BISHKEK)
    due = None
    if day is not None or paused:
        due = DueView("E", {}, at, state, 0, WEDNESDAY, "", {}, {}, None, {}, None)
    body = BodyView("b", {}, {}, ("ky",), "Asia/Bishkek")
    return WorkItemRow(
        id, "e", "step", "c", "1", "", body, "r", {}, due, "free", None, False, WEDNESDAY
    )


@pytest.mark.parametrize(
    ("item", "group"),
    [
        (row(16, "overdue"), "overdue"),
        (row(18, "overdue"), "overdue"),
        (row(18, "today"), "today"),
        (row(19, "soon"), "this_week"),
        (row(22), "this_week"),
        (row(23), "later"),
        (row(None, "paused", paused=True), "paused"),
        (row(None), "no_term"),
    ],
)
def test_the_group_of_a_row(item: WorkItemRow, group: str) -> None:
    assert group_of(item, WEDNESDAY) == group


def test_the_week_ends_on_sunday_for_who_works_on_sunday() -> None:
    sunday = datetime(2026, 11, 22, 10, tzinfo=BISHKEK)
    assert group_of(row(22, "today"), sunday) == "today"
    assert group_of(row(23, "soon"), sunday) == "later"


def test_the_day_is_the_body_s_own() -> None:
    """22:00 on the 17th in Warsaw is the 18th already in Bishkek."""
    late = datetime(2026, 11, 17, 22, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
    assert group_of(row(18, "today"), late) == "today"


def test_groups_keep_the_order_and_leave_out_what_is_empty() -> None:
    rows = [row(16, "overdue", "1"), row(23, id="2"), row(None, id="3"), row(24, id="4")]
    found = grouped(rows, WEDNESDAY)
    assert [(group.key, [one.id for one in group.rows]) for group in found] == [
        ("overdue", ["1"]),
        ("later", ["2", "4"]),
        ("no_term", ["3"]),
    ]
