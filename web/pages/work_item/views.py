"""The page of one work item, and what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.release_work_item import ReleaseWorkItem
from engine.commands.save_draft import SaveDraft
from engine.drawing.svg import thumbnail
from engine.errors import Conflict, DraftChanged, EngineError, FormInvalid, NotAllowed, NotFound
from engine.queries.waivers import step_waivers
from engine.queries.work_item_views import WorkItemPage
from forms.errors import FieldError
from forms.parsing import RowButton
from web.access import SIGNED_IN, access
from web.addresses import local_path
from web.attachments import attached, brings_files
from web.current import actor, application, bodies_served
from web.drafts import SEEN, asked_by_script, saved, seen_draft
from web.error_pages import log_refusal, refused, status_of
from web.filled_form import Sent, drawn, field_errors, sent, with_row_button
from web.formatting import label
from web.languages import current_language
from web.pages.work_item.steering import (
    DAY,
    LEVEL,
    drawn_with,
    entered,
    says_something,
    steering,
)
from web.sentences import sentence
from web.toasts import toast
from web.translating import gettext
from web.typed_answers import typed_answers

page = Blueprint("work_item", __name__, template_folder="templates")


@page.before_request
def refuse_strangers() -> None:
    """Refuse whoever has no part in the case, before anything is done.

    A role from outside the body does a step in which nobody is appointed when the staff records
    its answer, so the command lets it pass: here it is one's own case or none.
    """
    work_item_id = (request.view_args or {}).get("work_item_id")
    if request.method == "POST" and work_item_id and not bodies_served():
        _read(work_item_id)


@page.get("/work-items/<work_item_id>")
@access(SIGNED_IN)
def show(work_item_id: str) -> ResponseReturnValue:
    """Show the form with the draft, or why there is none."""
    item = _read(work_item_id)
    return _page(item, item.answers)


@page.post("/work-items/<work_item_id>")
@access(SIGNED_IN)
def complete(work_item_id: str) -> ResponseReturnValue:
    """Complete the step; or add or remove a row, or show what the answers so far call for."""
    if entered(request.form):
        return steer(work_item_id)
    came = sent(request.form)
    try:
        came, focus = _with_files(work_item_id, came)
        if not came.finishes:
            item = _read(work_item_id)
            answers = with_row_button(item.form, came)
            seen = seen_draft(just_saved=bool(focus))
            return _page(item, answers, pressed=came.pressed, focus=focus, seen=seen)
        case_id = application().execute(_completing(work_item_id, came), actor())
    except _FilesRefused as refused_files:
        return _corrections(work_item_id, refused_files.answers, refused_files.errors)
    except FormInvalid as error:
        return _corrections(work_item_id, came.answers, field_errors(error))
    except DraftChanged as error:
        return _saved_elsewhere(work_item_id, came.answers, error)
    except Conflict as error:
        return _too_late(work_item_id, came.answers, error)
    toast(
        gettext("The step «%(name)s» is finished", name=_name(work_item_id)),
        link=(url_for("case.show", case_id=case_id), gettext("Open the case")),
    )
    return redirect(url_for("work_list.show"))


@page.post("/work-items/<work_item_id>/draft")
@access(SIGNED_IN)
def save_draft(work_item_id: str) -> ResponseReturnValue:
    """Save what was typed, unchecked; as a script asks, without a new page."""
    came = sent(request.form)
    quietly = asked_by_script()
    try:
        came, _ = _with_files(work_item_id, came)
        save = SaveDraft(work_item_id, came.answers, seen_draft())
        mark = application().execute(save, actor())
    except _FilesRefused as refused_files:
        return _corrections(work_item_id, refused_files.answers, refused_files.errors)
    except Conflict as error:
        if quietly:
            return {"said": sentence(error.template, error.values)}, status_of(error)
        if isinstance(error, DraftChanged):
            return _saved_elsewhere(work_item_id, came.answers, error)
        return _too_late(work_item_id, came.answers, error)
    if quietly:
        return saved(_read(work_item_id).draft_saved_at or application().clock.now(), mark)
    toast(gettext("The draft is saved"))
    return redirect(url_for("work_item.show", work_item_id=work_item_id))


@page.post("/work-items/<work_item_id>/claim")
@access(SIGNED_IN)
def claim(work_item_id: str) -> ResponseReturnValue:
    """Take the task."""
    application().execute(ClaimWorkItem(work_item_id), actor())
    return _told_and_back(
        work_item_id,
        gettext("The task «%(name)s» is yours", name=_name(work_item_id)),
        url_for("work_item.release", work_item_id=work_item_id),
        gettext("Give back"),
    )


@page.post("/work-items/<work_item_id>/release")
@access(SIGNED_IN)
def release(work_item_id: str) -> ResponseReturnValue:
    """Give the task back to the common list, with what was typed so far."""
    if SEEN in request.form:
        answers = sent(request.form).answers
        application().execute(SaveDraft(work_item_id, answers, request.form[SEEN]), actor())
    application().execute(ReleaseWorkItem(work_item_id), actor())
    return _told_and_back(
        work_item_id,
        gettext("The task «%(name)s» is in the common list again", name=_name(work_item_id)),
        url_for("work_item.claim", work_item_id=work_item_id),
        gettext("Take"),
    )


@page.post("/work-items/<work_item_id>/steering")
@access(SIGNED_IN)
def steer(work_item_id: str) -> ResponseReturnValue:
    """Set the priority and the day to look again, with what was typed in the form saved first.

    Form: ``_priority`` ``high normal low``; ``_follow_up`` a day or empty; ``_steered`` what both
    were on the page; and the form of the step where the person may finish it.
    """
    item = _read(work_item_id)  # who does not reach the page is told no more than there
    came = sent(request.form)
    try:
        if SEEN in request.form:
            came, _ = _with_files(work_item_id, came)
            _save_what_was_typed(item, came)
        for command in steering(work_item_id, request.form):
            application().execute(command, actor())
    except _FilesRefused as refused_files:
        return _corrections(work_item_id, refused_files.answers, refused_files.errors)
    except DraftChanged as error:
        return _saved_elsewhere(work_item_id, came.answers, error)
    except Conflict as error:
        return _too_late(work_item_id, came.answers, error)
    except NotFound:
        raise
    except EngineError as error:
        log_refusal(error)
        item = _read(work_item_id)
        return _page(item, item.answers, steering_refused=error), status_of(error)
    toast(gettext("Priority and day to look again are set"))
    return redirect(url_for("work_item.show", work_item_id=work_item_id))


@page.errorhandler(NotAllowed)
def refuse(error: NotAllowed) -> ResponseReturnValue:
    """Show the task with the reason why this person cannot work on it."""
    views = request.view_args or {}
    try:
        item = _read(views.get("work_item_id", ""))
    except NotFound as out_of_reach:
        return refused(out_of_reach)
    log_refusal(error)
    came = sent(request.form)
    if item.may_complete and came.finishes:  # the answers are refused, not the person
        application().execute(SaveDraft(item.row.id, came.answers), actor())
        return _page(_read(item.row.id), came.answers, refusal=error), status_of(error)
    return _page(item, {}), status_of(error)


@page.get("/work-items/<work_item_id>/term")
@access(SIGNED_IN)
def show_term(work_item_id: str) -> str:
    """Show how the term was worked out: a fragment for the work list."""
    return render_template("work_item_term.html", due=_read(work_item_id).row.due)


def _read(work_item_id: str) -> WorkItemPage:
    return application().read.work_item(work_item_id, actor(), language=current_language())


class _FilesRefused(Exception):
    """Files that came are of another kind or too large; the answers have the others."""

    def __init__(self, answers: Mapping[str, Any], errors: Sequence[FieldError]) -> None:
        super().__init__()
        self.answers = answers
        self.errors = errors


def _with_files(work_item_id: str, came: Sent) -> tuple[Sent, str]:
    """Store the files that came, and name them in the draft: so nothing is lost, whatever follows.

    Returns:
        What came, with the files; and the path of the last one, ``""`` without.

    Raises:
        _FilesRefused: some of them are no answers.
    """
    if not brings_files():
        return came, ""
    form = _read(work_item_id).form
    answers, errors, path = attached(form, came.answers, work_item_id=work_item_id)
    if errors:
        raise _FilesRefused(answers, errors)
    application().execute(SaveDraft(work_item_id, answers), actor())
    return replace(came, answers=answers), path


def _save_what_was_typed(item: WorkItemPage, came: Sent) -> None:
    """Save the draft; an untouched form leaves none behind, which others would have to look at."""
    if item.draft_mark or says_something(came.answers):
        seen = seen_draft(just_saved=brings_files())
        application().execute(SaveDraft(item.row.id, came.answers, seen), actor())


def _completing(work_item_id: str, came: Sent) -> CompleteWorkItem:
    return CompleteWorkItem(
        work_item_id,
        came.answers,
        seen_version=request.form.get("seen_version", type=int),
        submit_key=request.form.get("submit_key"),
        seen_draft=seen_draft(just_saved=brings_files()),
    )


def _name(work_item_id: str) -> str:
    return label(*application().read.step_name(work_item_id, actor()))


def _told_and_back(work_item_id: str, text: str, undo: str, undo_text: str) -> ResponseReturnValue:
    toast(text, undo=(undo, undo_text))
    back = local_path(request.form.get("next"))
    return redirect(back or url_for("work_item.show", work_item_id=work_item_id))


def _corrections(
    work_item_id: str, answers: Mapping[str, Any], errors: Sequence[FieldError]
) -> ResponseReturnValue:
    """Nothing typed is lost: the answers are on the page and in the draft."""
    application().execute(SaveDraft(work_item_id, answers), actor())
    return _page(_read(work_item_id), answers, errors), status_of(FormInvalid((), answers))


def _too_late(
    work_item_id: str, answers: Mapping[str, Any], error: EngineError
) -> ResponseReturnValue:
    return _page(_read(work_item_id), answers, conflict=error), status_of(error)


def _saved_elsewhere(
    work_item_id: str, answers: Mapping[str, Any], error: EngineError
) -> ResponseReturnValue:
    """Show what was typed here, and that something else is saved: now both are seen."""
    return _page(_read(work_item_id), answers, elsewhere=True), status_of(error)


def _page(
    item: WorkItemPage,
    answers: Mapping[str, Any],
    errors: Sequence[FieldError] = (),
    conflict: EngineError | None = None,
    pressed: RowButton | None = None,
    refusal: NotAllowed | None = None,
    focus: str = "",
    seen: str | None = None,
    *,
    elsewhere: bool = False,
    steering_refused: EngineError | None = None,
) -> str:
    row = item.row
    form = drawn(
        item.form,
        answers,
        item.data,
        errors,
        item.choices,
        row.body,
        item.clause,
        pressed,
        item.setting,
        focus,
    )
    return render_template(
        "work_item.html",
        item=item,
        row=item.row,
        form=form,
        conflict=conflict,
        typed=typed_answers(form.fields) if conflict else (),
        refusal=refusal,
        elsewhere=elsewhere,
        steered=drawn_with(row),
        steering_refused=steering_refused,
        steering_typed=(request.form.get(LEVEL, ""), request.form.get(DAY, "")),
        seen_draft=item.draft_mark if seen is None else seen,
        picture=_picture(item),
        step_waivers=application().read.ask(step_waivers, actor(), item),
    )


def _picture(item: WorkItemPage) -> Markup:
    """Draw where in its diagram the step stands; nothing for who sees a part of the case."""
    if not item.whole:
        return Markup()
    case = application().read.case_page(item.row.case_id, actor())
    xml = application().read.diagram_xml(item.row.case_id, actor())
    return thumbnail(xml, case.marks, case.taken, around=item.row.element_id)
