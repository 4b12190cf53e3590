"""The work list: what waits for this person, the most urgent first."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from engine.procedures.body import Body
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.pages.work_list.grouping import grouped

page = Blueprint("work_list", __name__, template_folder="templates")
CLAIMS = ("mine", "free")
SHOWN_AT_ONCE = 50
MOST_SHOWN = 1000


@page.get("/")
@access(SIGNED_IN)
def show() -> str:
    """Show the tasks in groups by their term.

    Query: ``q`` part of a number, title or step; ``body`` key of a body; ``claim`` one of
    ``CLAIMS``; ``shown`` how many rows at most.
    """
    claim = request.args.get("claim", "")
    asked = {
        "q": request.args.get("q", "").strip(),
        "body": request.args.get("body", ""),
        "claim": claim if claim in CLAIMS else "",
    }
    shown = min(max(request.args.get("shown", SHOWN_AT_ONCE, type=int), 1), MOST_SHOWN)
    found = application().read.work_list(actor(), limit=shown, **asked)
    return render_template(
        "work_list.html",
        found=found,
        groups=grouped(found.rows, application().clock.now()),
        asked=asked,
        bodies=_bodies(found.counts),
        next_shown=shown + SHOWN_AT_ONCE,
    )


def _bodies(counts: Mapping[str, int]) -> tuple[Body, ...]:
    keys = [name.removeprefix("body:") for name in counts if name.startswith("body:")]
    return tuple(body for key in keys if (body := application().body(key)))
