"""The list of cases within the person's reach, on a page and as a file."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request

from engine.procedures.body import Body
from engine.queries.cases import case_choices
from engine.queries.register_csv import as_csv
from engine.queries.views import CaseRow
from forms.fields.moment import read_day
from web.access import SIGNED_IN, access
from web.current import actor, application, bodies_read
from web.dates import begin_of_day, day_figures, time_text
from web.formatting import label, name_in
from web.translating import gettext

page = Blueprint("cases", __name__, template_folder="templates")
STATES = ("open", "suspended", "ended", "cancelled")
TEXTS = ("q", "state", "body", "procedure", "person", "since", "until", "overdue")
PER_PAGE = 50
MOST_IN_FILE = 10_000


@page.get("/cases")
@access(SIGNED_IN)
def show() -> str:
    """Show the cases, the latest first.

    Query: ``q`` part of a number or title, or words of a value; ``overdue=yes``; ``state`` one of
    ``STATES``; ``body`` key of a body; ``procedure`` as ``<body>/<procedure>``; ``person`` id of
    who takes part; ``since`` and ``until`` days of their beginning, both included; ``page`` from 1.
    """
    asked = _asked()
    number = max(1, request.args.get("page", 1, type=int))
    rows, total = application().read.cases(
        actor(), limit=PER_PAGE, offset=(number - 1) * PER_PAGE, **_narrowed(asked)
    )
    return render_template(
        "cases.html",
        rows=rows,
        total=total,
        asked=asked,
        kept={name: value for name, value in asked.items() if value},
        unread=[name for name in ("since", "until") if asked[name] and not read_day(asked[name])],
        number=number,
        pages=max(1, -(-total // PER_PAGE)),
        bodies=_bodies(),
        choices=application().read.ask(case_choices, actor()),
    )


@page.get("/cases/csv")
@access(SIGNED_IN)
def as_file() -> Response:
    """Return the cases as CSV, the latest ``MOST_IN_FILE``; the query is that of the page."""
    heads = [
        gettext("Number"), gettext("Case"), gettext("Body"), gettext("Procedure"), gettext("State"),
        gettext("Waits for"), gettext("Term"), gettext("Begun"), gettext("Ended"),
        gettext("Outcome"),
    ]  # fmt: skip
    rows, _ = application().read.cases(actor(), limit=MOST_IN_FILE, offset=0, **_narrowed(_asked()))
    answer = Response(as_csv(heads, map(_line, rows)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return answer


def _line(row: CaseRow) -> tuple[str, ...]:
    key, due = row.body.key, row.due.at if row.due else None
    states = {
        "open": gettext("under way"),
        "suspended": gettext("suspended"),
        "ended": gettext("ended"),
    }
    return (
        row.number,
        row.title,
        name_in(row.body.short_name, row.body),
        label(row.procedure_name, key),
        states.get(row.state, gettext("stopped")),
        "; ".join(label(name, key) for name in row.waiting),
        f"{day_figures(due.date())} {time_text(due)}" if due else "",
        day_figures(row.started_at.date()),
        day_figures(row.ended_at.date()) if row.ended_at else "",
        label(row.outcome_name, key),
    )


def _asked() -> dict[str, str]:
    asked = {name: request.args.get(name, "").strip()[:200] for name in TEXTS}
    known = {"state": STATES, "overdue": ("yes",)}
    return {n: v if n not in known or v in known[n] else "" for n, v in asked.items()}


def _narrowed(asked: Mapping[str, str]) -> dict[str, Any]:
    """What the engine is asked; days begin where the first body of the reader is."""
    found: dict[str, Any] = {name: asked[name] for name in ("q", "state", "body")}
    if asked["procedure"]:
        found["procedure"] = asked["procedure"]
    if asked["person"].isdecimal():
        found["person"] = int(asked["person"])
    if since := read_day(asked["since"]):
        found["since"] = begin_of_day(since, _zone())
    if until := read_day(asked["until"]):
        found["until"] = begin_of_day(until + timedelta(days=1), _zone())
    if asked["overdue"]:
        found["overdue"] = True
    return found


def _zone() -> ZoneInfo:
    served = bodies_read() or _bodies()
    return served[0].zone if served else ZoneInfo("UTC")


def _bodies() -> list[Body]:
    keys = sorted({body for body, _ in actor().roles})
    return [body for body in map(application().body, keys) if body]
