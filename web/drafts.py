"""Drafts of forms, as pages and their script save them."""

from datetime import datetime
from typing import Any, Final

from flask import request

from web.dates import time_text
from web.translating import gettext

SEEN: Final = "_draft_seen"
"""Name of the control that carries the mark of the draft that the form was drawn from."""

_JSON = "application/json"


def asked_by_script() -> bool:
    """Return whether a script saves, which wants an answer without a new page."""
    return bool(request.accept_mimetypes.best == _JSON)


def seen_draft(*, just_saved: bool = False) -> str | None:
    """Return the mark of the draft that the form was drawn from.

    Drawing it again does not make a newer one seen. Where this very request has just saved the
    draft, e.g. with files that came, there is none to compare with.
    """
    return None if just_saved else request.form.get(SEEN)


def saved(at: datetime, mark: str) -> dict[str, Any]:
    """Return what the script is told: when the draft was saved, and its mark."""
    return {"said": gettext("Draft saved %(moment)s", moment=time_text(at)), "mark": mark}
