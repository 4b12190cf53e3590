"""What the ``holidays`` package knows of a country's year, asked in one place."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import holidays
import yaml

OWN_LANGUAGE: Mapping[str, str] = MappingProxyType({"BY": "ru", "KG": "ky", "KZ": "kk", "RU": "ru"})
"""The language in which a country's holidays are named unless another is asked for."""

# The package names languages by locale, and that of one country differs.
_LOCALES: Mapping[tuple[str, str], str] = MappingProxyType({("KG", "ru"): "ru_KG"})


@cache
def days_off(country: str, year: int, language: str) -> Mapping[date, str]:
    """Return the holidays of a year by date, named in a language or else in the own one."""
    locale = _locale(country, language)
    named = _year(country, year, locale or OWN_LANGUAGE[country])
    words = {} if locale else _names().get(country, {}).get(language, {})
    return MappingProxyType({day: _translated(name, words) for day, name in named.items()})


@cache
def working_weekends(country: str, year: int) -> frozenset[date]:
    """Return the Saturdays and Sundays of a year that are worked instead of another day."""
    # A working weekend is listed in the year of the day off it pays for, which may be the next.
    return frozenset(
        day
        for of in (year, year + 1)
        for day in getattr(_year(country, of, OWN_LANGUAGE[country]), "weekend_workdays", ())
        if day.year == year
    )


@cache
def _year(country: str, year: int, locale: str) -> holidays.HolidayBase:
    # Without a language the package takes that of the machine, and the same day changes its name.
    return holidays.country_holidays(country, years=year, language=locale, expand=False)


def _locale(country: str, language: str) -> str:
    spoken = _spoken(country)
    wanted = _LOCALES.get((country, language), "en_US" if language == "en" else language)
    return wanted if wanted in spoken else ""


@cache
def _spoken(country: str) -> tuple[str, ...]:
    return tuple(holidays.country_holidays(country).supported_languages)


@cache
def _names() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = files("tasks.calendar").joinpath("names.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


def _translated(name: str, words: Mapping[str, str]) -> str:
    plain, bracket, kind = name.partition(" (")
    if plain not in words:
        return name
    return words[plain] + (f" ({words.get(kind[:-1], kind[:-1])})" if bracket else "")
