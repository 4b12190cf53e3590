"""The full history of one case, for whoever has to prove what happened."""

from flask import Blueprint, render_template, request

from web.access import SIGNED_IN, access
from web.current import actor, application
from web.formatting import label

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
