"""A document: the same on the screen as on paper, its file, and its signatures."""

from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO, cast

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.commands.draw_up_again import DrawUpAgain
from engine.commands.sign_document import SignDocument
from engine.documents.typesetting import Format, Manuscript, TypesettingFailed
from engine.errors import EngineError, NotFound
from engine.queries.document_ahead import document_ahead
from engine.queries.documents import (
    DocumentView,
    document,
    document_manuscript,
    document_to_open,
    documents_of,
)
from engine.queries.views import FileToOpen
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.error_pages import status_of
from web.pages.documents.text import text_of
from web.pages.documents.words import document_state, document_tone, signed_form
from web.toasts import toast
from web.translating import gettext

page = Blueprint("documents", __name__, template_folder="templates")
for _filter in (document_state, document_tone, signed_form):
    page.add_app_template_filter(_filter)

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@page.app_template_global()
def case_documents(case_id: str) -> tuple[DocumentView, ...]:
    """Return the documents of a case that the one who asks may see."""
    return application().read.ask(documents_of, actor(), case_id)


@page.get("/documents/<document_id>")
@access(SIGNED_IN)
def show(document_id: str) -> ResponseReturnValue:
    """Show the document as it is on paper, with what became of it."""
    return _page(document_id)


@page.get("/documents/<document_id>/file")
@access(SIGNED_IN)
def download(document_id: str) -> Response:
    """Send the PDF: the file that people sign."""
    return _file(application().read.ask(document_to_open, actor(), document_id))


@page.get("/documents/<document_id>/pages/<int:page_number>.svg")
@access(SIGNED_IN)
def picture(document_id: str, page_number: int) -> Response:
    """Send one page as a picture."""
    return _picture(application().read.ask(document_manuscript, actor(), document_id), page_number)


@page.get("/documents/<document_id>/signatures/<int:signature_id>")
@access(SIGNED_IN)
def signed_file(document_id: str, signature_id: int) -> Response:
    """Send a file that was brought back."""
    return _file(
        application().read.ask(document_to_open, actor(), document_id, signature_id=signature_id)
    )


@page.post("/documents/<document_id>/signatures")
@access(SIGNED_IN)
def sign(document_id: str) -> ResponseReturnValue:
    """Take a signed file in, with what its signatures prove."""
    application().read.ask(document, actor(), document_id)
    upload = request.files.get("signed")
    try:
        if upload is None or not upload.filename:
            raise EngineError("Choose the signed file first.")
        content = application().take_in(cast(BinaryIO, upload.stream))
        command = SignDocument(document_id, upload.filename, content.sha256, content.size)
        found = application().execute(command, actor())
    except EngineError as error:
        return _page(document_id, error), status_of(error)
    names = ", ".join(found["signers"])
    if found["reason"]:
        toast(gettext("The file is stored; it is not verified"))
    else:
        toast(gettext("The signature is verified: %(names)s", names=names))
    return redirect(url_for("documents.show", document_id=document_id))


@page.post("/documents/<document_id>/again")
@access(SIGNED_IN)
def draw_up_again(document_id: str) -> ResponseReturnValue:
    """Let a document be drawn up again that could not be."""
    case_id = application().execute(DrawUpAgain(document_id), actor())
    toast(gettext("The document is being drawn up again"))
    return redirect(url_for("case.show", case_id=case_id))


@page.get("/work-items/<work_item_id>/document")
@access(SIGNED_IN)
def ahead(work_item_id: str) -> ResponseReturnValue:
    """Show the document that a step draws up, with the data so far."""
    found = application().read.ask(document_ahead, actor(), work_item_id)
    count, text, failure = _looked_at(found.manuscript)
    pages = [
        url_for("documents.ahead_picture", work_item_id=work_item_id, page_number=number + 1)
        for number in range(count)
    ]
    return render_template(
        "document_ahead.html",
        document=found,
        work_item_id=work_item_id,
        pages=pages,
        text=text,
        failure=failure,
    )


@page.get("/work-items/<work_item_id>/document/pages/<int:page_number>.svg")
@access(SIGNED_IN)
def ahead_picture(work_item_id: str, page_number: int) -> Response:
    """Send one page of it as a picture."""
    found = application().read.ask(document_ahead, actor(), work_item_id)
    return _picture(found.manuscript, page_number)


@page.get("/work-items/<work_item_id>/document/file")
@access(SIGNED_IN)
def ahead_file(work_item_id: str) -> Response:
    """Send it as PDF, marked as a draft; to save it: viewers refuse a page that may run nothing."""
    found = application().read.ask(document_ahead, actor(), work_item_id)
    name = f"{found.case_number} {found.manuscript.name}.pdf".replace("/", "-")
    made = BytesIO(application().typeset(found.manuscript, "pdf")[0])
    return _held_in(send_file(made, "application/pdf", as_attachment=True, download_name=name))


def _page(document_id: str, refusal: EngineError | None = None) -> str:
    found = application().read.ask(document, actor(), document_id)
    paper = application().read.ask(document_manuscript, actor(), document_id)
    count, text, failure = _looked_at(paper) if found.sha256 else (0, "", None)
    pages = [
        url_for("documents.picture", document_id=document_id, page_number=number + 1)
        for number in range(count)
    ]
    return render_template(
        "document.html",
        document=found,
        pages=pages,
        text=text,
        failure=failure,
        refusal=refusal,
    )


def _looked_at(paper: Manuscript) -> tuple[int, str, TypesettingFailed | None]:
    """Count the pages and read the text; a template that fails says why instead."""
    try:
        return len(_parts(paper, "svg")), text_of(_parts(paper, "html")[0]), None
    except TypesettingFailed as error:
        return 0, "", error


def _parts(paper: Manuscript, kind: Format) -> Sequence[bytes]:
    return application().typeset(paper, kind)


def _picture(paper: Manuscript, number: int) -> Response:
    pages = _parts(paper, "svg")
    if not 0 < number <= len(pages):
        raise NotFound("There is no such document, or it is not within your reach.")
    return _content(pages[number - 1], "image/svg+xml")


def _content(content: bytes, kind: str) -> Response:
    return _held_in(Response(content, mimetype=kind))


def _file(found: FileToOpen) -> Response:
    try:
        source = application().contents.open(found.sha256)
    except FileNotFoundError as error:
        raise NotFound("The content of «{file}» is gone.", file=found.name) from error
    response = send_file(
        source, mimetype=found.type, as_attachment=True, download_name=found.name, etag=found.sha256
    )
    response.content_length = found.size
    return _held_in(response)


def _held_in(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
