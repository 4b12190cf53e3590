"""The work list: what waits for this person, the most urgent first."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.drop_filter import DropFilter
from engine.commands.keep_filter import KeepFilter
from engine.commands.set_priority import LEVELS
from engine.procedures.body import Body
from engine.queries.comments import unread_mentions
from engine.queries.many_items import colleagues, saved_filters
from engine.queries.work_reach import MOST_COUNTED
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.languages import current_language
from web.pages.work_list.grouping import Group, grouped
from web.toasts import toast
from web.translating import gettext

page = Blueprint("work_list", __name__, template_folder="templates")
CLAIMS = ("mine", "free", "absent")
SORTS = ("due", "priority", "follow_up")
SHOWN_AT_ONCE = 50
LONGEST_ASKED = 1000
MOST_SHOWN = 1000
ASKED = ("q", "body", "role", "claim", "sort")
"""Parts of the address that say what is shown: what a saved filter keeps."""


@page.get("/")
@access(SIGNED_IN)
def show() -> ResponseReturnValue:
    """Show the tasks in groups by their term.

    Query: ``q`` part of a number, title, step, or words of the case; ``body`` key of a body;
    ``role`` as ``<body>/<role>``; ``claim`` one of ``CLAIMS``; ``sort`` one of ``SORTS``;
    ``shown`` how many rows at most. Without any, the saved filter that opens first.
    """
    saved = application().read.ask(saved_filters, actor())
    first = next((one for one in saved if one.opens_first), None)
    if first and not request.args:
        opened: dict[str, Any] = {**first.asked, "saved": first.id}
        return redirect(url_for("work_list.show", **opened))
    facts = _facts()
    return render_template(
        "work_list.html",
        **facts,
        bodies=_bodies(facts["found"].counts),
        saved=saved,
        chosen=request.args.get("saved", 0, type=int),
        opens_first=first,
        colleagues=application().read.ask(colleagues, actor()),
        levels=tuple(LEVELS),
        tomorrow=application().clock.now().date() + timedelta(days=1),
    )


@page.get("/work-list/rows")
@access(SIGNED_IN)
def show_rows() -> Response:
    """Show the rows alone, for a page that is open; nothing where they are what it shows."""
    facts = _facts()
    now = application().clock.now().replace(minute=0, second=0, microsecond=0)
    shown = repr((facts["found"], facts["asked"], current_language(), now))
    mark = sha256(shown.encode()).hexdigest()[:32]
    if request.if_none_match.contains(mark):
        response = make_response("", 304)
    else:
        response = make_response(render_template("work_list_groups.html", **facts))
    response.set_etag(mark)
    return response


@page.post("/work-list/filters")
@access(SIGNED_IN)
def keep() -> ResponseReturnValue:
    """Save the filter that is shown, under a name."""
    came = dict(parse_qsl(request.form.get("asked", "")[:LONGEST_ASKED]))
    asked: dict[str, Any] = {name: came[name] for name in ASKED if name in came}
    first = "opens_first" in request.form
    application().execute(KeepFilter(request.form.get("name", ""), asked, first), actor())
    toast(gettext("The filter is saved"))
    return redirect(url_for("work_list.show", **{"saved": 0, **asked}))


@page.post("/work-list/filters/<int:filter_id>/drop")
@access(SIGNED_IN)
def drop(filter_id: int) -> ResponseReturnValue:
    """Drop a saved filter."""
    application().execute(DropFilter(filter_id), actor())
    return redirect(url_for("work_list.show"))


def _facts() -> dict[str, Any]:
    claim, sort = request.args.get("claim", ""), request.args.get("sort", "")
    asked = {
        "q": request.args.get("q", "").strip(),
        "body": request.args.get("body", ""),
        "role": request.args.get("role", ""),
        "claim": claim if claim in CLAIMS else "",
        "sort": sort if sort in SORTS else "due",
    }
    shown = min(max(request.args.get("shown", SHOWN_AT_ONCE, type=int), 1), MOST_SHOWN)
    found = application().read.work_list(actor(), limit=shown, language=current_language(), **asked)
    g.tasks_waiting = found.counts["all"]  # the header shows it, too
    groups: tuple[Group, ...] = grouped(found.rows, application().clock.now())
    if asked["sort"] != "due":
        groups = (Group(asked["sort"], found.rows),) if found.rows else ()
    return {
        "found": found,
        "groups": groups,
        "asked": asked,
        "sent": {name: value for name, value in asked.items() if value and value != "due"},
        "narrowed": any(asked[name] for name in ("q", "body", "role", "claim")),
        "next_shown": shown + SHOWN_AT_ONCE,
        "most_counted": MOST_COUNTED,
        "mentioned": application().read.ask(unread_mentions, actor()),
    }


def _bodies(counts: Mapping[str, int]) -> tuple[Body, ...]:
    keys = [name.removeprefix("body:") for name in counts if name.startswith("body:")]
    return tuple(body for key in keys if (body := application().body(key)))
