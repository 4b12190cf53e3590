"""The full history of one case, for whoever has to prove what happened."""

from flask import Blueprint, render_template, request

from engine.drawing.layout import renamed
from engine.drawing.svg import draw
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.formatting import label
from web.translating import gettext

page = Blueprint("history", __name__, template_folder="templates")


@page.get("/cases/<case_id>/history")
@access(SIGNED_IN)
def show(case_id: str) -> str:
    """Show every event of the case, the latest first.

    Query: ``only=data`` leaves the events that changed data.
    """
    case = application().read.case_page(case_id, actor())
    events = application().read.history(case_id, actor())
    only_data = request.args.get("only") == "data"
    shown = tuple(event for event in events if event.changes) if only_data else events
    return render_template(
        "history.html",
        case=case,
        row=case.row,
        events=shown,
        total=len(events),
        only_data=only_data,
        last=events[0] if events else None,
        names={step.element_id: label(step.name, case.row.body.key) for step in case.outline},
    )


@page.get("/cases/<case_id>/history/<int:number>/as-it-was")
@access(SIGNED_IN)
def as_it_was(case_id: str, number: int) -> str:
    """Show the case as it was after an event: data, open work, terms, where it stood."""
    then = application().read.as_it_was(case_id, number, actor())
    xml = application().read.diagram_xml(case_id, actor())
    labelled = renamed(xml, lambda text: label(text, then.row.body.key))
    about = gettext("Where the case stood then")
    return render_template(
        "history_as_it_was.html",
        then=then,
        row=then.row,
        event=then.event,
        picture=draw(labelled, then.marks, then.taken, {}, about),
    )
