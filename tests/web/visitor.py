"""A person at a browser without JavaScript: opens pages, fills in forms, presses buttons."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.cast import Person


@dataclass
class Answer:
    """What came back: ``status``, where it ended, and the page."""

    status: int
    path: str
    text: str
    headers: Mapping[str, str]

    @classmethod
    def of(cls, response: TestResponse) -> "Answer":
        """Read a response."""
        path = response.request.full_path.rstrip("?")
        return cls(response.status_code, path, response.get_data(as_text=True), response.headers)

    @property
    def page(self) -> html.HtmlElement:
        """The page as a tree."""
        return html.document_fromstring(self.text)

    def all(self, xpath: str) -> list[html.HtmlElement]:
        """Return what an XPath finds."""
        return list(self.page.xpath(xpath))

    def one(self, xpath: str) -> html.HtmlElement:
        """Return the only thing an XPath finds."""
        found = self.all(xpath)
        assert len(found) == 1, f"{len(found)} × {xpath} on {self.path}"
        return found[0]

    def words(self, xpath: str = "//main") -> str:
        """Return the words of the only thing an XPath finds, in one line."""
        return " ".join(" ".join(self.one(xpath).itertext()).split())

    def heading(self) -> str:
        """Return the words of the page's heading."""
        return self.words("//h1")

    def fields(self, xpath: str) -> MultiDict[str, str]:
        """Return what a form on the page would send, without a button."""
        return MultiDict(self.one(xpath).form_values())


class Visitor:
    """A person at a browser."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.client = app.test_client()
        self.language = language
        self.last: Answer | None = None

    def get(self, path: str) -> Answer:
        """Open a page, and go where it sends."""
        return self._remember(self.client.get(path, headers=self._headers(), follow_redirects=True))

    def post(self, path: str, data: Mapping[str, object] | None = None) -> Answer:
        """Send a form from the page that is open, and go where it sends."""
        sent = MultiDict(data or {})
        sent.setdefault("csrf_token", self.token())
        return self._remember(
            self.client.post(path, data=sent, headers=self._headers(), follow_redirects=True)
        )

    def send(self, changes: Mapping[str, object], button: str = "_finish") -> Answer:
        """Fill in the form of the page that is open and press one of its buttons.

        Args:
            changes: name -> text, or list of texts.
            button: name of the button, or its words where it leads elsewhere.
        """
        assert self.last is not None
        form = "//form[contains(@class, 'form')]"
        data = self.last.fields(form)
        for name, value in changes.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        pressed = self.last.all(f"{form}//button[@name='{button}' or contains(., '{button}')]")[0]
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value")
        address = pressed.get("formaction") or self.last.one(form).get("action")
        return self.post(address, data)

    def token(self) -> str:
        """Return the token against forged requests of the page that is open."""
        page = self.last or self.get("/accessibility")
        return str(page.all("//input[@name='csrf_token']/@value")[0])

    def sign_in(self, person: Person) -> Answer:
        """Sign in with a password."""
        self.get("/sign-in")
        return self.post("/sign-in", {"username": person.username, "password": person.password})

    def _headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language}

    def _remember(self, response: TestResponse) -> Answer:
        self.last = Answer.of(response)
        response.close()
        return self.last
