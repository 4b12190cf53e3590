"""Colours of the pages: as the person's system has them, or light, or dark."""

from flask import request

COOKIE = "theme"
THEMES = ("system", "light", "dark")


def chosen_theme() -> str:
    """Return the theme of the present request."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in THEMES else THEMES[0]
