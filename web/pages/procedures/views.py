"""A procedure as it runs: its diagram with what every element says, its forms and versions."""

from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands.take_back_version import TakeBackVersion
from engine.drawing.layout import renamed
from engine.drawing.svg import draw
from engine.queries.change import file_in_force
from engine.queries.check_states import state_of_checks
from engine.queries.owned_procedure import procedure_page
from forms.views import FieldView
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.filled_form import DrawnForm, drawn
from web.formatting import label
from web.pages.procedures import changing, checking, moving
from web.pages.procedures.words import FILTERS
from web.toasts import toast
from web.translating import gettext

page = Blueprint("procedures", __name__, template_folder="templates")
for _filter in FILTERS:
    page.add_app_template_filter(_filter)
changing.add_to(page)
checking.add_to(page)
moving.add_to(page)


@page.get("/procedures/<body>/<procedure>")
@access(SIGNED_IN)
def show(body: str, procedure: str) -> str:
    """Show a procedure."""
    found = application().read.ask(procedure_page, actor(), f"{body}/{procedure}")
    xml = renamed(found.diagram_xml, lambda text: label(text, body))
    about = gettext("Diagram of the procedure. The same in words stands under «Elements».")
    forms: dict[str, DrawnForm] = {
        key: _apart(key, drawn(definition, {}, {}, (), {}, found.body))
        for key, definition in found.form_definitions.items()
    }
    known = application().read.ask(state_of_checks, actor(), body) if found.owned else None
    return render_template(
        "procedures_show.html",
        found=found,
        checks=known.procedures.get(found.key) if known else None,
        goes_on=checking.goes_on(known, found.key) if known else False,
        since=checking.since_asked(),
        left=known.left(found.key, checking.since_asked()) if known else 0,
        names={one.id: one.name for one in found.elements},
        drawing=draw(xml, {}, (), {}, about, anchors="at-"),
        forms=forms,
    )


def _apart(key: str, form: DrawnForm) -> DrawnForm:
    """Give the fields of a form ids of their own: several forms stand on one page."""

    def apart(view: FieldView) -> FieldView:
        return replace(
            view,
            id=f"{key}-{view.id}",
            described_by=" ".join(f"{key}-{name}" for name in view.described_by.split()),
            children=tuple(map(apart, view.children)),
            rows=tuple(replace(row, cells=tuple(map(apart, row.cells))) for row in view.rows),
        )

    return replace(form, fields=tuple(map(apart, form.fields)))


@page.get("/procedures/<body>/files/<path:path>")
@access(SIGNED_IN)
def file(body: str, path: str) -> Response:
    """Return a file of the body as it is in force, to be changed in any modeller."""
    content = application().read.ask(file_in_force, actor(), body, path)
    name = path.rpartition("/")[2]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/octet-stream", headers=headers)


@page.post("/procedures/<body>/<procedure>/versions/<int:version_id>/take-back")
@access(SIGNED_IN)
def take_back(body: str, procedure: str, version_id: int) -> ResponseReturnValue:
    """Take a version back that no case uses."""
    left = application().execute(TakeBackVersion(version_id), actor())
    toast(gettext("The version was taken back"))
    if left is None:
        return redirect(url_for("start_case.procedures"))
    return redirect(url_for("procedures.show", body=body, procedure=procedure))
