"""What was typed in a form whose sender is not signed in any more: it comes back after the sign-in.

The answers travel through the sign-in page and back to the form, which is drawn again with them;
nothing is saved or finished until the person has seen them.
"""

import json
from typing import Final
from urllib.parse import urlsplit

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.addresses import local_path

_STARTS: Final = frozenset({"start_case.start", "start_case.save_draft"})
FORMS: Final = _STARTS | {"work_item.complete", "work_item.save_draft"}
"""Views that receive forms."""

UNAUTHENTICATED: Final = 401
_OF_THE_SESSION: Final = frozenset({"csrf_token", "kept"})
_BUTTONS: Final = frozenset({"_finish", "_add", "_remove", "_attach", "_detach"})

Kept = list[tuple[str, str]]


def brings_answers() -> bool:
    """Whether the request is a form of ours, sent from a page of ours.

    The token against forged requests went with the session; the browser itself says whose page it
    was.
    """
    if request.method != "POST" or request.endpoint not in FORMS:
        return False
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def answers_brought() -> Kept:
    """Return what was typed, without what belongs to the session, and without the button."""
    left_out = _OF_THE_SESSION | _BUTTONS
    return [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]


def written(kept: Kept) -> str:
    """Return answers as the sign-in page carries them."""
    return json.dumps(kept, ensure_ascii=False)


def read(text: str) -> Kept:
    """Return answers that the sign-in page carried; none where they are no answers."""
    try:
        given = json.loads(text)
    except ValueError:
        return []
    if not isinstance(given, list):
        return []
    pairs = (pair for pair in given if isinstance(pair, list) and len(pair) == 2)
    return [(n, v) for n, v in pairs if isinstance(n, str) and isinstance(v, str)]


def form_address() -> str:
    """Return where the form stands that the request came from."""
    values = request.view_args or {}
    if request.endpoint in _STARTS:
        return url_for("start_case.start", **values)
    return url_for("work_item.complete", **values)


def back_to_form(kept: Kept, address: str | None) -> ResponseReturnValue:
    """Return the page that leads back to a form with what was typed in it."""
    return render_template(
        "back_to_form.html", kept=kept, address=local_path(address) or url_for("work_list.show")
    )
