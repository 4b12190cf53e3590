"""Fills in a form of a page as a person does.

It reads the controls that are there, not the definition. Answers are those of a rehearsal, so
that one file serves both ways of playing.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from engine.rehearsals.files import FILE, made

Spot = tuple[str, Any]
"""(name of the control, what is to stand in it)."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
PATIENCE = 15.0
"""Seconds that a form may take to be drawn again."""


class CannotFill(Exception):
    """Answers for which the page has no control."""


class Filler:
    """Fills in one form of one page; a file is written into ``folder`` before it is chosen."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page = page
        self._folder = folder
        self._form = page.locator("form.form")

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Fill in every answer; what an answer calls up is filled in when it is there.

        Raises:
            CannotFill: with the names for which no control appeared.
        """
        left = dict(answers)
        while left:
            done = [key for key, value in left.items() if self._answer(key, value)]
            if not done:
                raise CannotFill(f"the page asks for no {', '.join(left)}")
            left = {key: value for key, value in left.items() if key not in done}

    def _answer(self, key: str, value: Any) -> bool:
        """Fill in one question; ``False`` where the page does not ask it (yet)."""
        if isinstance(value, Sequence) and not isinstance(value, str) and _is_table(value):
            if not self._rows(key, len(value)):
                return False
            spots = [
                (f"{key}.{number}.{column}", cell)
                for number, row in enumerate(value)
                for column, cell in row.items()
            ]
        else:
            spots = [(key, value)]
        while spots:
            left = [spot for spot in spots if not self._spot(*spot)]
            if len(left) == len(spots):
                if spots == [(key, value)]:
                    return False
                if all(self._is_read(name) for name, _ in left):
                    return True
                raise CannotFill(f"the page asks for no {', '.join(name for name, _ in left)}")
            spots = left
        return True

    def _is_read(self, name: str) -> bool:
        """Whether a table shows a column without asking: its row has cells without controls."""
        row, _, _ = name.rpartition(".")
        cells = self._form.locator(f'tr:has(input[name="_row"][value="{row}"]) td[data-l]')
        return bool(cells.count() - cells.filter(has=self._page.locator("[name]")).count())

    def _rows(self, key: str, count: int) -> bool:
        """See to it that a table has so many rows at least."""
        rows = self._form.locator(f'input[name="_row"][value^="{key}."]')
        while rows.count() < count:
            more = self._form.locator(f'button[name="_add"][value="{key}"]')
            if not more.count():
                return False
            before = rows.count()
            more.click()
            self.settle()
            assert rows.count() == before + 1, f"no row was added to {key}"
        return True

    def _spot(self, name: str, value: Any) -> bool:
        if _is_file(value) or (isinstance(value, list) and value and all(map(_is_file, value))):
            return self._files(name, value if isinstance(value, list) else [value])
        if isinstance(value, Mapping):
            return self._parts(name, value)
        control = self._form.locator(f'[name="{name}"]')
        if not control.count():
            # A party that a rehearsal names by its name alone has two controls.
            return self._spot(f"{name}.name", value) if self._has(f"{name}.name") else _is_no(value)
        first = control.first
        kind = first.evaluate("c => c.type || c.tagName.toLowerCase()")
        if kind == "radio":
            self._choose(control, _typed(value))
        elif kind == "checkbox":
            self._tick(control, value)
        elif kind == "select-one":
            self._select(first, _typed(value))
        else:
            self._type(first, _typed(value))
        self.settle()
        return True

    def _has(self, name: str) -> bool:
        return bool(self._form.locator(f'[name="{name}"]').count())

    def _parts(self, name: str, value: Mapping[str, Any]) -> bool:
        if set(value) == {"amount", "currency"}:
            return self._spot(name, value["amount"])
        if not all(self._has(f"{name}.{part}") for part in value):
            return False
        return all(self._spot(f"{name}.{part}", given) for part, given in value.items())

    def _files(self, name: str, files: Sequence[Mapping[str, str]]) -> bool:
        control = self._form.locator(f'input[type=file][name="_file.{name}"]')
        if not control.count():
            return False
        for file in files:
            path = self._folder / str(file[FILE])
            path.write_bytes(made(path.name))
            control.set_input_files(str(path))
            self.settle()
            attached = self._form.locator(f'.files:has(input[name="{name}"]) a', has_text=path.name)
            assert attached.count(), f"{path.name} was not attached to {name}"
        return True

    @staticmethod
    def _choose(control: Locator, value: str) -> None:
        value = {"True": "yes", "False": "no"}.get(value, value)
        for number in range(control.count()):
            if control.nth(number).get_attribute("value") == value:
                control.nth(number).check()
                return
        raise CannotFill(f"{value} is not among the choices")

    def _tick(self, control: Locator, value: Any) -> None:
        wanted = set(value) if isinstance(value, list) else {"yes"} if value else set()
        offered = [str(one.get_attribute("value")) for one in control.all()]
        if wanted - set(offered):
            raise CannotFill(f"{wanted - set(offered)} is not among {offered}")
        name = control.first.get_attribute("name")
        for one in offered:
            box = self._form.locator(f'[name="{name}"][value="{one}"]')
            box.set_checked(one in wanted)
            self.settle()

    @staticmethod
    def _select(control: Locator, value: str) -> None:
        value = {"True": "yes", "False": "no"}.get(value, value)
        options = control.locator("option").evaluate_all("all => all.map(o => [o.value, o.text])")
        for known, label in options:
            if value in (known, label.strip()):
                control.select_option(known)
                return
        raise CannotFill(f"{value} is not among {[label for _, label in options]}")

    @staticmethod
    def _type(control: Locator, value: str) -> None:
        control.fill(value)

    def settle(self) -> None:
        """Wait until the form stands still: drawn again where an answer called for it."""
        settle(self._page)


def settle(page: Page) -> None:
    """Wait until the page's script draws and stores nothing."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate("drawing === 0 && !saves"):
        assert time.monotonic() < end, "the form is not drawn again"
        time.sleep(0.01)


def _is_file(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {FILE}


def _is_table(value: Sequence[Any]) -> bool:
    return bool(value) and all(isinstance(row, Mapping) and not _is_file(row) for row in value)


def _is_no(value: Any) -> bool:
    """Whether leaving it out answers the same."""
    return value is None or value == [] or value == ""


def _typed(value: Any) -> str:
    """What a person types: days as they are written here."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    return "{2}.{1}.{0}".format(*found.groups()) if found else str(value)


def sentences(locator: Locator) -> Iterator[str]:
    """Yield the words of every element found, in one line each."""
    for text in locator.all_inner_texts():
        line = " ".join(text.split())
        if line:
            yield line
