"""The page of one case: where it stands, what it waits for, what happened."""

from collections.abc import Callable
from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.retry_incident import RetryIncident
from engine.drawing.layout import renamed
from engine.drawing.svg import draw
from engine.queries.certificates import certificates_of
from engine.queries.comments import comments_of
from engine.queries.control import corrects, held
from engine.queries.linked import chain_of
from engine.queries.views import CasePage, DueView
from web.access import SIGNED_IN, access
from web.addresses import local_path
from web.current import actor, application, bodies_served
from web.formatting import label
from web.frontend.build import BUNDLES
from web.pages.case.chips import Chips, chips
from web.pages.case.event_words import (
    change_label,
    change_row,
    changes_with_label,
    changes_without_label,
    event_facts,
    event_tone,
    event_words,
    labelled,
    value_words,
)
from web.toasts import toast
from web.translating import gettext

page = Blueprint("case", __name__, template_folder="templates")
for _filter in (
    change_label,
    change_row,
    changes_with_label,
    changes_without_label,
    event_facts,
    event_tone,
    event_words,
    labelled,
    value_words,
):
    page.add_app_template_filter(_filter)


@page.get("/cases/<case_id>")
@access(SIGNED_IN)
def show(case_id: str) -> str:
    """Show the case."""
    case = application().read.case_page(case_id, actor())
    if not case.whole:
        return render_template(
            "case.html",
            case=case,
            row=case.row,
            due=_most_urgent(case),
            deadlines=_deadlines(case),
            movable=False,
            held=application().read.ask(held, actor(), case_id),
            said=application().read.ask(comments_of, actor(), case_id),
            chain=application().read.ask(chain_of, actor(), case_id),
            certificates=application().read.ask(certificates_of, actor(), case_id),
            new_key=uuid4().hex,
            names={step.element_id: label(step.name, case.row.body.key) for step in case.outline},
        )
    xml = renamed(application().read.diagram_xml(case_id, actor()), _labels(case.row.body.key))
    notes = chips(case)
    about = gettext("Diagram of the procedure. The same in words stands under «Steps».")
    return render_template(
        "case.html",
        case=case,
        row=case.row,
        staffed={body.key for body in bodies_served()},
        due=_most_urgent(case),
        deadlines=_deadlines(case),
        drawing=draw(xml, case.marks, case.taken, notes, about),
        held=application().read.ask(held, actor(), case_id),
        said=application().read.ask(comments_of, actor(), case_id),
        chain=application().read.ask(chain_of, actor(), case_id),
        certificates=application().read.ask(certificates_of, actor(), case_id),
        new_key=uuid4().hex,
        may_correct=application().read.ask(corrects, actor(), case.row.body.key),
        movable=(BUNDLES / "diagram.js").is_file(),
        facts=_diagram_facts(case, notes, about),
        states=set(case.marks.values()),
        names={step.element_id: label(step.name, case.row.body.key) for step in case.outline},
    )


@page.get("/cases/<case_id>/diagram.bpmn")
@access(SIGNED_IN)
def diagram(case_id: str) -> Response:
    """Return the diagram of the case, its labels in the language of the pages."""
    row = application().read.case_page(case_id, actor()).row
    xml = application().read.diagram_xml(case_id, actor())
    return Response(renamed(xml, _labels(row.body.key)), mimetype="application/xml")


@page.post("/cases/<case_id>/incidents/<int:incident_id>/retry")
@access(SIGNED_IN)
def retry(case_id: str, incident_id: int) -> ResponseReturnValue:
    """Retry an automatic step that failed."""
    application().execute(RetryIncident(incident_id), actor())
    still = application().read.case_page(case_id, actor()).incidents
    if "later" in request.args:  # a job of its own, which begins after this answer
        toast(gettext("It is tried again; if it fails again, it stands here again"))
    elif not still:
        toast(gettext("The step was carried out"))
    back = local_path(request.form.get("next"))
    return redirect(back or url_for("case.show", case_id=case_id))


def _most_urgent(case: CasePage) -> DueView | None:
    """Return the nearest term of the case, with its working where the page has it."""
    due = case.row.due
    same = (one for one in case.deadlines if due and (one.entry, one.at) == (due.entry, due.at))
    return next(same, due)


def _deadlines(case: CasePage) -> tuple[DueView, ...]:
    """Return the clocks of the case; a step and its timer that share a term make one line."""
    by_term = {(one.entry, one.at): one for one in reversed(case.deadlines)}
    return tuple(reversed(by_term.values()))


def _labels(body_key: str) -> Callable[[str], str]:
    return lambda text: label(text, body_key)


def _diagram_facts(case: CasePage, notes: Chips, about: str) -> dict[str, object]:
    """What the script of the diagram needs to know; see ``web/frontend/src/diagram.js``."""
    order = {"late": 0, "incident": 1, "now": 2, "clock": 3}
    present = [id for id, mark in case.marks.items() if mark in order]
    return {
        "label": about,
        "keys": "diagram-keys",
        "now": min(present, key=lambda id: order[case.marks[id]], default=""),
        "marks": dict(case.marks),
        "taken": list(case.taken),
        "chips": {id: list(note) for id, note in notes.items()},
    }
