"""The catalogue: what each operation says of itself, and that its example runs."""

import json
from pathlib import Path

import pytest

from tasks.calendar.working_calendar import WorkingCalendar, parse_working_hours
from tasks.catalog import OPERATIONS
from tasks.operation import Context, Operation
from tasks.signature import FieldSignature

HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
KG = WorkingCalendar("KG", "Asia/Bishkek", HOURS)
every = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
TASKS = Path(__file__).parents[2] / "tasks"


def test_every_module_of_an_operation_is_listed() -> None:
    marked = {
        path.relative_to(TASKS).with_suffix("").as_posix().replace("/", ".")
        for path in TASKS.rglob("*.py")
        if "@operation(" in path.read_text(encoding="utf-8") and path.parent != TASKS
    }
    assert marked == set(OPERATIONS)


@every
def test_it_is_named_after_its_module_and_its_example_runs(operation: Operation) -> None:
    assert operation.function.__module__ == f"tasks.{operation.name}"
    example = operation.example()
    result = operation.run(example["inputs"], Context(example["date"], example["parameters"], KG))
    assert json.loads(json.dumps(result)) == result
    assert result["working"]
    assert result["clause"]
    assert all(set(line) == {"label", "value", "clause", "values"} for line in result["working"])
    assert all(entry["reference"] for entry in result["parameters_used"])


@every
def test_it_runs_twice_to_the_same_result(operation: Operation) -> None:
    example = operation.example()
    context = Context(example["date"], example["parameters"], KG)
    assert operation.run(example["inputs"], context) == operation.run(example["inputs"], context)


@every
def test_every_input_is_described(operation: Operation) -> None:
    def undescribed(fields: tuple[FieldSignature, ...]) -> list[str]:
        return [field.name for field in fields if not field.about] + [
            name for field in fields for name in undescribed(field.fields)
        ]

    assert operation.about
    assert undescribed(operation.signature()) == []


@every
def test_every_working_label_takes_the_values_it_is_given(operation: Operation) -> None:
    example = operation.example()
    result = operation.run(example["inputs"], Context(example["date"], example["parameters"], KG))
    for line in result["working"]:
        filled = line["label"].format(**line["values"])
        assert "{" not in line["label"] or filled != line["label"]
