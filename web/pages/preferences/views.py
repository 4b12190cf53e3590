"""Choices of language and colours."""

from datetime import timedelta

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from web import languages, themes
from web.access import PUBLIC, access
from web.addresses import next_address
from web.current import config

page = Blueprint("preferences", __name__)
_KEPT = timedelta(days=365)


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
    response.set_cookie(
        cookie, chosen, max_age=_KEPT, secure=config().secure_cookies, httponly=True, samesite="Lax"
    )
    return response
