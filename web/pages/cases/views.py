"""The list of cases within the person's reach."""

from typing import Any

from flask import Blueprint, render_template, request

from engine.procedures.body import Body
from web.access import SIGNED_IN, access
from web.current import actor, application

page = Blueprint("cases", __name__, template_folder="templates")
STATES = ("open", "suspended", "ended", "cancelled")
PER_PAGE = 50


@page.get("/cases")
@access(SIGNED_IN)
def show() -> str:
    """Show the cases, the latest first.

    Query: ``q`` part of a number or title, or words of a value; ``overdue=yes``; ``state`` one of
    ``STATES``; ``body`` key of a body; ``page`` from 1.
    """
    state = request.args.get("state", "")
    asked: dict[str, Any] = {
        "q": request.args.get("q", "").strip(),
        "state": state if state in STATES else "",
        "body": request.args.get("body", ""),
    }
    if request.args.get("overdue") == "yes":
        asked["overdue"] = True
    number = max(1, request.args.get("page", 1, type=int))
    rows, total = application().read.cases(
        actor(), limit=PER_PAGE, offset=(number - 1) * PER_PAGE, **asked
    )
    return render_template(
        "cases.html",
        rows=rows,
        total=total,
        asked=asked,
        number=number,
        pages=max(1, -(-total // PER_PAGE)),
        bodies=_bodies(),
    )


def _bodies() -> list[Body]:
    keys = sorted({body for body, _ in actor().roles})
    return [body for body in map(application().body, keys) if body]
