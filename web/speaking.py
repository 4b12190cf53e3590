"""A language for what the command line says: the same sentences as on pages."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_babel import Babel, force_locale  # type: ignore[import-untyped]

from web.compile_translations import TRANSLATIONS, compile_missing

LANGUAGES = ("ru", "ky", "kk", "en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let sentences, numbers and dates be those of a language, as a page would."""
    compile_missing()
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app)
    with app.app_context(), force_locale(language):
        yield
