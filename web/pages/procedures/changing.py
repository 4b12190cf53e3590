"""A change: files uploaded, checked, compared, rehearsed and published."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from lxml import etree

from engine.commands.discard_draft import DiscardDraft
from engine.commands.keep_played_rehearsals import KeepPlayedRehearsals
from engine.commands.publish_draft import PublishDraft
from engine.commands.remove_file import RemoveFile
from engine.commands.upload_draft import UploadDraft
from engine.drawing.layout import renamed
from engine.drawing.svg import draw
from engine.errors import Conflict, EngineError, ProcedureInvalid
from engine.layout.tidying import tidy
from engine.procedures.touching import Played
from engine.queries.change import change_page, drafted
from engine.queries.owner_views import ChangePage, ProcedureChange
from engine.rehearsals.proving import play_rehearsal
from engine.workspace import path_of_upload, workspace
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.error_pages import status_of
from web.formatting import label
from web.sentences import sentence
from web.toasts import toast
from web.translating import gettext, ngettext

AT_ONCE: Final = 6.0
"""Seconds for which rehearsals are played in one request; the page goes on by itself."""
QUICK: Final = 300
"""Placements that are tried when a diagram is laid out while somebody waits."""


def add_to(page: Blueprint) -> None:
    """Add the routes of a change."""
    page.get("/procedures/<body>/change")(change)
    page.post("/procedures/<body>/change/upload")(upload)
    page.post("/procedures/<body>/change/remove")(remove)
    page.post("/procedures/<body>/change/discard")(discard)
    page.post("/procedures/<body>/change/tidy")(tidy_up)
    page.post("/procedures/<body>/change/play")(play)
    page.post("/procedures/<body>/change/publish")(publish)


@access(SIGNED_IN)
def change(body: str) -> str:
    """Show what is uploaded: its faults, or what it changes."""
    return _shown(body)


@access(SIGNED_IN)
def upload(body: str) -> ResponseReturnValue:
    """Take files in; what they say is looked at when the page is shown."""
    given = [file for file in request.files.getlist("files") if file.filename]
    target = request.form.get("procedure", "")
    try:
        if not given:
            raise EngineError("Choose a file first.")
        for file in given:
            content = file.read()
            path = path_of_upload(file.filename or "", content, target)
            application().execute(UploadDraft(body, path, content), actor())
    except EngineError as error:
        return _shown(body, error), status_of(error)
    count = len(given)
    toast(ngettext("%(num)s file is uploaded", "%(num)s files are uploaded", count))
    return redirect(url_for("procedures.change", body=body))


@access(SIGNED_IN)
def remove(body: str) -> ResponseReturnValue:
    """Take a file of the body away, with the change."""
    path = request.form.get("path", "")
    try:
        application().execute(RemoveFile(body, path), actor())
    except EngineError as error:
        return _shown(body, error), status_of(error)
    toast(gettext("The file goes when the change is published"))
    return redirect(url_for("procedures.change", body=body))


@access(SIGNED_IN)
def discard(body: str) -> ResponseReturnValue:
    """Take an uploaded file away, or all."""
    application().execute(DiscardDraft(body, request.form.get("path", "")), actor())
    toast(gettext("Taken away: nothing was published from it"))
    return redirect(url_for("procedures.change", body=body))


@access(SIGNED_IN)
def tidy_up(body: str) -> ResponseReturnValue:
    """Lay an uploaded diagram out anew."""
    path = request.form.get("path", "")
    uploaded = application().read.ask(drafted, actor(), body)[1]
    try:
        content = uploaded.get(path)
        if content is None:
            raise EngineError("There is no file «{path}».", path=path)
        source = tidy(content, path, QUICK).source
        application().execute(UploadDraft(body, path, source), actor())
    except EngineError as error:
        return _shown(body, error), status_of(error)
    toast(gettext("The diagram is laid out anew"))
    return redirect(url_for("procedures.change", body=body))


@access(SIGNED_IN)
def play(body: str) -> ResponseReturnValue:
    """Play rehearsals for some seconds; what is left is played when the page asks again."""
    published, uploaded = application().read.ask(drafted, actor(), body)
    found = application().read.ask(change_page, actor(), body)
    left = [one.name for one in found.rehearsals if one.differences is None]
    told: dict[str, Played] = {}
    with workspace(application().library.checkout, body, published, uploaded) as place:
        if place.digest != found.digest:
            raise Conflict("Somebody has uploaded another file since you looked: look again.")
        began = time.monotonic()
        for name in left:
            if told and time.monotonic() - began > AT_ONCE:
                break
            told[name] = play_rehearsal(place, name)
    application().execute(KeepPlayedRehearsals(body, found.digest, told), actor())
    goes_on = len(told) < len(left)
    return redirect(
        url_for("procedures.change", body=body, goes_on=1 if goes_on else None) + "#rehearsals"
    )


@access(SIGNED_IN)
def publish(body: str) -> ResponseReturnValue:
    """Publish what is uploaded."""
    command = PublishDraft(body, request.form.get("note", ""), request.form.get("digest", ""))
    try:
        new = application().execute(command, actor())
    except (Conflict, ProcedureInvalid) as error:
        return _shown(body, error), status_of(error)
    count = len(new)
    if not new:
        toast(gettext("The files are published; no procedure has a new version"))
        return redirect(url_for("start_case.procedures"))
    toast(ngettext("%(num)s new version is in force", "%(num)s new versions are in force", count))
    key = new[0].procedure.partition("/")[2]
    if count == 1:
        return redirect(url_for("procedures.moves", body=body, procedure=key))
    return redirect(url_for("start_case.procedures"))


def _shown(body: str, error: EngineError | None = None) -> str:
    found = application().read.ask(change_page, actor(), body)
    played = [one for one in found.rehearsals if one.differences is not None]
    return render_template(
        "procedures_change.html",
        found=found,
        error=sentence(error.template, error.values) if error else "",
        pictures=_faulty(found),
        changes=[(one, *_pictures(one, body)) for one in found.procedures],
        played=played,
        differing=[one for one in played if one.differences],
        goes_on=bool(request.args.get("goes_on")) and len(played) < len(found.rehearsals),
    )


def _faulty(found: ChangePage) -> Mapping[str, str]:
    """Draw each faulty diagram that can be drawn, its faults marked."""
    pictures = {}
    for path, source in found.drawings.items():
        marks = {fault.element_id: "fault" for fault in found.faults if fault.file == path}
        try:
            about = gettext("The uploaded diagram %(name)s, its faults marked", name=path)
            pictures[path] = draw(source, marks, (), {}, about, anchors=f"{Path(path).stem}-")
        except (etree.XMLSyntaxError, ValueError):  # it is told among the faults
            continue
    return pictures


def _pictures(one: ProcedureChange, body: str) -> tuple[str, str]:
    """Draw a procedure as it is in force and as it would be, with what differs marked."""

    def picture(xml: bytes | None, side: str, about: str) -> str:
        if xml is None:
            return ""
        marks = one.comparison.marks(side) if one.comparison else {}
        anchors = f"{side}-{one.key.replace('/', '-')}-"
        return draw(renamed(xml, lambda t: label(t, body)), marks, (), {}, about, anchors=anchors)

    return (
        picture(one.old_xml, "old", gettext("The diagram in force")),
        picture(one.new_xml, "new", gettext("The changed diagram")),
    )
