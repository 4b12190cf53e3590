"""Languages of the pages: a person's choice, else what the browser asks for, else the default."""

from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from flask import Flask, request
from flask_babel import Babel, get_locale  # type: ignore[import-untyped]

from web import translating
from web.compile_translations import TRANSLATIONS, compile_missing
from web.current import config

COOKIE = "language"
SOURCE_LANGUAGE = "en"
"""Messages are written in it; it needs no catalogue."""

_SHORT_NAMES = {"ru": "Рус", "ky": "Кыр", "kk": "Қаз", "en": "Eng"}
_ORDER = ("ru", "ky", "kk", "en")


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages can be shown in. ``name`` is its own name for itself."""

    code: str
    short_name: str
    name: str


def available(folder: Path = TRANSLATIONS) -> tuple[Language, ...]:
    """Return the languages that have a catalogue, and English."""
    codes = {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po")}
    codes.add(SOURCE_LANGUAGE)
    ordered = [code for code in _ORDER if code in codes] + sorted(codes - set(_ORDER))
    return tuple(
        Language(code, _SHORT_NAMES.get(code, code), Locale(code).get_display_name() or code)
        for code in ordered
    )


LANGUAGES = available()
CODES = tuple(language.code for language in LANGUAGES)


def choose() -> str:
    """Return the language of the present request."""
    chosen = request.cookies.get(COOKIE)
    if chosen in CODES:
        return chosen
    for tag, quality in request.accept_languages:
        code = tag.partition("-")[0].lower()
        if quality and code in CODES:
            return code
    return config().default_language


def current_language() -> str:
    """Return the code of the language that the present page is shown in."""
    locale = get_locale()
    return str(locale.language) if locale else SOURCE_LANGUAGE


def set_up(app: Flask) -> None:
    """Let the app translate; catalogues that were never compiled are compiled now."""
    compile_missing()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=choose)
    translating.set_up(app)
