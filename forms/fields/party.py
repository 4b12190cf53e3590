"""An organisation or a person who applies or holds: the name with the registration number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Field, Part, Refused
from forms.fields.text import check_length, clean
from forms.wording import Wording

LONGEST_NAME = 300
LONGEST_NUMBER = 40

_SPACES = re.compile(r"[\s\u00a0\-]+")
_ABROAD = re.compile(r"([A-Za-z]{2})[\s\u00a0:]+(\S.*)")


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How a country numbers those who are registered in it.

    Attributes:
        label: what the number is called.
        pattern: what it looks like without spaces.
        said: the rule in words, after the label of the field.
        short: the same in a few words.
    """

    label: str
    pattern: re.Pattern[str]
    said: str
    short: str


RULES: Final[Mapping[str, NumberRule]] = {
    "KG": NumberRule(
        N_("Tax number (INN)"),
        re.compile(r"[0-9]{14}"),
        N_("“{label}”: the number has 14 digits; one from abroad is written as {example}"),
        N_("14 digits"),
    ),
    "KZ": NumberRule(
        N_("BIN or IIN"),
        re.compile(r"[0-9]{12}"),
        N_("“{label}”: the number has 12 digits; one from abroad is written as {example}"),
        N_("12 digits"),
    ),
    "RU": NumberRule(
        N_("INN or OGRN"),
        re.compile(r"[0-9]{10}|[0-9]{12}|[0-9]{13}|[0-9]{15}"),
        N_(
            "“{label}”: an INN has 10 or 12 digits, an OGRN 13 or 15;"
            " one from abroad is written as {example}"
        ),
        N_("10, 12, 13 or 15 digits"),
    ),
    "BY": NumberRule(
        N_("UNP"),
        re.compile(r"[0-9]{9}|[A-Z]{2}[0-9]{7}"),
        N_("“{label}”: the number has 9 characters; one from abroad is written as {example}"),
        N_("9 characters"),
    ),
}
"""INN of Kyrgyzstan, BIN and IIN of Kazakhstan, INN and OGRN of Russia, UNP of Belarus (a person's
begins with two letters). Check digits are left to the registers."""


def is_number(text: str, country: str) -> bool:
    """Whether a text is the number of a party as this product keeps it, in a body's country.

    One from abroad begins with its country, such as ``KZ 012345678901``; a country without a rule
    is not known by its numbers.
    """
    if country in RULES and RULES[country].pattern.fullmatch(text):
        return True
    abroad, _, number = text.partition(" ")
    return abroad in RULES and bool(RULES[abroad].pattern.fullmatch(number))


ANY_NUMBER: Final = N_("Registration number")
EXAMPLES: Final = {"KZ": "KG 01234567890123"}
EXAMPLE: Final = "KZ 012345678901"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyField(Field):
    """A party: ``{"name": "ОсОО «Лаб»", "number": "01234567890123"}``.

    The number is that of the body's country; of another country it begins with two letters.

    Attributes:
        number_optional: whether the name alone will do.
    """

    kind: ClassVar[str] = "party"
    takes_default: ClassVar[bool] = False
    first_part: ClassVar[str] = "name"
    missing: ClassVar[str] = N_("“{label}”: enter the name and the registration number")
    missing_short: ClassVar[str] = N_("Name and number")

    number_optional: bool = False

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read whether the number may be left out."""
        optional = component.text("numberOptional", "properties")
        if optional not in ("", "true", "false"):
            template = N_("“{member}” must be “true” or “false”.")
            component.fault("properties/numberOptional", template, member="numberOptional")
        return {"number_optional": optional == "true"}

    def accept(self, raw: Any, around: Around) -> dict[str, str] | None:
        """Return name and number, ``None`` where neither is given."""
        given = {"name": raw} if isinstance(raw, str) else raw or {}
        if not isinstance(given, Mapping) or set(given) - {"name", "number"}:
            raise Refused(N_("“{label}”: a party has “name” and “number”"), N_("Name and number"))
        name = clean(given.get("name"), one_line=True)
        number = self._number(given.get("number"), around)
        if name is None and number is None:
            return None
        if name is None:
            raise Refused(N_("“{label}”: enter the name"), N_("Enter the name"))
        check_length(name, 0, LONGEST_NAME)
        if number is None and not self.number_optional:
            raise Refused(N_("“{label}”: enter the registration number"), N_("Enter the number"))
        return {"name": name, "number": number or ""}

    def _number(self, raw: Any, around: Around) -> str | None:
        is_number = isinstance(raw, int) and not isinstance(raw, bool)
        text = clean(str(raw) if is_number else raw, one_line=True)
        if text is None:
            return None
        check_length(text, 0, LONGEST_NUMBER)
        abroad = _ABROAD.fullmatch(text)
        country = abroad[1].upper() if abroad else around.setting.country
        plain = _SPACES.sub("", abroad[2] if abroad else text)
        rule = RULES.get(country)
        if rule is None:
            return f"{country} {abroad[2]}" if abroad else text
        if not rule.pattern.fullmatch(plain.upper()):
            example = EXAMPLES.get(country, EXAMPLE)
            raise Refused(rule.said, rule.short, example=example)
        own = country == around.setting.country
        return plain.upper() if own else f"{country} {plain.upper()}"

    def parts(self, value: Any, around: Around, wording: Wording) -> tuple[Part, ...]:
        """Return the two controls, filled with an answer or with what was typed."""
        given = {"name": value} if isinstance(value, str) else value
        given = given if isinstance(given, Mapping) else {}
        rule = RULES.get(around.setting.country)
        return (
            Part(
                "name",
                wording.translate(N_("Name")),
                _typed(given.get("name")),
                suggests=bool(around.setting.parties),
            ),
            Part(
                "number",
                wording.translate(rule.label if rule else ANY_NUMBER),
                _typed(given.get("number")),
                is_optional=self.number_optional,
                width="w-code",
            ),
        )

    def control(self, value: Any, wording: Wording) -> str:
        """Return nothing: the parts have texts of their own."""
        return ""

    def text(self, value: Any, wording: Wording) -> str:
        """Return ``ОсОО «Лаб», 01234567890123``."""
        if not isinstance(value, Mapping):
            return value if isinstance(value, str) else ""
        return ", ".join(_typed(value.get(name)) for name in ("name", "number") if value.get(name))


def _typed(value: Any) -> str:
    return "" if value is None else str(value)
