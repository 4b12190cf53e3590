"""Procedures in force, and the start of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.start_case import StartCase
from engine.errors import FormInvalid, NotAllowed, NotFound
from engine.queries.change import faults_uploaded
from engine.queries.check_states import state_of_checks
from engine.queries.procedure_views import ProcedureRow
from forms.errors import FieldError
from forms.parsing import RowButton
from web.access import SIGNED_IN, access
from web.attachments import attached, brings_files
from web.current import actor, application
from web.error_pages import status_of
from web.filled_form import drawn, field_errors, sent, with_row_button
from web.formatting import label
from web.pages.procedures.checking import goes_on, since_asked
from web.toasts import toast
from web.translating import gettext

page = Blueprint("start_case", __name__, template_folder="templates")


@page.get("/procedures")
@access(SIGNED_IN)
def procedures() -> str:
    """List the procedures in force by body; those that the person may start have a button."""
    rows = sorted(application().read.procedures(actor()), key=lambda row: row.key)
    by_body = [(body, list(its)) for body, its in groupby(rows, key=lambda row: row.body)]
    owned = {row.body.key for row in rows if row.owned}
    read = application().read
    checks = {key: read.ask(state_of_checks, actor(), key) for key in owned}
    playing = request.args.get("goes_on", "")
    return render_template(
        "procedures.html",
        by_body=by_body,
        checks=checks,
        uploaded={key: read.ask(faults_uploaded, actor(), key) for key in owned},
        playing=playing if playing in checks and goes_on(checks[playing]) else "",
        since=since_asked(),
    )


@page.get("/procedures/<body>/<procedure>/start")
@access(SIGNED_IN)
def show(body: str, procedure: str) -> ResponseReturnValue:
    """Show the start form."""
    return _page(_procedure(body, procedure), {})


@page.post("/procedures/<body>/<procedure>/start")
@access(SIGNED_IN)
def start(body: str, procedure: str) -> ResponseReturnValue:
    """Start a case; or add or remove a row of the start form."""
    row = _procedure(body, procedure)
    came = sent(request.form)
    focus = ""
    if brings_files():
        answers, errors, focus = attached(row.form, came.answers, procedure=row.key)
        came = replace(came, answers=answers)
        if errors:
            return _page(row, answers, errors), status_of(FormInvalid(errors, answers))
    if not came.finishes:
        return _page(row, with_row_button(row.form, came), pressed=came.pressed, focus=focus)
    try:
        case_id = application().execute(
            StartCase(row.key, came.answers, request.form.get("submit_key")), actor()
        )
    except FormInvalid as error:
        return _page(row, came.answers, field_errors(error)), status_of(error)
    toast(gettext("The case is started"), link=(url_for("work_list.show"), gettext("To my tasks")))
    return redirect(url_for("case.show", case_id=case_id))


def _procedure(body: str, procedure: str) -> ProcedureRow:
    key = f"{body}/{procedure}"
    row = next((row for row in application().read.procedures(actor()) if row.key == key), None)
    if row is None:
        raise NotFound("The procedure «{procedure}» was not found.", procedure=procedure)
    if not row.may_start:
        name = label(row.name, row.body.key)
        raise NotAllowed(
            "A case of «{procedure}» is started by another role, or by another case.",
            procedure=name,
        )
    return row


def _page(
    row: ProcedureRow,
    answers: Mapping[str, Any],
    errors: Sequence[FieldError] = (),
    pressed: RowButton | None = None,
    focus: str = "",
) -> str:
    choices = application().read.start_choices(row.key, actor())
    setting = application().read.start_setting(row.key, actor())
    return render_template(
        "start_case.html",
        row=row,
        form=drawn(
            row.form,
            answers,
            {},
            errors,
            choices,
            row.body,
            pressed=pressed,
            setting=setting,
            focus=focus,
        ),
        submit_key=request.form.get("submit_key") or uuid4().hex,
    )
