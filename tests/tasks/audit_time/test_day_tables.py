"""Every band of every table, at its first and last number of personnel."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.audit_time.day_tables import Continuation, DayTable, band_of
from tasks.errors import ParametersInvalid
from tests.tasks.audit_time.case_tables import run

PUBLISHED = yaml.safe_load(
    Path(__file__).with_name("published_tables.yaml").read_text(encoding="utf-8")
)
COLUMNS = [
    pytest.param(*f"{name} ".split(" ")[:2], at, id=name)
    for at, name in enumerate(PUBLISHED["columns"], 2)
]
DAY = date(2026, 11, 20)
ONWARD = Continuation(Decimal("1.25"), 50)


def days(system: str, complexity: str, personnel: int, **parameters: Any) -> Decimal:
    given = {"system": system, "complexity": complexity, "personnel": personnel}
    row = {"operation": "audit_time.days", "on_date": DAY, "input": given}
    return Decimal(run({**row, "parameters": parameters})["days"])


def test_the_published_tables_are_whole() -> None:
    bands = PUBLISHED["bands"]
    assert len(bands) == 23
    assert [bands[0][0], bands[-1][1]] == [1, 10700]
    assert all(below[1] + 1 == above[0] for below, above in pairwise(bands))


@pytest.mark.parametrize(("system", "complexity", "at"), COLUMNS)
def test_every_band_begins_and_ends_as_published(system: str, complexity: str, at: int) -> None:
    for band in PUBLISHED["bands"]:
        expected = Decimal(str(band[at]))
        assert [days(system, complexity, band[0]), days(system, complexity, band[1])] == [
            expected,
            expected,
        ]


@pytest.mark.parametrize(("system", "complexity", "at"), COLUMNS)
def test_interpolation_meets_the_table_at_the_ends(system: str, complexity: str, at: int) -> None:
    for band in PUBLISHED["bands"]:
        end = days(system, complexity, band[1], audit_days_interpolated=True)
        assert end == Decimal(str(band[at]))


def table(*rows: tuple[int, ...]) -> DayTable:
    return DayTable("Table", ("days",), tuple(tuple(map(Decimal, row)) for row in rows))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (table(), "Table: every row needs 2 figures."),
        (table((5, 1), (10,)), "Table: every row needs 2 figures."),
        (table((5, 1), (5, 2)), "Table: the bands are not in order."),
        (table((10, 1), (5, 2)), "Table: the bands are not in order."),
    ],
)
def test_a_malformed_table_is_refused(wrong: DayTable, sentence: str) -> None:
    with pytest.raises(ParametersInvalid) as refused:
        band_of(wrong, "days", 3, ONWARD)
    assert str(refused.value) == sentence


def test_bands_above_the_table_always_grow() -> None:
    flat = Continuation(Decimal(1), 10)
    band = band_of(table((5, 1), (10, 2)), "days", 35, flat)
    assert (band.since, band.up_to, band.days, band.above) == (31, 40, Decimal(5), True)
