"""Running cases: what would become of each in another version, and the step over."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.move_case import MoveCase
from engine.errors import EngineError
from engine.queries.moves import moves_page
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.sentences import sentence
from web.toasts import toast
from web.translating import ngettext

A_PAGE = 50
_STEP = "step-"


def add_to(page: Blueprint) -> None:
    """Add the routes of moving cases."""
    page.get("/procedures/<body>/<procedure>/cases")(moves)
    page.post("/procedures/<body>/<procedure>/cases")(move)


@access(SIGNED_IN)
def moves(body: str, procedure: str) -> str:
    """Show what would become of the running cases."""
    return _shown(body, procedure, {})


@access(SIGNED_IN)
def move(body: str, procedure: str) -> ResponseReturnValue:
    """Let the chosen cases go over, each whole or not at all."""
    mapping = _mapping()
    if "look" in request.form:
        address = url_for("procedures.moves", body=body, procedure=procedure, to=_to())
        given = urlencode({f"{_STEP}{old}": new for old, new in mapping.items()})
        return redirect(f"{address}{'&' if '?' in address else '?'}{given}")
    refused: dict[str, str] = {}
    done = 0
    for chosen in request.form.getlist("case"):
        case_id, _, revision = chosen.partition(":")
        command = MoveCase(
            case_id,
            request.form.get("version", 0, int),
            mapping,
            int(revision) if revision.isdecimal() else None,
        )
        try:
            application().execute(command, actor())
            done += 1
        except EngineError as error:
            refused[case_id] = sentence(error.template, error.values)
    if done:
        toast(ngettext("%(num)s case went over", "%(num)s cases went over", done))
    if refused:
        return _shown(body, procedure, refused), 409
    return redirect(url_for("procedures.moves", body=body, procedure=procedure, to=_to()))


def _mapping() -> dict[str, str]:
    given = {**request.args.to_dict(), **request.form.to_dict()}
    return {
        name.removeprefix(_STEP): value
        for name, value in given.items()
        if name.startswith(_STEP) and value
    }


def _to() -> int | None:
    return request.values.get("to", None, int)


def _shown(body: str, procedure: str, refused: dict[str, str]) -> str:
    begin = max(0, request.args.get("from", 0, int))
    mapping = _mapping()
    found = application().read.ask(
        moves_page, actor(), f"{body}/{procedure}", _to(), mapping, A_PAGE, begin
    )
    lost = {
        obstacle.element_id: obstacle.values["element"]
        for one in found.moves
        for obstacle in one.plan.obstacles
        if obstacle.mappable
    }
    return render_template(
        "procedures_moves.html",
        found=found,
        lost={**dict.fromkeys(mapping), **lost},
        mapping=mapping,
        movable=[one for one in found.moves if not one.plan.obstacles],
        refused=refused,
        begin=begin,
        a_page=A_PAGE,
    )
