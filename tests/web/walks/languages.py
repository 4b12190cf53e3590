"""Which sentences of a page are in another language than the page."""

import re
from functools import cached_property
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.installations import repository

_WORD = re.compile(r"[^\W\d_]{2}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z’']{2,}")
_LEFT_OUT = re.compile(
    r"\S+@\S+|\S+\.(?:pdf|docx|xlsx|png|jpg|sig|p7s)\b|\b[A-Z]{2,}\b|https?://\S+|\b[0-9a-f]{6,64}\b"
)
"""Addresses, names of files, abbreviations as ISO, digests."""

_TEXTS = """() => {
  const found = new Set([document.title]);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const apart = 'script, style, kbd, textarea, .langs, .bjs-powered-by';
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const holder = text.parentElement;  // what is folded bears the machine's names, and says so
    if (!holder.closest(apart) && holder.checkVisibility()) found.add(text.data.trim());
  }
  for (const name of ['aria-label', 'title', 'placeholder'])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (!one.closest(apart)) found.add(one.getAttribute(name));
  return [...found];
}"""


class Languages:
    """The language of a page and of the body whose steps it shows."""

    def __init__(self, page: str, body: str, own: str) -> None:
        """Read the catalogues.

        Args:
            page: language of the pages.
            body: key of the body.
            own: language of the body's labels.
        """
        self.page = page
        self._body = repository() / "bpmn" / body / "translations"
        self._own = own

    def foreign(self, page: Page) -> list[str]:
        """Return the sentences on a page that stand there in another language."""
        return [text for text in page.evaluate(_TEXTS) if text and self._is_foreign(text)]

    def _is_foreign(self, text: str) -> bool:
        if text in self._right or not _WORD.search(text):
            return False
        return text in self._wrong or bool(
            self.page != "en" and _LATIN.search(_LEFT_OUT.sub("", text))
        )

    @cached_property
    def _sentences(self) -> tuple[frozenset[str], frozenset[str]]:
        pages = repository() / "web" / "translations"
        right, wrong = set[str](), set[str]()
        for path in pages.glob("*/LC_MESSAGES/messages.po"):
            for message, said in _read(path):
                (right if path.parent.parent.name == self.page else wrong).add(said)
                (right if self.page == "en" else wrong).add(message)
        for path in self._body.glob("*.po"):
            for message, said in _read(path):
                (right if path.stem == self.page else wrong).add(said)
                (right if self._own == self.page else wrong).add(message)
        return frozenset(right), frozenset(wrong - right)

    @property
    def _right(self) -> frozenset[str]:
        return self._sentences[0]

    @property
    def _wrong(self) -> frozenset[str]:
        return self._sentences[1]


def _read(path: Path) -> list[tuple[str, str]]:
    """Return (message, translation) of a catalogue; of plurals the forms."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    found = []
    for message in catalogue:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            found += [(str(one), str(other)) for one in ids for other in said]
    return found
