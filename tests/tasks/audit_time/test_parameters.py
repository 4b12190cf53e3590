"""Every figure says where it comes from and how well that is known, and holds from its day."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.audit_time.integration_figure import IntegrationFigure, LevelRow
from tasks.catalog import OPERATIONS
from tasks.errors import ParametersInvalid
from tasks.operation import Context

PARAMETERS = Path(__file__).parents[3] / "tasks" / "parameters"
TOPICS = ("audit_time", "sampling")
MARKS = {"V2", "V", "U", "R"}
OWN = [name for name in OPERATIONS if name.partition(".")[0] in TOPICS]


def entries() -> list[Any]:
    return [
        pytest.param(name, entry, id=f"{topic}: {name}")
        for topic in TOPICS
        for name, dated in yaml.safe_load(
            (PARAMETERS / f"{topic}.yaml").read_text(encoding="utf-8")
        ).items()
        for entry in dated
    ]


@pytest.mark.parametrize(("name", "entry"), entries())
def test_what_is_chosen_or_not_verified_is_a_reading(name: str, entry: dict[str, Any]) -> None:
    assert entry["reference"].strip()
    assert entry["mark"] in MARKS
    open_to_reading = entry["mark"] in {"R", "U"}
    assert ("reading" in entry) is open_to_reading
    if open_to_reading:
        assert all(entry["reading"][language].endswith(".") for language in ("en", "ru"))


def acting(name: str) -> tuple[dict[str, Any], set[str]]:
    operation = OPERATIONS[name]
    example = operation.example()
    result = operation.run(example["inputs"], Context(example["date"], example["parameters"]))
    return result, {line["values"].get("reading", "") for line in result["working"]} - {""}


@pytest.mark.parametrize("name", OWN)
def test_a_reading_named_in_a_working_is_explained_beside_it(name: str) -> None:
    result, named = acting(name)
    explained = {entry["name"] for entry in result["parameters_used"] if entry["reading"]}
    assert named <= explained


def test_the_examples_show_readings_where_they_act() -> None:
    assert len(set().union(*(acting(name)[1] for name in OWN))) >= 12


@pytest.mark.parametrize("name", OWN)
def test_a_reading_is_named_by_the_sentence_that_shows_it(name: str) -> None:
    result, _ = acting(name)
    for line in result["working"]:
        if "reading" in line["values"]:
            assert "«{reading}»" in line["label"]


def test_every_reading_is_named_where_it_acts() -> None:
    source = "".join(
        file.read_text(encoding="utf-8")
        for topic in TOPICS
        for file in (PARAMETERS.parent / topic).glob("*.py")
    )
    readings = {parameter.values[0] for parameter in entries() if "reading" in parameter.values[1]}
    named = set(re.findall(r"reading['\"]\]?(?::| =) ['\"](\w+)['\"]", source))
    assert readings - named == set()


FIRST_DAY = date(2020, 5, 7)


def test_the_tables_hold_from_their_first_day() -> None:
    days = OPERATIONS["audit_time.days"]
    given = {"system": "qms", "personnel": 5}
    assert days.run(given, Context(FIRST_DAY))["days"] == "1.5"
    with pytest.raises(ParametersInvalid, match="audit_days_qms"):
        days.run(given, Context(FIRST_DAY - timedelta(days=1)))


@pytest.mark.parametrize(("day", "adjustment"), [(30, "-30"), (31, "-20"), (32, "-20")])
def test_a_body_may_be_stricter_from_a_day_on(day: int, adjustment: str) -> None:
    dated = [
        {"from": "2020-01-01", "reference": "IAF MD 5", "value": 30},
        {"from": "2026-07-31", "reference": "order 12", "value": 20},
    ]
    factor = {"factor": "maturity", "percent": 40, "justification": "j"}
    result = OPERATIONS["audit_time.factors"].run(
        {"system": "qms", "factors": [factor]},
        Context(date(2026, 7, 1) + timedelta(days=day - 1), {"reduction_limit": dated}),
    )
    assert result["adjustment"] == adjustment


def test_every_factor_answers_an_aspect_of_the_procedure() -> None:
    read = yaml.safe_load((PARAMETERS / "audit_time.yaml").read_text(encoding="utf-8"))
    factors = set(read["audit_factors"][0]["value"])
    aspects = read["audit_aspects"][0]["value"]
    assert list(aspects) == list("abcdefgh")
    assert {factor for aspect in aspects.values() for factor in aspect["factors"]} == factors


def test_a_figure_of_reductions_with_a_gap_is_refused() -> None:
    figure = IntegrationFigure("Figure 1", (20, 40), (LevelRow(0, (Decimal(0),)),))
    with pytest.raises(ParametersInvalid, match=r"Figure 1: every level needs 2 reductions\."):
        figure.reduction(Decimal(50), Decimal(50), lower=True)
