"""Faults in the language of who owns the file: what is not translated stays English."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from engine.procedures.fault import Fault

WORDS = Path(__file__).parent / "fault_words.yaml"
LANGUAGES = ("en", "ru")
"""In which a fault can be told."""


@cache
def words(language: str) -> Mapping[str, str]:
    """Return English sentence -> its translation; empty for English."""
    table = yaml.safe_load(WORDS.read_text("utf-8"))
    return dict(table.get(language, {}))


def fault_line(fault: Fault, language: str) -> str:
    """Return ``file:line element-id: sentence`` with the sentence in a language."""
    template = words(language).get(fault.template, fault.template)
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file
    whose = f"{where} {fault.element_id}" if fault.element_id else where
    return f"{whose}: {template.format(**fault.values)}"


def language_of_locale(locale: str) -> str:
    """Return the language of a locale as ``LANG`` names it (``ru_RU.UTF-8``), English in doubt."""
    language = locale.partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else "en"
