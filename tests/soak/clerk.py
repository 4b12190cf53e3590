"""A clerk at a browser whose server may die at any moment: who got no answer asks again."""

import http.client
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from lxml import html

from tests.cast import Person

CLERKS = tuple(Person(f"clerk_{n}", f"Clerk {n}", (("soak", "clerk"),)) for n in range(3))

PAUSE = 0.1
ATTEMPTS = 900
_LOST = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Clerk:
    """A person who signs in and completes steps over HTTP.

    Args:
        base: address of the server.
        person: who it is.
    """

    def __init__(self, base: str, person: Person) -> None:
        self._base = base
        self._person = person
        self._opener = urllib.request.build_opener(
            _NoRedirect, urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def sign_in(self) -> None:
        """Sign in."""
        fields = self.form("/sign-in", "//form[.//input[@name='username']]")
        fields |= {"username": self._person.username, "password": self._person.password}
        status, page = self.ask("/sign-in", fields)
        assert status == 302, page[-2000:]

    def form(self, path: str, xpath: str) -> dict[str, str]:
        """Return what a form of a page would send, without a button."""
        status, page = self.ask(path)
        assert status == 200, (path, status, page[-2000:])
        [form] = html.document_fromstring(page).xpath(xpath)
        return {name: value or "" for name, value in form.form_values()}

    def step(self, work_item_id: str) -> dict[str, str]:
        """Open a step and return its form, ready to be sent."""
        path = f"/work-items/{work_item_id}"
        return self.form(path, f"//form[@action='{path}']") | {"_finish": "1"}

    def complete(self, work_item_id: str, fields: dict[str, str]) -> int:
        """Send a form until there is an answer; returns its status."""
        return self.ask(f"/work-items/{work_item_id}", fields)[0]

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Get a page, or post fields, as often as it takes to get an answer."""
        body = None if fields is None else urlencode(fields).encode()
        for _ in range(ATTEMPTS):
            request = urllib.request.Request(self._base + path, data=body)
            try:
                return self._answer(request)
            except _LOST:  # the server was killed, before its answer or in the midst of it
                time.sleep(PAUSE)
        raise AssertionError(f"{path} is never answered")

    def _answer(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
