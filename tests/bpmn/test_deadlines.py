"""Every term of the texts stands in its body's ``deadlines.yaml``, as the table of terms has it.

``tests/data/deadlines.csv`` is that table: one row per term, amount and unit as written, with
remarks in brackets. A row without an amount, or without a unit of time, runs no clock.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from engine.procedures.body import Body, load_body
from engine.procedures.deadline_entries import Amount, DeadlineEntry
from tests.structure.tree import ROOT

BODIES = {"KG": "kg_accreditation", "PCS": "kz_management_systems", "MAD": "ru_services"}
COUNTS = {"KG": 45, "PCS": 35, "MAD": 37}
NO_CLOCK = {"ky": "саат жүрбөйт", "ru": "часы не идут", "en": "no clock runs"}

KINDS = {
    "max": "max",
    "range": "range",
    "at": "at",
    "periodic": "periodic",
    # "At least so long before" an event; experience of three years is one that began so long ago.
    "before": "before",
    "min_before": "before",
    "min": "before",
}
"""Kind of a row that runs a clock -> kind of the entry; a rule about a date is no term."""

UNITS = {
    "minutes": "minutes",
    "hours": "working_hours",
    "working days": "working_days",
    "same day": "working_days",
    "calendar days": "calendar_days",
    "by expiry date": "calendar_days",
    "month": "months",
    "months": "months",
    "year": "years",
    "years": "years",
}
CHOSEN = {"hours", "same day", "days"}
"""Units whose meaning is a reading: the entry says so."""

TABLE = (ROOT / "tests" / "data" / "deadlines.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines()))
Row = Mapping[str, str]


def prefix(row: Row) -> str:
    return row["ID"].partition("-")[0]


@cache
def body(key: str) -> Body:
    return load_body(ROOT / "bpmn" / BODIES[key])


def entry(row: Row) -> DeadlineEntry:
    return body(prefix(row)).deadlines[row["ID"]]


def unit_of(row: Row) -> str | None:
    words, _, remark = row["Unit"].partition(" [")
    if words == "days" and "calendar" in remark:
        return "calendar_days"
    return UNITS.get(words)


def amounts(row: Row) -> list[Amount]:
    """The amounts of a row: none, one, or the two ends of a range."""
    if row["Kind"] not in KINDS:
        return []
    if row["Amount"] == "15 wd – 2 months":
        return [Amount(15, "working_days"), Amount(2, "months")]
    unit = unit_of(row)
    written = row["Amount"].rpartition(" per ")[2]  # «1 per 3» years is a period of three
    if unit is None or not re.fullmatch(r"[\d.]+(–[\d.]+)?", written):
        return []
    return [Amount(_exact(number), unit) for number in written.split("–")]


def _exact(number: str) -> int | Decimal:
    return Decimal(number) if "." in number else int(number)


def lines(text: str) -> set[int]:
    """Numbers of the source's lines that a clause cites."""
    found = set()
    for first, last in re.findall(r"L(\d+)(?:–(\d+))?", text):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def rows(**wanted: bool) -> list[Any]:
    return [
        pytest.param(row, id=row["ID"])
        for row in ROWS
        if all(bool(amounts(row)) is value for value in wanted.values())
    ]


def test_the_table_has_every_row_once() -> None:
    ids = [row["ID"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert {key: sum(prefix(row) == key for row in ROWS) for key in BODIES} == COUNTS


@pytest.mark.parametrize("key", BODIES)
def test_a_body_has_the_terms_of_its_text_and_no_others(key: str) -> None:
    assert set(body(key).deadlines) == {row["ID"] for row in ROWS if prefix(row) == key}


@pytest.mark.parametrize("row", rows(clock=True))
def test_amount_unit_and_kind_are_those_of_the_text(row: Row) -> None:
    *minimum, amount = amounts(row)
    stands = entry(row)
    assert stands.term == amount
    assert ([stands.minimum] if stands.minimum else []) == minimum
    assert stands.kind == KINDS[row["Kind"]]
    assert stands.starts or stands.back_from


@pytest.mark.parametrize("row", rows(clock=False))
def test_a_row_without_an_amount_runs_no_clock_and_says_so(row: Row) -> None:
    stands = entry(row)
    assert (stands.kind, stands.term, stands.minimum) == ("event", None, None)
    for language, words in NO_CLOCK.items():
        if language in stands.reading:
            assert words in stands.reading[language].lower()
    assert {"ru", "en"} <= set(stands.reading)


@pytest.mark.parametrize("row", rows())
def test_the_clause_cites_the_lines_of_the_row(row: Row) -> None:
    cited = lines(entry(row).clause)
    assert cited
    assert lines(row["Source"]) <= cited


@pytest.mark.parametrize("row", rows())
def test_what_the_table_marks_as_a_reading_is_told_as_one(row: Row) -> None:
    said_of = " ".join(row[name] for name in ("Unit", "Clock starts", "On expiry", "Amount"))
    marked = "[reading" in said_of or "reading:" in said_of
    if marked or (row["Unit"].partition(" [")[0] in CHOSEN and amounts(row)):
        assert entry(row).reading


@pytest.mark.parametrize("row", rows(clock=True))
def test_what_is_counted_back_names_its_event(row: Row) -> None:
    back = "counted back" in row["Clock starts"] or KINDS[row["Kind"]] == "before"
    assert entry(row).counted_back is back


def _consequences() -> Iterator[Any]:
    for row in ROWS:
        silent = row["On expiry"].startswith("not stated")
        if silent and "[reading" not in row["On expiry"] and amounts(row):
            yield pytest.param(row, id=row["ID"])


@pytest.mark.parametrize("row", list(_consequences()))
def test_no_consequence_is_made_up_where_the_text_states_none(row: Row) -> None:
    assert not entry(row).on_expiry


@pytest.mark.parametrize("row_id", ["KG-1.2", "KG-1.3", "KG-2.3", "MAD-09", "MAD-10"])
def test_the_ordinary_next_step_is_no_consequence_of_lateness(row_id: str) -> None:
    [row] = [row for row in ROWS if row["ID"] == row_id]
    assert entry(row).next
    assert not entry(row).on_expiry


@pytest.mark.parametrize("key", BODIES)
def test_every_text_is_there_in_russian_and_english(key: str) -> None:
    for one in body(key).deadlines.values():
        for label in (one.name, one.starts, one.back_from, one.next, one.on_expiry, one.reading):
            assert not label or {"ru", "en"} <= set(label), one.key


@pytest.mark.parametrize("key", BODIES)
def test_every_term_has_its_name_in_the_languages_of_the_body(key: str) -> None:
    wanted = set(body(key).languages)
    assert [one.key for one in body(key).deadlines.values() if not wanted <= set(one.name)] == []


@pytest.mark.parametrize("key", BODIES)
def test_a_choice_that_the_text_does_not_make_is_marked(key: str) -> None:
    one = body(key)
    assert one.working_hours
    assert one.working_hours_reading
    assert all(dated.reading for values in one.parameters.values() for dated in values)
