"""Short words about something just done, shown once on the next page; never for errors."""

from typing import cast

from flask import flash


def toast(
    text: str, *, link: tuple[str, str] | None = None, undo: tuple[str, str] | None = None
) -> None:
    """Show words on the next page.

    Args:
        text: what was done.
        link: address and words of a page to go to.
        undo: address and words of the act that takes it back.
    """
    address, link_text = link or ("", "")
    undo_address, undo_text = undo or ("", "")
    message = {
        "text": text,
        "link": address,
        "link_text": link_text,
        "undo": undo_address,
        "undo_text": undo_text,
    }
    flash(cast("str", message))  # Flask stores any JSON; its type names only text
