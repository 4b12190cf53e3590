"""Registers of the bodies one works for, their entries, and the public pages."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.retry_planned_case import RetryPlannedCase
from engine.queries.register_csv import as_csv
from engine.queries.register_views import RegisterPage
from engine.registers.life_cycle import STATES
from web.access import PUBLIC, SIGNED_IN, access
from web.current import actor, application
from web.formatting import name_in
from web.pages.registers.words import (
    QUIET,
    SAID_BY_STATE,
    act_words,
    cell_figures,
    cell_words,
    planned_words,
    state_tone,
    state_words,
)
from web.toasts import toast
from web.translating import gettext

page = Blueprint("registers", __name__, template_folder="templates")
for _filter in (act_words, cell_figures, cell_words, planned_words, state_tone, state_words):
    page.add_app_template_filter(_filter)
PER_PAGE = 50
MOST_IN_FILE = 100_000


@page.get("/registers")
@access(SIGNED_IN)
def show() -> str:
    """Show the registers and journals of the bodies one works for."""
    return render_template("registers.html", rows=application().read.registers(actor()))


@page.get("/registers/<body>/<register>")
@access(SIGNED_IN)
def one(body: str, register: str) -> str:
    """Show a page of a register.

    Query: ``q`` words; ``state`` of certificates; ``page`` from 1.
    """
    return _listed("registers_one.html", body, register, _of_staff)


@page.get("/registers/<body>/<register>/csv")
@access(SIGNED_IN)
def as_file(body: str, register: str) -> Response:
    """Return what the page of the register shows, all of it, as CSV."""
    return _file(body, register, _of_staff)


@page.get("/registers/<body>/<register>/<int:entry_id>")
@access(SIGNED_IN)
def entry(body: str, register: str, entry_id: int) -> str:
    """Show an entry: what it says, what became of it, what is planned."""
    found = application().read.register_entry(body, register, entry_id, actor())
    return render_template("registers_entry.html", entry=found, row=found.row)


@page.post("/registers/<body>/<register>/<int:entry_id>/planned/<int:planned_id>/retry")
@access(SIGNED_IN)
def retry(body: str, register: str, entry_id: int, planned_id: int) -> ResponseReturnValue:
    """Start a planned case again that could not begin."""
    application().execute(RetryPlannedCase(planned_id), actor())
    toast(gettext("The case is started again"))
    address = url_for("registers.entry", body=body, register=register, entry_id=entry_id)
    return redirect(address)


@page.get("/public/<body>")
@access(PUBLIC)
def public(body: str) -> ResponseReturnValue:
    """Go to the first register of a body that anybody may read."""
    rows = application().read.public_registers(body)
    return redirect(url_for("registers.public_one", body=body, register=rows[0].key))


@page.get("/public/<body>/<register>")
@access(PUBLIC)
def public_one(body: str, register: str) -> str:
    """Show a page of a register to anybody: its public columns alone."""
    others = application().read.public_registers(body)
    return _listed("registers_public.html", body, register, _of_anybody, others=others)


@page.get("/public/<body>/<register>/csv")
@access(PUBLIC)
def public_file(body: str, register: str) -> Response:
    """Return what the public page shows, all of it, as CSV."""
    return _file(body, register, _of_anybody)


def _of_staff(body: str, register: str, **narrowed: Any) -> RegisterPage:
    return application().read.register(body, register, actor(), **narrowed)


def _of_anybody(body: str, register: str, **narrowed: Any) -> RegisterPage:
    return application().read.public_register(body, register, **narrowed)


def _asked() -> dict[str, str]:
    state = request.args.get("state", "")
    return {
        "q": request.args.get("q", "").strip()[:200],
        "state": state if state in STATES else "",
    }


def _listed(
    template: str, body: str, register: str, read: Callable[..., RegisterPage], **more: Any
) -> str:
    asked = _asked()
    number = max(1, request.args.get("page", 1, type=int))
    found = read(body, register, limit=PER_PAGE, offset=(number - 1) * PER_PAGE, **asked)
    return render_template(
        template,
        found=found,
        register=found.register,
        asked=asked,
        states=STATES,
        quiet=QUIET,
        by_state=SAID_BY_STATE,
        number=number,
        pages=max(1, -(-found.total // PER_PAGE)),
        now=application().clock.now().astimezone(ZoneInfo(found.register.body.time_zone)),
        **more,
    )


def _file(body: str, register: str, read: Callable[..., RegisterPage]) -> Response:
    found = read(body, register, limit=MOST_IN_FILE, **_asked())
    heads = [gettext("Number"), gettext("Entered on")]
    heads += [name_in(one.name, found.register.body) or one.key for one in found.columns]
    heads += [gettext("State"), gettext("Since")] if found.with_states else []
    rows = []
    for row in found.rows:
        cells = [row.number, row.entered_on.isoformat(), *row.values]
        if found.with_states:
            cells += [state_words(row.state), row.since.isoformat()]
        rows.append(cells)
    answer = Response(as_csv(heads, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{body}-{register}.csv"'
    return answer
