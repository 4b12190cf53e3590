"""Sentences of the engine in the language of the page: an English template is the message id."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from forms.said import Said
from web.clauses import clause_text
from web.dates import day_text, moment_text
from web.languages import SOURCE_LANGUAGE, current_language
from web.translating import gettext


class _Gaps(dict[str, str]):
    """Fills a template; a field without a value stays visible and hides nothing else."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def sentence(template: str, values: Mapping[str, Any]) -> str:
    """Return the template in the language of the page, filled with the values in its words.

    ``what`` names the thing a refusal is about: it is a message itself; ``clause`` is said as
    readers know it.
    """
    words = _Gaps({name: in_words(value) for name, value in values.items()})
    thing = words.get("what")
    if thing:
        words["what"] = gettext(thing)
    if "clause" in words:
        words["clause"] = clause_text(words["clause"])
    return gettext(template).format_map(words)


def in_words(value: Any) -> str:
    """Return a value as a page shows it: dates, numbers, lists, labels, people by name."""
    language = current_language()
    if isinstance(value, Said):
        return sentence(value.template, value.values)
    if isinstance(value, datetime):
        return moment_text(value, language)
    if isinstance(value, date):
        return day_text(value, language)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, (int, float, Decimal)):
        return format_decimal(value, locale=language)
    if isinstance(value, Mapping):
        return pick(value, language)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(in_words(one) for one in value)
    return str(getattr(value, "name", value))


def pick(label: Mapping[str, str], language: str, otherwise: tuple[str, ...] = ()) -> str:
    """Return a label in the language, else in the first of ``otherwise`` it has, else in any.

    An English text that the catalogues know is as good as one written in the language.
    """
    english = label.get(SOURCE_LANGUAGE, "")
    if not label.get(language) and english and gettext(english) != english:
        return gettext(english)
    for code in (language, *otherwise, *label, SOURCE_LANGUAGE):
        if label.get(code):
            return label[code]
    return ""
