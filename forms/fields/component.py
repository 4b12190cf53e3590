"""A component of the file while it is read: hands out members, remembers which nobody asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeAlias

from forms.errors import N_
from forms.feel import FeelRefused, translate

Fault: TypeAlias = tuple[str, int, str, Mapping[str, Any]]

_OF_THE_EDITOR = ("type", "id", "layout", "versionedId", "importId")
_SECTIONS = ("properties", "validate", "conditional")


@dataclass(frozen=True, slots=True)
class Use:
    """An expression that a form uses, for the one who checks expressions before publishing.

    Attributes:
        where: key of the field.
        line: line in the file.
        text: the expression.
        names: keys of the same form that it may name, besides the case's data.
    """

    where: str
    line: int
    text: str
    names: frozenset[str] = frozenset()


@dataclass(slots=True)
class Component:
    """One component with the place it stands at.

    Every member is asked for by name; ``finish`` reports those nobody asked for, with the nearest
    name asked.
    """

    members: Mapping[str, Any]
    pointer: str
    lines: Mapping[str, int]
    faults: list[Fault]
    uses: list[Use]
    asked: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Allow what form-js's editor writes for itself; refuse sections that are no objects."""
        self.asked = {
            "": {*_OF_THE_EDITOR, *_SECTIONS},
            **{section: set() for section in _SECTIONS},
        }
        for section in _SECTIONS:
            if not isinstance(self.members.get(section, {}), Mapping):
                self.fault(section, N_("“{member}” must be an object in braces."), member=section)

    @property
    def name(self) -> str:
        """Key of the component, or its place in the file where it has none."""
        for member in ("key", "path", "id"):
            if isinstance(value := self.members.get(member), str) and value:
                return value
        return self.pointer

    def line(self, member: str = "") -> int:
        """Return the line of a member (``section/name`` for inner ones), else of the component."""
        inside = f"{self.pointer}/{member}"
        return self.lines.get(inside) or self.lines.get(self.pointer, 1)

    def fault(self, member: str, template: str, /, **values: object) -> None:
        """Note a fault of a member, or of the component where ``member`` is empty."""
        self.faults.append((self.name, self.line(member), template, values))

    def value(self, name: str, section: str = "") -> Any:
        """Return a member as it is, ``None`` where absent."""
        self.asked[section].add(name)
        holder = self.members.get(section, {}) if section else self.members
        return holder.get(name) if isinstance(holder, Mapping) else None

    def text(self, name: str, section: str = "") -> str:
        """Return a text, stripped; ``""`` where absent."""
        value = self.value(name, section)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.fault(_inside(section, name), N_("“{member}” must be a text in quotes."), member=name)
        return ""

    def flag(self, name: str, section: str = "", *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.value(name, section)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(_inside(section, name), N_("“{member}” must be true or false."), member=name)
        return default

    def number(self, name: str, section: str = "") -> Decimal | None:
        """Return a number, written as one or as a text."""
        value = self.value(name, section)
        if value is None or value == "":
            return None
        try:
            if isinstance(value, bool):
                raise ValueError(name)
            number = Decimal(str(value))
            if not number.is_finite():
                raise ValueError(name)
        except (ArithmeticError, ValueError):
            self.fault(_inside(section, name), N_("“{member}” must be a number."), member=name)
            return None
        return number

    def whole(self, name: str, section: str = "", *, highest: int) -> int | None:
        """Return a whole number from 0 to ``highest``."""
        number = self.number(name, section)
        if number is None:
            return None
        if number != number.to_integral_value() or not 0 <= number <= highest:
            template = N_("“{member}” must be a whole number from 0 to {highest}.")
            self.fault(_inside(section, name), template, member=name, highest=highest)
            return None
        return int(number)

    def expression(self, name: str, section: str = "properties") -> str:
        """Return an expression of our language; FEEL, which begins with ``=``, is translated."""
        text = self.text(name, section)
        if text.startswith("="):
            try:
                text = translate(text)
            except FeelRefused as refused:
                template = N_(
                    "“{member}”: this FEEL cannot be translated from “{at}” on."
                    " Write the expression without the leading =."
                )
                self.fault(_inside(section, name), template, member=name, at=refused.at)
                return ""
        if text:
            self.uses.append(Use(self.name, self.line(_inside(section, name)), text))
        return text

    def inner(self, name: str = "components") -> Iterator["Component"]:
        """Return the components inside."""
        yield from components(
            self.value(name), f"{self.pointer}/{name}", self.lines, self.faults, self.uses
        )

    def finish(self) -> None:
        """Report every member that nobody asked for."""
        for section, asked in self.asked.items():
            holder = self.members.get(section, {}) if section else self.members
            if not isinstance(holder, Mapping):
                continue
            for name in holder:
                if name not in asked:
                    self._unknown(section, name, asked - set(_OF_THE_EDITOR))

    def _unknown(self, section: str, name: str, asked: set[str]) -> None:
        near = get_close_matches(name, sorted(asked), 1)
        values = {"member": _inside(section, name), "type": self.members.get("type")}
        if near:
            template = N_("“{member}” is not known for {type}. Did you mean “{near}”?")
            self.fault(_inside(section, name), template, near=near[0], **values)
        else:
            self.fault(
                _inside(section, name), N_("“{member}” is not supported for {type}."), **values
            )


def components(
    value: Any, pointer: str, lines: Mapping[str, int], faults: list[Fault], uses: list[Use]
) -> Iterator[Component]:
    """Wrap every component of a list; report what is not a component."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        template = N_("“components” must be a list in brackets.")
        faults.append((pointer, lines.get(pointer, 1), template, {}))
        return
    for position, members in enumerate(value):
        place = f"{pointer}/{position}"
        if isinstance(members, Mapping):
            yield Component(members, place, lines, faults, uses)
        else:
            faults.append((place, lines.get(place, 1), N_("A component must be an object."), {}))


def _inside(section: str, name: str) -> str:
    return f"{section}/{name}" if section else name
