"""What a rehearsal expected and what was there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from forms.said import Said, joined


@dataclass(frozen=True, slots=True)
class Difference:
    """One step that went otherwise than written."""

    file: Path
    line: int
    step: str
    sentence: str

    def __str__(self) -> str:
        """Return ``file:line step: sentence``; without a line or step where there is none."""
        return self.told(str)

    def told(self, say: Callable[[str], str]) -> str:
        """Return it as ``str`` does, with the sentence as ``say`` says it."""
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        whose = f"{where} {self.step}" if self.step else where
        return f"{whose}: {say(self.sentence)}"


def waiting_differs(expected: Iterable[str], present: Iterable[str]) -> str | None:
    """Compare which elements wait for a person; each counts as often as it waits."""
    wanted, found = Counter(map(str, expected)), Counter(present)
    if wanted == found:
        return None
    return Said(
        "expected {wanted} to wait, but {found} does", wanted=_list(wanted), found=_list(found)
    )


def data_differs(expected: Mapping[str, Any], data: Mapping[str, Any]) -> str | None:
    """Compare values of the case data by dotted path."""
    wrong = []
    for path, value in expected.items():
        present = value_at(data, str(path))
        if present != value or isinstance(present, bool) != isinstance(value, bool):
            wrong.append(
                Said(
                    "{path} is {present}, expected {wanted}",
                    path=path,
                    present=_shown(present),
                    wanted=repr(value),
                )
            )
    return joined(wrong) or None


def due_differs(expected: Mapping[str, Any], dues: Mapping[str, datetime | None]) -> str | None:
    """Compare due moments by element, as instants."""
    wrong: list[str] = []
    for element, text in expected.items():
        if element not in dues:
            wrong.append(Said("{element} has no running term", element=element))
            continue
        sentence = _moment_differs(element, str(text), dues[element])
        if sentence:
            wrong.append(sentence)
    return joined(wrong) or None


def _moment_differs(element: str, text: str, present: datetime | None) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return Said("«{text}» is no moment such as 2026-03-02T11:00:00+06:00", text=text)
    if present is None:
        return Said("the clock of {element} stands", element=element)
    if moment.tzinfo is None:
        return Said("«{text}» needs an offset such as +06:00", text=text)
    if present != moment:
        found = present.astimezone(moment.tzinfo).isoformat()
        return Said(
            "{element} is due {found}, expected {text}", element=element, found=found, text=text
        )
    return None


class _Missing:
    def __repr__(self) -> str:
        return "missing"


MISSING = _Missing()


def value_at(data: Any, path: str) -> Any:
    """Return the value at a dotted path (rows by number), or ``MISSING``."""
    for part in path.split("."):
        if isinstance(data, Mapping) and part in data:
            data = data[part]
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return MISSING
    return data


def _shown(value: Any) -> str:
    return Said("missing") if value is MISSING else repr(value)


def _list(names: Counter[str]) -> str:
    return "[" + ", ".join(sorted(names.elements())) + "]"
