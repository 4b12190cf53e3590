"""The text of a document as a page may show it: known elements without attributes, nothing else."""

from typing import Final

from lxml import etree, html
from markupsafe import Markup

_ELEMENTS: Final = {
    "h1": "h3",
    "h2": "h3",
    "h3": "h4",
    "h4": "h5",
    "p": "p",
    "br": "br",
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
}
"""What typesetting writes -> what stands on a page that has headings of its own."""


def text_of(source: bytes) -> Markup:
    """Return the text of a document, made of harmless elements only."""
    document = html.document_fromstring(source.decode())
    body = document.find("body")
    made = etree.Element("div")
    if body is not None:
        _copy(body, made)
    inner = (made.text or "") and str(Markup.escape(made.text or ""))
    return Markup(inner + "".join(etree.tostring(one, encoding="unicode") for one in made))  # noqa: S704 - built above


def _copy(source: html.HtmlElement, target: etree._Element) -> None:
    _add_text(target, source.text)
    for child in source:
        name = _ELEMENTS.get(child.tag) if isinstance(child.tag, str) else None
        if name is not None:
            _copy(child, etree.SubElement(target, name))
        elif isinstance(child.tag, str) and child.tag not in ("script", "style", "svg", "math"):
            _copy(child, target)
        _add_text(target, child.tail)


def _add_text(target: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text
