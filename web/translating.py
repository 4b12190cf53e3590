"""Translation with types: what a page says, in the language of the page.

Messages are English; catalogues stand in ``web/translations``. A page says hundreds of them, so the
catalogue of a language is looked up once, and a message without values is translated once.
"""

from functools import lru_cache
from gettext import NullTranslations
from typing import cast

import flask_babel  # type: ignore[import-untyped]
from flask import Flask, g
from flask_babel import LazyString
from markupsafe import Markup

__all__ = ["LazyString", "gettext", "lazy_gettext", "ngettext", "npgettext"]

_catalogues: dict[str, NullTranslations] = {}


def gettext(message: str, **values: object) -> str:
    """Return the message in the language of the page, its ``%(named)s`` places filled."""
    said = _said(_language(), message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the message for a number; the number fills ``%(num)s``."""
    return _catalogue(_language()).ngettext(one, many, num) % {"num": num, **values}


def npgettext(context: str, one: str, many: str, num: int) -> str:
    """Return the message for a number in a context, e.g. in a list, where words are shorter."""
    return _catalogue(_language()).npgettext(context, one, many, num) % {"num": num}


def lazy_gettext(message: str) -> LazyString:
    """Return a message that is translated when a page shows it: for constants."""
    return flask_babel.lazy_gettext(message)


def set_up(app: Flask) -> None:
    """Let the templates translate: what they say is markup, the values in it are escaped."""
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_number_in_template)


def _in_template(message: str, **values: object) -> Markup:
    said = _markup(_language(), message)
    return said % values if "%" in said else said


def _number_in_template(one: str, many: str, num: int) -> Markup:
    return Markup(_catalogue(_language()).ngettext(one, many, num)) % {"num": num}  # noqa: S704


@lru_cache(maxsize=8192)
def _said(language: str, message: str) -> str:
    return _catalogue(language).gettext(message)


@lru_cache(maxsize=8192)
def _markup(language: str, message: str) -> Markup:
    """Translations are the product's own text; values come later and are escaped."""
    return Markup(_said(language, message))  # noqa: S704


def _language() -> str:
    """Return the code of the language of the page; ``""`` where there is no page."""
    # Where Flask-Babel keeps it: asking for it five hundred times a page is felt.
    known = getattr(g.get("_flask_babel") if g else None, "babel_locale", None)
    locale = known or flask_babel.get_locale()
    return str(locale.language) if locale else ""


def _catalogue(language: str) -> NullTranslations:
    """Return the catalogue of the language of the page; catalogues never change in a process."""
    found = _catalogues.get(language)
    if found is None:
        found = cast(NullTranslations, flask_babel.get_translations())
        if language:
            _catalogues[language] = found
    return found
