"""The pages over a real engine, and people who visit them."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from engine.application import Application
from tests.cast import Person
from tests.web.visitor import Visitor
from web import WebConfig, create_app

Visit = Callable[..., Visitor]


@pytest.fixture
def app(sqlite_application: Application) -> Flask:
    """The pages over an installation with the cast, served to nobody in particular."""
    return create_app(sqlite_application, WebConfig(secret_key="of the tests", demo=False))


@pytest.fixture
def visit(app: Flask) -> Visit:
    """Return a function that opens a browser, signed in where a person is named."""

    def open_browser(person: Person | None = None, language: str = "en") -> Visitor:
        visitor = Visitor(app, language)
        if person:
            visitor.sign_in(person)
        return visitor

    return open_browser


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address at which the pages are served to a real browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
