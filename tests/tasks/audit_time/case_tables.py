"""Tables of cases: one YAML file per operation, what goes in and what must come out."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.catalog import OPERATIONS
from tasks.operation import Context


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield every case of a folder with the name of its operation."""
    for file in sorted(folder.glob("*.yaml")):
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        if "cases" in read:
            for row in read["cases"]:
                yield {"operation": f"{folder.name}.{file.stem}", "on_date": read["on_date"], **row}


def cases(folder: Path, kind: str) -> list[Any]:
    """Return the cases that have an output or an error, as parameters of a test."""
    return [
        pytest.param(row, id=f"{row['operation']}: {row['name']}")
        for row in rows(folder)
        if kind in row
    ]


def run(row: Mapping[str, Any], calendar: WorkingCalendar | None = None) -> dict[str, Any]:
    """Calculate a case."""
    parameters = {
        name: [{"from": "2000-01-01", "reference": "the case", "value": value}]
        for name, value in row.get("parameters", {}).items()
    }
    context = Context(row["on_date"], parameters, calendar)
    return OPERATIONS[row["operation"]].run(row["input"], context)


def holds(expected: Any, got: Any) -> bool:
    """Whether a result is as expected; figures by value, and only the fields that are named."""
    if isinstance(expected, Mapping):
        return all(name in got and holds(value, got[name]) for name, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(got) and all(map(holds, expected, got))
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return _figure(got) == Decimal(str(expected))
    return bool(expected == got)


def _figure(value: Any) -> Decimal | None:
    try:
        return None if isinstance(value, bool) else Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return None
