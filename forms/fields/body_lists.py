"""Choices from the lists of ``body.yaml``: standards, and codes of technical fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.fields.choice import ChecklistField, ChoiceField, Options
from forms.fields.component import Component
from forms.fields.field import Around, Field
from forms.setting import Named
from forms.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardField(ChoiceField):
    """One standard of the body: its designation, ``ISO 9001:2015``."""

    kind: ClassVar[str] = "standard"
    takes_default: ClassVar[bool] = False
    of_body: ClassVar[str] = "standards"

    values: Options = ()

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read nothing: the body says what can be chosen."""
        component.value("searchable")
        return {}

    def options(self, around: Around) -> Options:
        """Return (code, code) of the body's list."""
        return codes(listed(self, around))

    def worded(self, around: Around, wording: Wording) -> Options:
        """Return the codes with their names."""
        return named(listed(self, around), wording)

    def text(self, value: Any, wording: Wording) -> str:
        """Return the code."""
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsField(ChecklistField):
    """Any standards of the body, in the order of its list."""

    kind: ClassVar[str] = "standards"
    takes_default: ClassVar[bool] = False
    of_body: ClassVar[str] = "standards"

    values: Options = ()

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read nothing: the body says what can be chosen."""
        return {}

    def options(self, around: Around) -> Options:
        """Return (code, code) of the body's list."""
        return codes(listed(self, around))

    def worded(self, around: Around, wording: Wording) -> Options:
        """Return the codes with their names."""
        return named(listed(self, around), wording)

    def text(self, value: Any, wording: Wording) -> str:
        """Return the codes."""
        return "; ".join(value) if isinstance(value, list) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeField(StandardField):
    """The code of one technical field of the body: ``IAF 17``."""

    kind: ClassVar[str] = "code"
    of_body: ClassVar[str] = "fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesField(StandardsField):
    """Codes of technical fields of the body, in the order of its list."""

    kind: ClassVar[str] = "codes"
    of_body: ClassVar[str] = "fields"


def listed(field: Field, around: Around) -> Sequence[Named]:
    """Return the body's list that a field chooses from."""
    found: Sequence[Named] = getattr(around.setting, getattr(field, "of_body"))  # noqa: B009
    return found


def codes(entries: Sequence[Named]) -> Options:
    """Return (code, code) of each entry."""
    return tuple((code, code) for code, _ in entries)


def named(entries: Sequence[Named], wording: Wording) -> Options:
    """Return (code, code and name in the language, else in the first that has one)."""
    return tuple((code, _with_name(code, names, wording)) for code, names in entries)


def _with_name(code: str, names: Mapping[str, str], wording: Wording) -> str:
    name = names.get(wording.language) or next(iter(names.values()), "")
    return f"{code} — {name}" if name else code
