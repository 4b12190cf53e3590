"""How an operation is declared, called and described."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest

from tasks.errors import InputInvalid, ParametersInvalid
from tasks.limits import Limits
from tasks.operation import Context, Line, operation, operation_of


@dataclass(frozen=True, slots=True)
class Site:
    """A site.

    Attributes:
        name: what it is called.
        people: how many work there,
            night shifts included.
    """

    name: str
    people: Annotated[int, Limits(minimum=1, maximum=10)] = 1


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that JSON can be read as.

    Attributes:
        site: the main site.
        others: further sites.
        prices: prices by key.
        day: a day.
        moment: a moment.
        note: a note, if any.
    """

    site: Site
    others: Annotated[tuple[Site, ...], Limits(maximum=2)] = ()
    prices: Mapping[str, Decimal] | None = None
    day: date | None = None
    moment: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    threshold: int


@dataclass(frozen=True, slots=True)
class Result:
    read: Inputs
    threshold: int
    working: tuple[Line, ...]


@operation("test.echo", clause="§1")
def calculate(inputs: Inputs, parameters: Parameters) -> Result:
    """Give back what was read."""
    return Result(inputs, parameters.threshold, (Line("Threshold", parameters.threshold, "§2"),))


ECHO = operation_of(calculate)
THRESHOLD = [
    {"from": "2026-01-01", "reference": "order 1", "value": 5},
    {"from": date(2026, 7, 1), "reference": "order 2", "value": 6, "reading": {"en": "chosen"}},
]
CONTEXT = Context(date(2026, 8, 1), {"threshold": THRESHOLD})
ON_SITE = {"site": {"name": "A"}}


def refusals(inputs: Any) -> list[str]:
    with pytest.raises(InputInvalid) as refused:
        ECHO.run(inputs, CONTEXT)
    return [str(fault) for fault in refused.value.faults]


def test_json_is_read_into_types_and_written_back() -> None:
    given = {
        "site": {"name": "A", "people": "3"},
        "others": [{"name": "B"}, {"name": "C", "people": 10.0}],
        "prices": {"x": "1.50", "y": 2, "z": 0.1},
        "day": "2026-11-20",
        "moment": "2026-11-20T10:00:00+06:00",
        "note": None,
    }
    result = ECHO.run(given, CONTEXT)
    assert result["read"] == {
        **given,
        "site": {"name": "A", "people": 3},
        "others": [{"name": "B", "people": 1}, {"name": "C", "people": 10}],
        "prices": {"x": "1.50", "y": "2", "z": "0.1"},
    }


def test_the_result_carries_its_ground() -> None:
    result = ECHO.run(ON_SITE, CONTEXT)
    assert result["clause"] == "§1"
    assert result["on"] == "2026-08-01"
    assert result["working"] == [
        {"label": "Threshold", "value": 6, "clause": "§2", "values": {}},
    ]
    assert result["parameters_used"] == [
        {
            "name": "threshold",
            "from": "2026-07-01",
            "reference": "order 2",
            "reading": {"en": "chosen"},
            "value": 6,
        }
    ]


@pytest.mark.parametrize(
    ("day", "threshold"),
    [(date(2026, 1, 1), 5), (date(2026, 6, 30), 5), (date(2026, 7, 1), 6), (date(2030, 1, 1), 6)],
)
def test_the_parameter_of_the_day_holds(day: date, threshold: int) -> None:
    assert ECHO.run(ON_SITE, Context(day, {"threshold": THRESHOLD}))["threshold"] == threshold


def test_every_wrong_input_is_named_at_once() -> None:
    wrong = {
        "site": "A",
        "others": [{"people": 0}, {"name": "B", "people": 11}, {"name": 7, "people": "2.5"}],
        "prices": {"x": True, "y": "nan", "z": []},
        "day": "20.11.2026",
        "moment": 5,
        "note": 3,
        "colour": "red",
    }
    assert refusals(wrong) == [
        "site: Named values are wanted, not «A».",
        "others.0.name: This input is missing.",
        "others.0.people: It must be at least 1, not 0.",
        "others.1.people: It must be at most 10, not 11.",
        "others.2.name: A text is wanted, not «7».",
        "others.2.people: A whole number is wanted, not «2.5».",
        "prices.x: A number is wanted, such as 12.50, not «True».",
        "prices.y: A number is wanted, such as 12.50, not «nan».",
        "prices.z: A number is wanted, such as 12.50, not «[]».",
        "day: A date is wanted, such as 2026-11-20, not «20.11.2026».",
        "moment: A date and time is wanted, such as 2026-11-20T10:00+06:00, not «5».",
        "note: A text is wanted, not «3».",
        "colour: There is no such input; known are site, others, prices, day, moment, note.",
    ]


def test_a_refusal_holds_its_field_sentence_and_facts() -> None:
    with pytest.raises(InputInvalid) as refused:
        ECHO.run({"site": {"name": "A", "people": 0}}, CONTEXT)
    assert refused.value.field == "site.people"
    assert refused.value.template == "It must be at least {minimum}, not {value}."
    assert refused.value.values["minimum"] == 1


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ([], "Named values are wanted, not «[]»."),
        ({}, "site: This input is missing."),
        ({"site": None}, "site: Named values are wanted, not «None»."),
        ({**ON_SITE, "others": "AB"}, "others: A list is wanted, not «AB»."),
        ({**ON_SITE, "prices": []}, "prices: Named values are wanted, not «[]»."),
        (
            {**ON_SITE, "others": [{"name": "A"}] * 3},
            "others: Entries possible: at most 2; given: 3.",
        ),
    ],
)
def test_a_wrong_shape_is_named(inputs: Any, sentence: str) -> None:
    assert refusals(inputs) == [sentence]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([], "test.echo needs the parameter «threshold», which the body does not have."),
        ("5", "«threshold» must be a list of dated entries."),
        ([{"from": "2026-01-01"}], "Every entry of «threshold» needs from, reference, value."),
        (
            [{"from": "soon", "reference": "r", "value": 5}],
            "«threshold»: «soon» is not a date such as 2026-01-01.",
        ),
        ([THRESHOLD[0], THRESHOLD[0]], "«threshold» has two entries from 2026-01-01."),
        (
            [{"from": "2026-08-02", "reference": "r", "value": 5}],
            "No «threshold» is in force on 2026-08-01; the first one begins on 2026-08-02.",
        ),
        (
            [{"from": "2026-01-01", "reference": "r", "value": "many"}],
            "The parameter «threshold» from 2026-01-01 is malformed: threshold: A whole number is"
            " wanted, not «many».",
        ),
    ],
)
def test_a_wrong_parameter_is_named(entries: Any, sentence: str) -> None:
    with pytest.raises(ParametersInvalid) as refused:
        ECHO.run(ON_SITE, Context(CONTEXT.on, {"threshold": entries}))
    assert str(refused.value) == sentence


def test_the_signature_is_read_off_the_inputs() -> None:
    site, others, prices, day, moment, note = ECHO.signature()
    assert (site.kind, site.required, site.about) == ("named values", True, "the main site.")
    assert [field.name for field in site.fields] == ["name", "people"]
    assert site.fields[1].about == "how many work there, night shifts included."
    assert site.fields[1].limits == Limits(minimum=1, maximum=10)
    assert site.fields[1].default == 1
    assert (others.kind, others.required, others.default) == ("list of named values", False, [])
    assert prices.kind == "table of number"
    assert (day.kind, moment.kind, note.kind) == ("date", "date and time", "text")
    assert ECHO.required_inputs == ("site",)
    assert ECHO.about == "Give back what was read."


def test_an_operation_without_a_working_cannot_be_declared() -> None:
    def silent(inputs: Site, parameters: Parameters) -> Site:
        return inputs

    with pytest.raises(TypeError, match="has no field «working»"):
        operation("test.silent", clause="§1")(silent)


def test_an_operation_takes_dataclasses() -> None:
    def loose(inputs: dict[str, int], parameters: Parameters) -> Result:
        return Result(Inputs(Site("A")), 0, ())

    with pytest.raises(TypeError, match="takes and gives dataclasses"):
        operation("test.loose", clause="§1")(loose)


def test_an_input_of_a_type_that_json_cannot_tell_cannot_be_declared() -> None:
    @dataclass(frozen=True)
    class Odd:
        ratio: float

    def odd(inputs: Any, parameters: Parameters) -> Result:
        return Result(Inputs(Site("A")), 0, ())

    odd.__annotations__["inputs"] = Odd
    with pytest.raises(TypeError, match="an input cannot be of the type"):
        operation("test.odd", clause="§1")(odd)
