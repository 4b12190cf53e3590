"""Fields that are only read: words of explanation, and values that are worked out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Field, read_key, read_surroundings
from forms.fields.number import write
from forms.fields.yes_no import yes_or_no
from forms.wording import Wording

_MARKUP = re.compile(r"<[A-Za-z/!]|\{\{")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpField(Field):
    """Words between the fields.

    Attributes:
        paragraphs: plain text; one that began with # is the heading.
    """

    kind: ClassVar[str] = "help"
    takes_answer: ClassVar[bool] = False

    paragraphs: tuple[str, ...] = ()

    @classmethod
    def common(cls, component: Component) -> dict[str, Any]:
        """Read when the words are shown."""
        return {"key": component.pointer, "label": "", **read_surroundings(component)}

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the words."""
        words = component.text("text")
        if not words:
            component.fault("text", N_("“text” is missing: there is nothing to read."))
        elif words.startswith("=") or _MARKUP.search(words):
            component.fault(
                "text", N_("“text” must be plain words: no HTML, no expression, no template.")
            )
        return {
            "paragraphs": tuple(
                part.strip() for part in re.split(r"\n\s*\n", words) if part.strip()
            )
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedField(Field):
    """A value of any kind that an expression gives; shown where it has a label."""

    kind: ClassVar[str] = "computed"

    @classmethod
    def common(cls, component: Component) -> dict[str, Any]:
        """Read the name and the label, which may be absent."""
        return {
            "key": read_key(component, "key"),
            "label": component.text("label"),
            "required": component.flag("required", "validate"),
            **read_surroundings(component),
        }

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the expression."""
        component.value("computeOn")
        compute = component.expression("expression", "")
        if not compute:
            component.fault("expression", N_("“expression” is missing."))
        return {"compute": compute}

    def accept(self, raw: Any, around: Around) -> Any:
        """Return the value as plain JSON."""
        return plain(raw)

    def text(self, value: Any, wording: Wording) -> str:
        """Return the value in the language."""
        if isinstance(value, bool):
            return yes_or_no(value, wording)
        if isinstance(value, list):
            return "; ".join(self.text(item, wording) for item in value)
        return "" if isinstance(value, dict) else write(value, wording, grouped=True)


def plain(value: Any) -> Any:
    """Return a result as plain JSON: fractions as decimal texts, tuples as lists."""
    if isinstance(value, Decimal | float):
        return f"{Decimal(str(value)):f}"
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
