"""The pages: a thin task list over the engine. ``create_app`` makes the app that serves them."""

from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from web import (
    access,
    attachments,
    current,
    error_pages,
    filled_form,
    formatting,
    headers,
    languages,
    navigation,
    readings,
    session,
)
from web.config import WebConfig
from web.pages import PAGES
from web.pages.sign_in.views import ask_to_sign_in

if TYPE_CHECKING:
    from engine.application import Application

__all__ = ["WebConfig", "create_app"]

PARTS = (
    languages,
    session,
    headers,
    formatting,
    filled_form,
    navigation,
    error_pages,
    readings,
)

_YEAR = 365 * 24 * 3600
_LARGEST_ANSWER = 4 * 1024 * 1024
_MOST_PARTS = 5000


def create_app(application: "Application", config: WebConfig) -> Flask:
    """Return the app that serves the pages of an engine.

    Raises:
        AccessUndeclared: a route does not say who may use it.
    """
    app = Flask("web")
    app.config.from_mapping(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="reglament",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=config.session_lifetime,
        SEND_FILE_MAX_AGE_DEFAULT=_YEAR,
        MAX_CONTENT_LENGTH=config.body_limit,
        MAX_FORM_MEMORY_SIZE=_LARGEST_ANSWER,
        MAX_FORM_PARTS=_MOST_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if config.trusted_proxies:
        count = config.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    current.attach(app, application, config)
    parts = (
        languages,
        session,
        headers,
        formatting,
        filled_form,
        navigation,
        error_pages,
        readings,
    )
    for part in parts:
        part.set_up(app)
    attachments.set_up(app)
    access.check_requests(app, ask_to_sign_in)
    CSRFProtect(app)
    access.declare(app, "static", access.PUBLIC)
    for page in PAGES:
        app.register_blueprint(page)
    access.demand_declarations(app)
    return app
