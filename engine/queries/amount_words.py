"""A term in words: «2 working hours», «2 рабочих часа», «2 жумушчу саат»."""

from collections.abc import Mapping
from decimal import Decimal

from babel.core import Locale

_UNITS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "seconds": {
        "en": {"one": "second", "other": "seconds"},
        "ru": {"one": "секунда", "few": "секунды", "many": "секунд", "other": "секунды"},
        "ky": {"other": "секунд"},
        "kk": {"other": "секунд"},
    },
    "minutes": {
        "en": {"one": "minute", "other": "minutes"},
        "ru": {"one": "минута", "few": "минуты", "many": "минут", "other": "минуты"},
        "ky": {"other": "мүнөт"},
        "kk": {"other": "минут"},
    },
    "hours": {
        "en": {"one": "hour", "other": "hours"},
        "ru": {"one": "час", "few": "часа", "many": "часов", "other": "часа"},
        "ky": {"other": "саат"},
        "kk": {"other": "сағат"},
    },
    "working_hours": {
        "en": {"one": "working hour", "other": "working hours"},
        "ru": {
            "one": "рабочий час",
            "few": "рабочих часа",
            "many": "рабочих часов",
            "other": "рабочего часа",
        },
        "ky": {"other": "жумуш сааты"},
        "kk": {"other": "жұмыс сағаты"},
    },
    "working_days": {
        "en": {"one": "working day", "other": "working days"},
        "ru": {
            "one": "рабочий день",
            "few": "рабочих дня",
            "many": "рабочих дней",
            "other": "рабочего дня",
        },
        "ky": {"other": "жумуш күнү"},
        "kk": {"other": "жұмыс күні"},
    },
    "calendar_days": {
        "en": {"one": "calendar day", "other": "calendar days"},
        "ru": {
            "one": "календарный день",
            "few": "календарных дня",
            "many": "календарных дней",
            "other": "календарного дня",
        },
        "ky": {"other": "календарлык күн"},
        "kk": {"other": "күнтізбелік күн"},
    },
    "months": {
        "en": {"one": "month", "other": "months"},
        "ru": {"one": "месяц", "few": "месяца", "many": "месяцев", "other": "месяца"},
        "ky": {"other": "ай"},
        "kk": {"other": "ай"},
    },
    "years": {
        "en": {"one": "year", "other": "years"},
        "ru": {"one": "год", "few": "года", "many": "лет", "other": "года"},
        "ky": {"other": "жыл"},
        "kk": {"other": "жыл"},
    },
}

LANGUAGES = ("ru", "ky", "kk", "en")


def amount_words(amount: Decimal | int, unit: str) -> dict[str, str]:
    """Return an amount of time in words, by language."""
    return {language: f"{amount} {_form(amount, unit, language)}" for language in LANGUAGES}


def _form(amount: Decimal | int, unit: str, language: str) -> str:
    forms = _UNITS[unit][language]
    rule = Locale.parse(language).plural_form(amount)
    return forms.get(rule, forms["other"])
