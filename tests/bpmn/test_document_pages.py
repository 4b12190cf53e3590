"""Where signatures stand: together, and never on a page that could be any text's."""

from dataclasses import replace

import pytest

from engine.documents.sampling import TRYING, sample
from engine.procedures.body import load_body
from tests.installations import repository

BPMN = repository() / "bpmn"
BODIES = sorted(path.parent.parent.name for path in BPMN.glob("*/documents/base.typ"))
SIGNERS = (
    '#signatures((label: (ru: "А", ky: "А", kk: "А"), name: "Б"), '
    '(label: (ru: "В", ky: "В", kk: "В"), name: "Г"))'
)


def pages(body: str, lines: int, title: str) -> list[int]:
    """Return how many letters each page of a document with so many lines has."""
    folder = BPMN / body
    head = '/*\nname: {ru: "A", ky: "A", kk: "A"}\n*/\n#import "base.typ": *\n#show: sheet\n'
    text = head + "".join(f"{number}\n\n" for number in range(lines)) + SIGNERS
    base = (folder / "documents" / "base.typ").read_bytes()
    paper = sample("t", {"base": base, "t": text.encode()}, load_body(folder))
    facts = {**paper.input["document"], "title": {"ru": title, "ky": title, "kk": title}}
    made = TRYING.typeset(replace(paper, input={**paper.input, "document": facts}), "svg")
    return [page.count(b"<use ") for page in made]


@pytest.mark.parametrize("body", BODIES)
def test_signatures_on_a_page_of_their_own_stand_below_the_name_of_the_document(body: str) -> None:
    full = next(lines for lines in range(15, 40) if len(pages(body, lines, "1")) == 2)
    short, long = pages(body, full, "1"), pages(body, full, "1234567")
    languages = (long[0] - short[0]) // 6  # the first page has its name in each
    assert languages in (1, 2)
    assert long[1] - short[1] == 6 * languages
    later = full + 12  # text goes on over the signatures' page: its name need not be said again
    assert pages(body, later, "1")[1] == pages(body, later, "1234567")[1]
