"""When two spellings name the same thing: standards with their editions, names of organisations."""

import re
from collections.abc import Iterable
from datetime import date

from engine.people.guards.facts import Competence

# A number, with its part: 9001, 17021-3. An edition has four digits: 9001-2016, 17021-3-2019.
_NUMBER = re.compile(r"\d{3,5}(?:-\d{1,2}(?!\d))?")
_WORD = re.compile(r"\w+")
_LEGAL_FORMS = frozenset(
    (
        *("ооо", "оао", "зао", "пао", "ао", "тоо", "ип", "чп", "осоо", "жчк", "жак", "ачк"),
        *("llc", "ltd", "jsc", "inc", "gmbh"),
    )
)


def standard_number(name: str) -> str:
    """Return the number of a standard without edition: ``СТ РК ISO 9001-2016`` -> ``9001``."""
    found = _NUMBER.search(name)
    return found[0] if found else name.strip().casefold()


def same_standard(one: str, other: str) -> bool:
    """Whether two names mean one standard, whatever its edition or national adoption."""
    return standard_number(one) == standard_number(other)


def _plain(name: str) -> str:
    words = [word for word in _WORD.findall(name.casefold()) if word not in _LEGAL_FORMS]
    return " ".join(words) or name.casefold().strip()


def same_party(one: str, other: str) -> bool:
    """Whether two names mean one organisation: case, quotes and legal form do not count."""
    return _plain(one) == _plain(other)


def one_of_parties(name: str, parties: Iterable[str]) -> bool:
    """Whether a name means one of these organisations."""
    return any(same_party(name, party) for party in parties)


def competent_by(competences: Iterable[Competence], standard: str, on: date) -> bool:
    """Whether a competence by this standard holds on the day."""
    return any(c.holds_on(on) and same_standard(c.standard, standard) for c in competences)


def competent_in(competences: Iterable[Competence], field: str, on: date) -> bool:
    """Whether a competence in this technical field holds on the day."""
    return any(c.holds_on(on) and c.field.casefold() == field.casefold() for c in competences)


def written(day: date) -> str:
    """Return a day as refusals write it."""
    return day.strftime("%d.%m.%Y")
