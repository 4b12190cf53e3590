"""Addresses to go to after an action: only pages of this site."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException


def local_path(address: str | None) -> str | None:
    """Return the address when it is a path of this site, else ``None``.

    A scheme, a host, a backslash or a control character could lead elsewhere: browsers read a
    second slash, either way round, as the beginning of another site's name.
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or any(ord(letter) < 33 for letter in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def next_address() -> str:
    """Return where the request asks to go next, or the work list."""
    asked = request.values.get("next")
    return local_path(asked) or url_for("work_list.show")


def came_from() -> str | None:
    """Return the page of this site that the request came from, if it can be opened again.

    A page that a form was answered with may stand under an address that only forms are sent to.
    """
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or not parts.path:
        return None
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return None
    return local_path(parts.path)
