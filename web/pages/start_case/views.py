"""Procedures in force, and the start of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.discard_start_draft import DiscardStartDraft
from engine.commands.save_start_draft import SaveStartDraft
from engine.commands.start_case import StartCase
from engine.errors import DraftChanged, DraftGone, FormInvalid, NotAllowed, NotFound
from engine.queries.change import faults_uploaded
from engine.queries.check_states import state_of_checks
from engine.queries.procedure_views import ProcedureRow
from engine.queries.start_drafts import StartDraftView, start_draft, start_drafts_saved
from forms.errors import FieldError
from forms.parsing import RowButton
from web.access import SIGNED_IN, access
from web.attachments import attached, brings_files
from web.current import actor, application
from web.drafts import asked_by_script, saved, seen_draft
from web.error_pages import status_of
from web.filled_form import Sent, drawn, field_errors, sent, with_row_button
from web.formatting import label
from web.pages.procedures.checking import goes_on, since_asked
from web.sentences import sentence
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
        drafts=read.ask(start_drafts_saved, actor()),
        uploaded={key: read.ask(faults_uploaded, actor(), key) for key in owned},
        playing=playing if playing in checks and goes_on(checks[playing]) else "",
        since=since_asked(),
    )


@page.get("/procedures/<body>/<procedure>/start")
@access(SIGNED_IN)
def show(body: str, procedure: str) -> ResponseReturnValue:
    """Show the start form, with what the same person typed in it before."""
    return _page(_procedure(body, procedure))


@page.post("/procedures/<body>/<procedure>/start")
@access(SIGNED_IN)
def start(body: str, procedure: str) -> ResponseReturnValue:
    """Start a case; or add or remove a row of the start form."""
    row = _procedure(body, procedure)
    came, errors, focus = _with_files(row, sent(request.form))
    if errors:
        return _corrections(row, came.answers, errors)
    if not came.finishes:
        answers = with_row_button(row.form, came)
        seen = seen_draft(just_saved=bool(focus))
        return _page(row, answers, pressed=came.pressed, focus=focus, seen=seen)
    try:
        case_id = application().execute(_starting(row, came), actor())
    except FormInvalid as error:
        return _corrections(row, came.answers, field_errors(error))
    except DraftChanged as error:
        return _page(row, came.answers, elsewhere=error), status_of(error)
    except NotAllowed:  # the answers are refused: what was typed is not lost
        if row.form:
            application().execute(SaveStartDraft(row.key, came.answers), actor())
        raise
    toast(gettext("The case is started"), link=(url_for("work_list.show"), gettext("To my tasks")))
    return redirect(url_for("case.show", case_id=case_id))


@page.post("/procedures/<body>/<procedure>/start/draft")
@access(SIGNED_IN)
def save_draft(body: str, procedure: str) -> ResponseReturnValue:
    """Save what was typed, unchecked; as a script asks, without a new page."""
    row = _procedure(body, procedure)
    came, errors, focus = _with_files(row, sent(request.form))
    if errors:
        return _corrections(row, came.answers, errors)
    quietly, seen = asked_by_script(), seen_draft(just_saved=bool(focus))
    try:
        mark = application().execute(SaveStartDraft(row.key, came.answers, seen), actor())
    except DraftChanged as error:
        if quietly:
            gone = isinstance(error, DraftGone)
            return {"said": sentence(error.template, error.values), "gone": gone}, status_of(error)
        return _page(row, came.answers, elsewhere=error), status_of(error)
    if quietly:
        return saved(_draft(row).saved_at or application().clock.now(), mark)
    toast(gettext("The draft is saved"))
    return redirect(url_for("start_case.show", body=body, procedure=procedure))


@page.post("/procedures/<body>/<procedure>/start/draft/discard")
@access(SIGNED_IN)
def discard_draft(body: str, procedure: str) -> ResponseReturnValue:
    """Discard what was saved, to begin anew."""
    row = _procedure(body, procedure)
    if application().execute(DiscardStartDraft(row.key), actor()):
        toast(gettext("The draft is discarded"))
    return redirect(url_for("start_case.show", body=body, procedure=procedure))


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


def _draft(row: ProcedureRow) -> StartDraftView:
    return application().read.ask(start_draft, actor(), row.key, row.body.key)


def _with_files(row: ProcedureRow, came: Sent) -> tuple[Sent, Sequence[FieldError], str]:
    """Store the files that came, and name them in the draft: so nothing is lost, whatever follows.

    Returns:
        What came, with the files; what was wrong with others; the path of the last one.
    """
    if not brings_files():
        return came, (), ""
    answers, errors, path = attached(row.form, came.answers, procedure=row.key)
    if not errors:
        application().execute(SaveStartDraft(row.key, answers), actor())
    return replace(came, answers=answers), errors, path


def _starting(row: ProcedureRow, came: Sent) -> StartCase:
    return StartCase(
        row.key,
        came.answers,
        request.form.get("submit_key"),
        seen_draft=seen_draft(just_saved=brings_files()),
    )


def _corrections(
    row: ProcedureRow, answers: Mapping[str, Any], errors: Sequence[FieldError]
) -> ResponseReturnValue:
    """Nothing typed is lost: the answers are on the page and in the draft."""
    application().execute(SaveStartDraft(row.key, answers), actor())
    return _page(row, answers, errors), status_of(FormInvalid((), answers))


def _page(
    row: ProcedureRow,
    answers: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    pressed: RowButton | None = None,
    focus: str = "",
    seen: str | None = None,
    elsewhere: DraftChanged | None = None,
) -> str:
    """Draw the form.

    Args:
        row: the procedure.
        answers: as typed; ``None`` for those of the draft.
        errors: what is wrong in them.
        pressed: the button of a table that brought them about.
        focus: id of the control where the person goes on.
        seen: mark of the draft that the form was first drawn from; ``None`` for the one of now.
        elsewhere: why what was typed here is not saved.
    """
    draft = _draft(row)
    choices = application().read.start_choices(row.key, actor())
    setting = application().read.start_setting(row.key, actor())
    return render_template(
        "start_case.html",
        row=row,
        form=drawn(
            row.form,
            draft.answers if answers is None else answers,
            {},
            errors,
            choices,
            row.body,
            pressed=pressed,
            setting=setting,
            focus=focus,
        ),
        draft=draft,
        seen_draft=draft.mark if seen is None else seen,
        elsewhere=elsewhere,
        submit_key=request.form.get("submit_key") or uuid4().hex,
    )
