"""What is shown when something is refused: the one table from a cause to a page and its status."""

import uuid
from dataclasses import dataclass

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import (
    Conflict,
    EngineError,
    ExpressionInvalid,
    FormInvalid,
    NotAllowed,
    NotFound,
    OperationFailed,
    ProcedureInvalid,
    SignInLocked,
)
from engine.settings import MEBIBYTE
from web.addresses import came_from
from web.current import application
from web.kept_answers import answers_brought, back_to_form, brings_answers, form_address
from web.sentences import sentence
from web.translating import LazyString, gettext, lazy_gettext

log = structlog.get_logger("web")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A page for a kind of refusal. ``advice`` says what can be done."""

    status: int
    heading: LazyString
    advice: LazyString


REFUSALS: dict[type[EngineError], ErrorPage] = {
    NotAllowed: ErrorPage(
        403,
        lazy_gettext("You may not do this"),
        lazy_gettext(
            "If your duties have changed, ask whoever gives out roles in your organisation."
        ),
    ),
    NotFound: ErrorPage(
        404,
        lazy_gettext("Not found"),
        lazy_gettext("It may have been finished or moved. Look for it in the list."),
    ),
    Conflict: ErrorPage(
        409,
        lazy_gettext("Somebody was faster"),
        lazy_gettext("Open the task again: it shows how things stand now."),
    ),
    SignInLocked: ErrorPage(
        429,
        lazy_gettext("Too many attempts to sign in"),
        lazy_gettext("Wait a quarter of an hour and try again."),
    ),
    FormInvalid: ErrorPage(
        422,
        lazy_gettext("Some answers need to be corrected"),
        lazy_gettext("Go back to the form: what you typed is still there."),
    ),
    ProcedureInvalid: ErrorPage(
        422,
        lazy_gettext("The procedure cannot be used"),
        lazy_gettext("Show this page to whoever keeps the procedures."),
    ),
    ExpressionInvalid: ErrorPage(
        500,
        lazy_gettext("The procedure has a fault"),
        lazy_gettext("Nothing was changed. Show this page to whoever keeps the procedures."),
    ),
    OperationFailed: ErrorPage(
        500,
        lazy_gettext("A calculation could not be carried out"),
        lazy_gettext("Nothing was changed. Show this page to whoever keeps the procedures."),
    ),
}
TOO_LARGE = 413
OTHER_REFUSAL = ErrorPage(
    400, lazy_gettext("This could not be done"), lazy_gettext("Nothing was changed.")
)

HTTP_ERRORS: dict[int, ErrorPage] = {
    400: ErrorPage(
        400,
        lazy_gettext("The request could not be read"),
        lazy_gettext("Open the page again and repeat the action."),
    ),
    403: ErrorPage(403, lazy_gettext("You may not do this"), lazy_gettext("Nothing was changed.")),
    404: ErrorPage(
        404,
        lazy_gettext("There is no such page"),
        lazy_gettext("Check the address, or start from your tasks."),
    ),
    405: ErrorPage(
        405,
        lazy_gettext("This address does not work that way"),
        lazy_gettext("Start from your tasks."),
    ),
    413: ErrorPage(
        413,
        lazy_gettext("Too much was sent"),
        lazy_gettext("Nothing was stored. Go back, and attach a smaller file, or one at a time."),
    ),
}
FAILURE = ErrorPage(
    500,
    lazy_gettext("The system failed"),
    lazy_gettext(
        "Nothing was changed. Try again; if it fails again, tell the administrator this number."
    ),
)
FORGED = ErrorPage(
    400,
    lazy_gettext("The page was open for too long"),
    lazy_gettext("Nothing was changed. Open the page again and repeat the action."),
)


def page_for(error: EngineError) -> ErrorPage:
    """Return the page of a refusal: the nearest class of its family decides."""
    for kind in type(error).__mro__:
        if kind in REFUSALS:
            return REFUSALS[kind]
    return OTHER_REFUSAL


def status_of(error: EngineError) -> int:
    """Return the HTTP status of a refusal, for a page that shows it in its own way."""
    return page_for(error).status


def log_refusal(error: EngineError) -> None:
    """Write down that somebody was refused, for a page that shows it in its own way."""
    log.info("refused", kind=type(error).__name__, sentence=str(error))


def refused(error: EngineError) -> ResponseReturnValue:
    """Return the page of a refusal, and log it."""
    log_refusal(error)
    return _show(page_for(error), sentence(error.template, error.values))


def set_up(app: Flask) -> None:
    """Let the app answer every refusal and failure with a page."""
    app.register_error_handler(EngineError, refused)

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> ResponseReturnValue:
        log.info("refused", kind="CSRFError", sentence=error.description)
        if brings_answers():  # the person signed in anew since the form was opened
            return back_to_form(answers_brought(), form_address())
        return _show(FORGED)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        page = HTTP_ERRORS.get(error.code or 500)
        if page is None:
            return error
        told = _limits() if page.status == TOO_LARGE else ""
        response = app.make_response(_show(page, told))
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")
        )
        return response

    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        number = uuid.uuid4().hex[:12]
        log.error("failed", number=number, exc_info=error)
        return _show(FAILURE, gettext("Number: %(number)s", number=number), bare=True)


def _limits() -> str:
    together = request.max_content_length or 0
    return gettext(
        "One file may have up to %(file)s MB, all that is sent at once up to %(together)s MB.",
        file=min(application().largest_file, together) // MEBIBYTE,
        together=together // MEBIBYTE,
    )


def _show(page: ErrorPage, told: str = "", *, bare: bool = False) -> tuple[str, int]:
    back = came_from() if page is FORGED or page.status == TOO_LARGE else None
    text = render_template("error.html", page=page, told=told, bare=bare, back=back)
    return text, page.status
