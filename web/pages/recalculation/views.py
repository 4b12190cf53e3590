"""One recorded calculation of a case, calculated again: as of its day, and as of today."""

from flask import Blueprint, render_template

from engine.queries.recalculation import Again
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.sentences import sentence
from web.workings import figures, parameter_lines, result_figures, words, working_lines

page = Blueprint("recalculation", __name__, template_folder="templates")


@page.get("/cases/<case_id>/history/<int:number>/recalculation")
@access(SIGNED_IN)
def show(case_id: str, number: int) -> str:
    """Show whether a recorded figure comes out again, and what it would be today."""
    again = application().read.recalculation(case_id, number, actor())
    case = application().read.case_page(case_id, actor())
    return render_template(
        "recalculation.html",
        row=case.row,
        again=again,
        then=_told(again.then),
        now=_told(again.now),
        inputs=figures(again.inputs),
        lines=working_lines(again.recorded),
        figures=result_figures(again.recorded),
        used=parameter_lines(again.recorded),
    )


def _told(one: Again) -> dict[str, object]:
    """A recalculation in the words of the page."""
    return {
        "on": words(one.on.isoformat()),
        "same": one.same,
        "differences": [(d.path, words(d.recorded), words(d.again)) for d in one.differences],
        "refused": [(field, sentence(template, values)) for field, template, values in one.refused],
    }
