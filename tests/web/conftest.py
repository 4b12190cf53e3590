"""The pages over a real engine, and people who visit them."""

import socket
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from engine.application import Application
from engine.commands.start_case import StartCase
from tests.cast import KG, SPECIALIST, Person
from tests.installations import actor_of
from tests.web.visitor import Visitor
from web import WebConfig, create_app

Visit = Callable[..., Visitor]
PROCEDURE = f"{KG}/1_application"
Begin = Callable[..., str]


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


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def begin(sqlite_application: Application) -> Begin:
    """Return a function that starts a case and gives the id of its first work item."""

    def start(organisation: str = "ОсОО «Профаттест»") -> str:
        actor = actor_of(sqlite_application, SPECIALIST)
        command = StartCase(PROCEDURE, {"organisation": organisation})
        case_id = sqlite_application.execute(command, actor)
        rows = sqlite_application.read.work_list(actor).rows
        return next(row.id for row in rows if row.case_id == case_id)

    return start
