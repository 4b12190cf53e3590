"""Finds the pages of an installation as people find them: from link to link."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException

ENOUGH = 3
"""So many pages of one address are opened as one person to look for links: more look alike."""

HTML = "text/html"

INLINE = (
    "//style",
    "//*[@style]",
    "//@*[starts-with(name(), 'on')]",
    "//script[not(@src) and not(@type='application/json')]",  # JSON is data: nothing runs it
)


@dataclass(frozen=True, slots=True)
class Place:
    """A page as somebody sees it.

    Attributes:
        rule: its route: ``/cases/<case_id>``.
        person: user name; ``""`` for nobody.
        address: path and question.
        size: of its HTML, in characters.
    """

    rule: str
    person: str
    address: str
    size: int


@dataclass
class Found:
    """What links led to. ``faults``: links that lead nowhere, and pages that are not sound."""

    pages: list[Place] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def crawl(app: Flask, person: str, identity: str, found: Found) -> None:
    """Follow every link from the work list on, as one person.

    Args:
        app: whose pages.
        person: user name; ``""`` for nobody, who begins at the sign-in.
        identity: what the session says of the person.
        found: is added to.
    """
    client = app.test_client()
    if identity:
        with client.session_transaction() as session:
            session["_user_id"] = identity
    waiting = ["/" if identity else "/sign-in"]
    seen, opened = set(waiting), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        rule = rule_of(app, address)
        opened[rule] += 1
        if opened[rule] > ENOUGH:
            continue
        new = [one for one in _opened(client, rule, person, address, found) if one not in seen]
        seen.update(new)
        waiting += dict.fromkeys(new)


def _opened(client: FlaskClient, rule: str, person: str, address: str, found: Found) -> list[str]:
    """Open one address; return what it leads to."""
    with client.get(address) as response:
        if response.status_code >= HTTPStatus.BAD_REQUEST or not rule:
            found.faults.append(f"{person} {address}: {response.status_code}")
        if response.mimetype != HTML or response.status_code != HTTPStatus.OK:
            return [urlsplit(response.location).path] if response.location else []
        text = response.get_data(as_text=True)
        policy = response.headers.get("Content-Security-Policy", "")
    found.pages.append(Place(rule, person, address, len(text)))
    tree = html.document_fromstring(text)
    found.faults += [f"{person} {address}: {one}" for one in _loose(tree, policy)]
    return list(_links(tree, address))


def rule_of(app: Flask, address: str) -> str:
    """Return the route of an address, ``""`` where there is none."""
    try:
        rule, _ = app.url_map.bind("").match(urlsplit(address).path, return_rule=True)
    except HTTPException:
        return ""
    return str(rule.rule)


def _links(tree: html.HtmlElement, address: str) -> Iterator[str]:
    for link in tree.xpath("//a/@href"):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not (parts.path or parts.query):
            continue
        path = parts.path or urlsplit(address).path
        yield f"{path}?{parts.query}" if parts.query else path


def _loose(tree: html.HtmlElement, policy: str) -> Iterator[str]:
    """What a page holds that a strict policy would have to allow, or that comes from elsewhere."""
    if "unsafe" in policy or "default-src 'self'" not in policy:
        yield f"policy: {policy}"
    for xpath in INLINE:
        if tree.xpath(xpath):
            yield f"inline: {xpath}"
    sources = "//@src | //link/@href | //@srcset | //@poster | //form/@action | //@formaction"
    for source in tree.xpath(sources):
        if urlsplit(source).netloc:
            yield f"from elsewhere: {source}"
