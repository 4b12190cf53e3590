"""Addresses to go to after an action: only pages of this site."""

from urllib.parse import urlsplit

from flask import request, url_for


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
