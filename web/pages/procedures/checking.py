"""The versions in force, checked and their rehearsals played, some seconds at a time."""

import time
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.keep_checked_files import CheckedFiles, KeepCheckedFiles
from engine.commands.keep_played_rehearsals import KeepPlayedRehearsals
from engine.errors import NotFound
from engine.procedures.touching import Played
from engine.queries.check_states import InForce, in_force, state_of_checks
from engine.queries.check_views import BodyChecks, is_left
from engine.rehearsals.proving import check_statements, check_version, play_rehearsal
from engine.workspace import Workspace, workspace
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.pages.procedures.changing import AT_ONCE


def add_to(page: Blueprint) -> None:
    """Add the routes of checks."""
    page.post("/procedures/<body>/check")(check_body)
    page.post("/procedures/<body>/<procedure>/check")(check_procedure)


@access(SIGNED_IN)
def check_body(body: str) -> ResponseReturnValue:
    """Check and play what is in force in a body."""
    asked = _some_of_it(body, "")
    return redirect(f"{url_for('start_case.procedures')}{asked}#body-{body}")


@access(SIGNED_IN)
def check_procedure(body: str, procedure: str) -> ResponseReturnValue:
    """Check and play the version in force of one procedure."""
    asked = _some_of_it(body, f"{body}/{procedure}")
    address = url_for("procedures.show", body=body, procedure=procedure)
    return redirect(f"{address}{asked}#checks")


def since_asked() -> datetime | None:
    """Return the moment since which everything is to be played again, as the address has it."""
    try:
        since = datetime.fromisoformat(request.values.get("since", ""))
    except ValueError:
        return None
    return since if since.tzinfo else None


def goes_on(known: BodyChecks, procedure: str = "") -> bool:
    """Tell whether the page plays on by itself: rehearsals are left of what was asked for."""
    return bool(request.args.get("goes_on")) and known.left(procedure, since_asked()) > 0


def _some_of_it(body: str, procedure: str) -> str:
    """Check and play for some seconds; return what the address needs for the rest."""
    known = application().read.ask(state_of_checks, actor(), body)
    if procedure and procedure not in known.procedures:
        raise NotFound("The procedure «{procedure}» was not found.", procedure=procedure)
    files = application().read.ask(in_force, actor(), body)
    since = since_asked()
    if "again" in request.form:
        since = application().clock.now()
    began = time.monotonic()
    keys = [procedure] if procedure else list(known.procedures)
    with workspace(application().library.checkout, body, files.published) as place:
        _check(known, files, keys, place)
        asked = known.rehearsals(procedure)
        left = [(key, one.name) for key, one in asked if is_left(one, since)]
        done = _play(files, left, place, began)
    if done == len(left):
        return ""
    query = {"goes_on": body} | ({"since": since.isoformat()} if since else {})
    return f"?{urlencode(query)}"


def _check(known: BodyChecks, files: InForce, keys: Iterable[str], place: Workspace) -> None:
    """Check what this release has not checked yet: it takes a moment, and is kept."""
    found = [
        CheckedFiles(files.check_keys[key], key, 0, check_version(place, files.versions[key]))
        for key in keys
        if known.procedures[key].checked_at is None or "again" in request.form
    ]
    if known.statements is None or "again" in request.form:
        total, faults = check_statements(place)
        found.append(CheckedFiles(files.statements_key, known.body, total, faults))
    if found:
        application().execute(KeepCheckedFiles(known.body, tuple(found)), actor())


def _play(files: InForce, left: list[tuple[str, str]], place: Workspace, began: float) -> int:
    """Play until the time is over, at least one; return how many."""
    told: dict[str, dict[str, Played]] = {}
    for key, name in left:
        if told and time.monotonic() - began > AT_ONCE:
            break
        played = play_rehearsal(place, name, files.versions.get(key))
        told.setdefault(key, {})[name] = played
    body = place.folder.name
    for key, ones in told.items():
        digest = files.versions[key].digest if key else files.digest_of_all
        application().execute(KeepPlayedRehearsals(body, digest, ones, key or body), actor())
    return sum(map(len, told.values()))
