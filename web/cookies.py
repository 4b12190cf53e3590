"""Cookies of a year, out of reach of scripts: how a person wants to see the pages."""

from datetime import timedelta

from werkzeug.wrappers import Response

from web.current import config

KEPT = timedelta(days=365)


def remember(response: Response, name: str, value: str) -> None:
    """Let the browser keep a choice."""
    response.set_cookie(
        name, value, max_age=KEPT, secure=config().secure_cookies, httponly=True, samesite="Lax"
    )
