"""Faults in the language of who owns the file, from the catalogues that the pages speak from."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from engine.procedures.fault import Fault
from forms.said import retold, tell

# Data of the pages, not code: a sentence is translated once, wherever it is read.
CATALOGUES = Path(__file__).parents[2] / "web" / "translations"
LANGUAGES = ("en", "ru", "ky", "kk")
"""In which a fault can be told."""


@cache
def words(language: str) -> Mapping[str, str]:
    """Return English sentence -> its translation; empty for English."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if language == "en" or not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {
        message.id: str(message.string)
        for message in catalogue
        if isinstance(message.id, str) and message.id and message.string and not message.context
    }


def fault_line(fault: Fault, language: str) -> str:
    """Return ``file:line element-id: sentence`` with the sentence in a language."""
    sentence = tell(fault.template, fault.values, lambda text: words(language).get(text, text))
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file
    whose = f"{where} {fault.element_id}" if fault.element_id else where
    return f"{whose}: {sentence}"


def said_in(text: str, language: str) -> str:
    """Return a sentence in a language; a text that remembers no template stays as it is."""
    return str(retold(text, lambda english: words(language).get(english, english)))


def language_of_locale(locale: str) -> str:
    """Return the language of a locale as ``LANG`` names it (``ru_RU.UTF-8``), English in doubt."""
    language = locale.partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else "en"
