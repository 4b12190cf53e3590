"""The demonstration, made once, crawled once, served to one browser."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request
from werkzeug.serving import make_server

from engine.actor import SYSTEM
from engine.application import build
from engine.commands.add_calendar_override import AddCalendarOverride
from engine.deadlines.overriding import Proposal
from engine.rehearsals.demonstration import set_up_demonstration
from engine.settings import Settings
from tests.web.sweep.crawling import Found, crawl
from web import WebConfig, create_app

VISITORS = (
    "",
    "specialist_1",
    "applicant_1",
    "process_owner_1",
    "auditor_kg",
    "administrator_kg",
    "kz_head_1",
    "ru_secretary_1",
)
"""Whose links are followed: nobody's, and those of people who see different pages."""


@dataclass
class Demonstration:
    """The pages of the demonstration, and windows of people who look at them.

    Attributes:
        foreign: what a page asked for that is not of this installation.
        loud: what the browser complained of.
    """

    app: Flask
    address: str
    browser: Browser
    identities: dict[str, str]
    found: Found = field(default_factory=Found)
    foreign: list[str] = field(default_factory=list)
    loud: list[str] = field(default_factory=list)
    _windows: dict[str, tuple[BrowserContext, Page]] = field(default_factory=dict)

    def window(self, person: str) -> Page:
        """Return the window of a person who is signed in; ``""`` is nobody."""
        if person not in self._windows:
            context = self.browser.new_context(reduced_motion="reduce", locale="ru")
            context.set_default_timeout(15_000)
            if person:
                context.add_cookies(
                    [{"name": "reglament", "value": self._session(person), "url": self.address}]
                )
            context.on("request", self._note)
            page = context.new_page()
            page.on("pageerror", lambda error: self.loud.append(f"{page.url}: {error}"))
            page.on("console", lambda said: self._listen(page, said.type, said.text))
            self._windows[person] = context, page
        return self._windows[person][1]

    def speak(self, person: str, language: str) -> None:
        """Let a person's window be in a language."""
        self.window(person).context.add_cookies(
            [{"name": "language", "value": language, "url": self.address}]
        )

    def leave(self) -> None:
        """Close every window."""
        for context, _ in self._windows.values():
            context.close()

    def _session(self, person: str) -> str:
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = self.identities[person]
        cookie = client.get_cookie("reglament")
        assert cookie is not None
        return cookie.value

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def _listen(self, page: Page, kind: str, text: str) -> None:
        if "Content Security Policy" in text or (kind == "error" and "Failed to load" not in text):
            self.loud.append(f"{page.url}: {text}")


@pytest.fixture(scope="module")
def demonstration(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, quick_passwords: None
) -> Iterator[Demonstration]:
    """The demonstration as ``reglament demo`` makes it."""
    folder = tmp_path_factory.mktemp("demonstration")
    settings = Settings(database_url=f"sqlite:///{folder / 'demo.sqlite'}", systems_stand_in=True)
    set_up_demonstration(settings, lambda sentence: None)
    with ExitStack() as stack:
        application = build(settings)
        stack.callback(application.database.dispose)
        saturday = date(2027, 3, 6)
        decreed = Proposal(saturday, saturday, working=True, ground="Приказ № 12")
        application.execute(AddCalendarOverride("kg_accreditation", decreed), SYSTEM)
        app = create_app(
            application, WebConfig(secret_key="of the sweep", demo=True, body_limit=2**20)
        )
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        stack.callback(thread.join)
        stack.callback(server.shutdown)
        identities = {"": ""}
        for username in filter(None, VISITORS):
            person_id = application.people.find(username)
            person = application.people.person(person_id) if person_id else None
            assert person is not None, username
            identities[username] = f"{person_id}.{person.session_number}"
        address = f"http://127.0.0.1:{server.server_port}"
        made = Demonstration(app, address, browser, identities)
        stack.callback(made.leave)
        for username, identity in identities.items():
            crawl(app, username, identity, made.found)
        yield made
