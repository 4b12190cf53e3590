"""Find an act in the history of every case, export what was found, and verify the chains."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request

from engine.errors import NotAllowed
from engine.proof.verifier import canonical
from engine.queries.history_search import FoundEvent, FoundEvents, HistorySearch
from engine.queries.register_csv import as_csv
from forms.fields.moment import read_day
from web.access import SIGNED_IN, access
from web.current import actor, application, audited_bodies
from web.dates import begin_of_day
from web.formatting import label
from web.pages.case.event_words import KINDS, event_words
from web.pages.history_search.fault_words import fault_words
from web.translating import gettext

page = Blueprint("history_search", __name__, template_folder="templates")
page.add_app_template_filter(fault_words)
PER_PAGE = 50
MOST_IN_FILE = 10_000
TEXTS = ("q", "body", "person", "element_id", "clause", "kind")


@page.get("/history")
@access(SIGNED_IN)
def show() -> str:
    """Show a page of what a search finds, the latest first.

    Query: ``q`` words; ``body``; ``person``; ``element_id``; ``clause``; ``kind``; ``since`` and
    ``until`` days, both included; ``before`` id of an event: older ones.
    """
    asked = _asked()
    found = _found(asked, limit=PER_PAGE, before=request.args.get("before", type=int))
    return render_template("history_search.html", **_shown(asked, found))


@page.get("/history/csv")
@access(SIGNED_IN)
def as_file() -> Response:
    """Return what a search finds as CSV, the latest ``MOST_IN_FILE`` events."""
    heads = [
        gettext("Case"), gettext("No."), gettext("When"), gettext("Who"), gettext("What happened"),
        gettext("Step"), gettext("Ground"), gettext("Value"), gettext("was:"), gettext("is:"),
        gettext("Hash"),
    ]  # fmt: skip
    rows = [line for row in _found(_asked(), limit=MOST_IN_FILE).rows for line in _lines(row)]
    return _download(as_csv(heads, rows), "text/csv", "history.csv")


@page.get("/history/export")
@access(SIGNED_IN)
def export() -> Response:
    """Return what a search finds, signed: every event proves itself."""
    asked = _asked()
    _refuse_others()
    document = application().signed_events(actor(), _search(asked), asked, most=MOST_IN_FILE)
    return _download(canonical(document), "application/json", "history.json")


@page.get("/cases/<case_id>/history/export")
@access(SIGNED_IN)
def export_case(case_id: str) -> Response:
    """Return the whole history of a case, signed, with the latest seal that knows it."""
    _refuse_others()
    document = application().signed_case(case_id, actor())
    return _download(canonical(document), "application/json", f"case-{case_id}.json")


@page.post("/history/verify")
@access(SIGNED_IN)
def verify() -> str:
    """Verify the chains within reach, or that of one case, and show what was found."""
    _refuse_others()
    found = application().verify_history(actor(), case_id=request.form.get("case_id", ""))
    return render_template("history_search_verified.html", found=found, key=_key())


@page.get("/history/verifier.py")
@access(SIGNED_IN)
def verifier() -> Response:
    """Give away the verifier that works without Reglament."""
    return _download(application().verifier_text(), "text/x-python", "verifier.py")


@page.get("/history/readings")
@access(SIGNED_IN)
def read_before() -> str:
    """Show what internal auditors read: to administrators, and to each auditor their own."""
    return render_template(
        "history_search_readings.html", rows=application().read.readings(actor())
    )


def _refuse_others() -> None:
    if not audited_bodies():
        raise NotAllowed(
            "The history of a whole body is read by its internal auditor. "
            "An administrator gives out this role."
        )


def _asked() -> dict[str, str]:
    names = (*TEXTS, "since", "until")
    return {name: request.args.get(name, "").strip()[:200] for name in names}


def _search(asked: Mapping[str, str], before: int | None = None) -> HistorySearch:
    bodies = audited_bodies()
    zone = bodies[0].zone if bodies else ZoneInfo("UTC")
    since, until = _day(asked["since"]), _day(asked["until"])
    return HistorySearch(
        **{name: asked[name] for name in TEXTS},
        since=begin_of_day(since, zone) if since else None,
        until=begin_of_day(until + timedelta(days=1), zone) if until else None,
        before=before,
    )


def _day(typed: str) -> date | None:
    return read_day(typed) if typed else None


def _found(asked: Mapping[str, str], *, limit: int, before: int | None = None) -> FoundEvents:
    _refuse_others()
    application().index_history()
    return application().read.found_events(actor(), _search(asked, before), limit=limit)


def _shown(asked: Mapping[str, str], found: FoundEvents) -> dict[str, Any]:
    kept = {name: value for name, value in asked.items() if value}
    older = found.next_before
    return {
        "found": found,
        "asked": asked,
        "kept": kept,
        "bodies": audited_bodies(),
        "kinds": KINDS,
        "unread": [name for name in ("since", "until") if asked[name] and not _day(asked[name])],
        "older": older,
        "key": _key(),
    }


def _key() -> str:
    return application().sealing.signer.public_key


def _lines(row: FoundEvent) -> list[list[Any]]:
    """An event as lines of a table: one for each value it changed, at least one."""
    event, body = row.event, row.body.key
    told = [
        row.case_number,
        event.number,
        event.at.isoformat(timespec="seconds"),
        event.actor or gettext("the system"),
        event_words(event),
        label(event.element_name, body) if event.element_name else "",
        event.clause,
    ]
    changes = [[label(c.label, body), c.old, c.new] for c in event.changes] or [["", "", ""]]
    return [[*told, *change, event.hash] for change in changes]


def _download(content: str | bytes, media_type: str, name: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
