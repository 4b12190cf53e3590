"""Slow down whoever guesses passwords: failed sign-ins count, by address and by name, in memory."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN = "sign_in.enter"


def set_up(app: Flask, sign_in_limit: str) -> None:
    """Limit failed attempts at the sign-in of the app.

    Args:
        app: with the sign-in page registered.
        sign_in_limit: e.g. ``10 per 5 minutes``.
    """
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=False)
    for key in (get_remote_address, _name_tried):
        limit: Callable[[Any], Any] = limiter.limit(
            sign_in_limit, key_func=key, deduct_when=_failed
        )
        app.view_functions[SIGN_IN] = limit(app.view_functions[SIGN_IN])


def _name_tried() -> str:
    return "name:" + request.form.get("username", "").strip().casefold()


def _failed(response: Response) -> bool:
    return response.status_code >= 400
