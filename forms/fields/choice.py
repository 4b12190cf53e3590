"""Choices from a list: one or several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Field, Refused
from forms.wording import Wording

Options = tuple[tuple[str, str], ...]

MAX_OPTIONS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of a list that opens.

    Attributes:
        values: (value, label) in the order of the definition.
    """

    kind: ClassVar[str] = "select"
    missing: ClassVar[str] = N_("Choose “{label}”")
    missing_short: ClassVar[str] = N_("Choose")

    values: Options

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the options."""
        component.value("searchable")
        return {"values": read_options(component)}

    def accept(self, raw: Any, around: Around) -> str | None:
        """Return the chosen value, ``None`` where none is chosen."""
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str) or raw not in dict(self.options(around)):
            raise Refused(N_("“{label}”: choose one of the list"), N_("Choose from the list"))
        return raw

    def text(self, value: Any, wording: Wording) -> str:
        """Return the label of the chosen value."""
        return option_text(self.values, value, wording)

    def options(self, around: Around) -> Options:
        """Return the list."""
        return self.values

    def selected(self, value: Any) -> frozenset[str]:
        """Return the chosen value."""
        return frozenset({value} if isinstance(value, str) else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioField(ChoiceField):
    """One of a list that lies open."""

    kind: ClassVar[str] = "radio"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistField(Field):
    """Any of a list: a list of values in the order of the definition.

    Attributes:
        values: (value, label) in the order of the definition.
    """

    kind: ClassVar[str] = "checklist"
    empty: ClassVar[Any] = ()
    missing: ClassVar[str] = N_("“{label}”: choose at least one")
    missing_short: ClassVar[str] = N_("Choose at least one")

    values: Options

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the options."""
        return {"values": read_options(component)}

    def accept(self, raw: Any, around: Around) -> list[str]:
        """Return the chosen values."""
        given = [raw] if isinstance(raw, str) and raw else (raw or [])
        known = [value for value, _ in self.options(around)]
        if not isinstance(given, list) or any(value not in known for value in given):
            raise Refused(N_("“{label}”: choose from the list"), N_("Choose from the list"))
        return [value for value in known if value in given]

    def text(self, value: Any, wording: Wording) -> str:
        """Return the labels of the chosen values."""
        chosen = self.selected(value)
        return "; ".join(wording.label(label) for known, label in self.values if known in chosen)

    def control(self, value: Any, wording: Wording) -> str:
        """Return nothing: the boxes say which are chosen."""
        return ""

    def options(self, around: Around) -> Options:
        """Return the list."""
        return self.values

    def selected(self, value: Any) -> frozenset[str]:
        """Return the chosen values."""
        given = [value] if isinstance(value, str) else value
        return frozenset(item for item in given or () if isinstance(item, str))


def read_options(component: Component) -> Options:
    """Read the list of options; texts only, each value once."""
    given = component.value("values")
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        component.fault("values", N_("“values” must list what can be chosen."))
        return ()
    if len(given) > MAX_OPTIONS:
        component.fault(
            "values", N_("More than {limit} options cannot be chosen from."), limit=MAX_OPTIONS
        )
        return ()
    options: dict[str, str] = {}
    for position, option in enumerate(given):
        place = f"values/{position}"
        value, label = _option(option)
        if not value or not label:
            component.fault(place, N_("An option needs “value” and “label”, both texts."))
        elif value in options:
            component.fault(place, N_("The option “{value}” stands twice."), value=value)
        else:
            options[value] = label
    return tuple(options.items())


def option_text(options: Sequence[tuple[str, str]], value: Any, wording: Wording) -> str:
    """Return the label of a value; a value that is no longer offered is shown as it is."""
    if not isinstance(value, str):
        return ""
    found = dict(options).get(value)
    return value if found is None else wording.label(found)


def _option(option: Any) -> tuple[str, str]:
    if not isinstance(option, Mapping) or set(option) - {"value", "label"}:
        return "", ""
    value, label = option.get("value"), option.get("label")
    if not isinstance(value, str) or not isinstance(label, str):
        return "", ""
    return value.strip(), label.strip()
