"""Choices of language and colours."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from web import languages, themes
from web.access import PUBLIC, access
from web.addresses import next_address
from web.cookies import remember

page = Blueprint("preferences", __name__)


@page.post("/language")
@access(PUBLIC)
def choose_language() -> ResponseReturnValue:
    """Remember the language and go back."""
    return _remember(languages.COOKIE, languages.CODES)


@page.post("/theme")
@access(PUBLIC)
def choose_theme() -> ResponseReturnValue:
    """Remember the colours and go back."""
    return _remember(themes.COOKIE, themes.THEMES)


def _remember(cookie: str, known: tuple[str, ...]) -> Response:
    chosen = request.form.get(cookie, "")
    if chosen not in known:
        raise BadRequest
    response = redirect(next_address())
    remember(response, cookie, chosen)
    return response
