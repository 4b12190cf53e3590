"""Tables of cases: what an operation gives, or refuses, for plain JSON on a day.

A case is ``name, clause?, vector?, on_date?, parameters?, country?, input`` and ``output`` (a part
of the result), ``lines?`` (a part of the working, value by label) or ``error`` (the whole refusal).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.calendar.working_calendar import WorkingCalendar, parse_working_hours
from tasks.catalog import OPERATIONS
from tasks.errors import TaskError
from tasks.operation import Context
from tasks.typed_json import to_json

_HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
_CALENDARS = {
    "RU": WorkingCalendar("RU", "Europe/Moscow", _HOURS),
    "KZ": WorkingCalendar("KZ", "Asia/Almaty", _HOURS),
    "KG": WorkingCalendar("KG", "Asia/Bishkek", _HOURS),
    "BY": WorkingCalendar("BY", "Europe/Minsk", _HOURS),
}


class CaseTable:
    """The cases of one operation.

    Attributes:
        operation: as in the catalogue.
        cases: as read.
        parameters: dated values the cases name, over which a case's own stand.
    """

    def __init__(self, file: Path) -> None:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        self.operation = OPERATIONS[read["operation"]]
        self.cases: list[dict[str, Any]] = read["cases"]
        self.parameters: Mapping[str, Any] = read.get("parameters", {})
        self._day: date = read.get("on_date", date(2026, 11, 20))

    @property
    def vectors(self) -> list[str]:
        """The published examples among the cases, by their mark."""
        return sorted({case["vector"] for case in self.cases if "vector" in case})

    def with_output(self) -> list[Any]:
        return _named(case for case in self.cases if "output" in case)

    def with_error(self) -> list[Any]:
        return _named(case for case in self.cases if "error" in case)

    def context(self, case: Mapping[str, Any]) -> Context:
        own = {name: _entries(value) for name, value in case.get("parameters", {}).items()}
        day = case.get("on_date", self._day)
        return Context(day, {**self.parameters, **own}, _CALENDARS[case.get("country", "RU")])

    def run(self, case: Mapping[str, Any]) -> dict[str, Any]:
        return self.operation.run(case["input"], self.context(case))

    def prove(self, case: Mapping[str, Any]) -> None:
        """Run a case and compare the part of the result it states."""
        result = self.run(case)
        expected = to_json(case["output"])
        assert {name: result[name] for name in expected} == expected
        said = {_filled(line): line["value"] for line in result["working"]}
        for label, value in case.get("lines", {}).items():
            assert said[label] == to_json(value)
        used = {entry["name"]: entry["from"] for entry in result["parameters_used"]}
        for name, since in case.get("used", {}).items():
            assert used[name] == since.isoformat()
        assert result["clause"]
        assert result["working"]

    def refuse(self, case: Mapping[str, Any]) -> None:
        """Run a case that is refused and compare the whole refusal."""
        with pytest.raises(TaskError) as refused:
            self.run(case)
        assert str(refused.value) == case["error"]


def _entries(value: object) -> list[dict[str, object]]:
    return [{"from": "2000-01-01", "reference": "the case", "value": value}]


def _named(cases: Iterable[Mapping[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def _filled(line: Mapping[str, Any]) -> str:
    filled: str = line["label"].format(**line["values"])
    return filled
