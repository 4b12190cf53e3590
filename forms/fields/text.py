"""One line of text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Field, Refused
from forms.patterns import EMAIL, MAX_TEXT, PHONE, PatternRefused, check_pattern, matches
from forms.wording import Wording

LONGEST_LINE = 1000
LONGEST_TEXT = 20_000

_BUILT_IN = {"": "", "custom": "", "email": EMAIL, "phone": PHONE}
_NARROW = 20
# Controls but tab and line end, and halves of surrogate pairs.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """One line of text: stripped, in Unicode's composed form.

    Attributes:
        shortest: fewest characters.
        longest: most characters.
        pattern: regular expression that the whole text fits, or ``""``.
    """

    kind: ClassVar[str] = "text"

    shortest: int = 0
    longest: int = LONGEST_LINE
    pattern: str = ""

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the limits and the pattern."""
        return {**read_lengths(component, LONGEST_LINE), "pattern": _read_pattern(component)}

    @property
    def narrow(self) -> bool:
        """Whether the answer is so short that its control is narrow."""
        return self.longest <= _NARROW

    def accept(self, raw: Any, around: Around) -> str | None:
        """Return the text, ``None`` where there is none."""
        text = clean(raw, one_line=True)
        if text is None:
            return None
        check_length(text, self.shortest, self.longest)
        if self.pattern and not matches(self.pattern, text):
            raise Refused(
                N_("“{label}” is not written as it must be: check it against the hint"),
                N_("Check how it is written"),
            )
        return text

    def computed(self, result: Any, around: Around) -> Any:
        """Return the text; numbers and dates become text."""
        return self.accept(str(result) if isinstance(result, int | str) else result, around)

    def text(self, value: Any, wording: Wording) -> str:
        """Return the text."""
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextArea(Field):
    """Text of several lines.

    Attributes:
        shortest: fewest characters.
        longest: most characters.
    """

    kind: ClassVar[str] = "textarea"

    shortest: int = 0
    longest: int = LONGEST_TEXT

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the limits."""
        return read_lengths(component, LONGEST_TEXT)

    def accept(self, raw: Any, around: Around) -> str | None:
        """Return the text, ``None`` where there is none."""
        text = clean(raw, one_line=False)
        if text is not None:
            check_length(text, self.shortest, self.longest)
        return text


def clean(raw: Any, *, one_line: bool) -> str | None:
    """Return the text composed (NFC) and stripped; ``None`` where nothing is left.

    Raises:
        Refused: it is no text, or has characters that cannot be stored.
    """
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise Refused(N_("“{label}”: enter a text"), N_("Enter a text"))
    text = unicodedata.normalize("NFC", raw).strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if one_line and "\n" in text:
        text = " ".join(text.split("\n"))
    if _UNSTORABLE.search(text):
        raise Refused(
            N_("“{label}” has an invisible character that cannot be stored: type it again"),
            N_("Type it again"),
        )
    return text or None


def check_length(text: str, shortest: int, longest: int) -> None:
    """Refuse a text that is too short or too long."""
    count = len(text)
    if count < shortest:
        template = N_("“{label}”: write at least {shortest} characters, now {count}")
        raise Refused(
            template, N_("At least {shortest} characters"), shortest=shortest, count=count
        )
    if count > longest:
        template = N_("“{label}”: shorten to {longest} characters, now {count}")
        raise Refused(template, N_("At most {longest} characters"), longest=longest, count=count)


def read_lengths(component: Component, longest: int) -> dict[str, int]:
    """Read minLength and maxLength."""
    lowest = component.whole("minLength", "validate", highest=longest) or 0
    highest = component.whole("maxLength", "validate", highest=longest)
    highest = longest if highest is None else highest
    if lowest > highest or highest == 0:
        component.fault("validate", N_("No text can be that short and that long."))
    return {"shortest": lowest, "longest": highest}


def _read_pattern(component: Component) -> str:
    pattern = component.text("pattern", "validate")
    known = component.text("validationType", "validate")
    if known not in _BUILT_IN:
        template = N_("“validationType” is {found}; it can be custom, email or phone.")
        component.fault("validate/validationType", template, found=known)
        return ""
    if pattern:
        try:
            check_pattern(pattern)
        except PatternRefused as refused:
            template = N_("The pattern “{pattern}” is refused: {reason}.")
            component.fault("validate/pattern", template, pattern=pattern, reason=refused.reason)
            return ""
        if (longest := component.number("maxLength", "validate")) and longest > MAX_TEXT:
            template = N_("A field with a pattern takes at most {limit} characters.")
            component.fault("validate/maxLength", template, limit=MAX_TEXT)
    return pattern or _BUILT_IN[known]
