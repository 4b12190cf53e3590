"""Typesetting: values are data whatever they say, templates are held in, failures name a line."""

import pytest

from engine.documents.typesetting import (
    LARGEST_INPUT,
    TYPESETTER,
    Manuscript,
    SeparateProcess,
    TypesettingFailed,
)

SHOWS = b"#set document(date: none)\n#let told = json(bytes(sys.inputs.input))\n#told.data.text"

HOSTILE = (
    '#eval("1 + 1")',
    '#import "@preview/cetz:0.1.0"',
    '#read("/etc/passwd")',
    "*bold* _it_ $x^2$ `raw` = heading",
    "</p><script>alert(1)</script>",
    "a\x00b\x1b[31m\u202ec\ud800",
    "ң ө ү Ң Ө Ү ә ғ қ ұ һ і",
    "x" * 100_000,
    '"]} #panic()',
)


def text(source: bytes, **data: object) -> str:
    return TYPESETTER.typeset(Manuscript("t", {"t": source}, {"data": data}), "html")[0].decode()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_values_are_never_read_as_source(hostile: str) -> None:
    found = text(SHOWS, text=hostile)
    assert "root:" not in found
    assert "<script" not in found
    plain = hostile.replace("<", "&lt;")
    shown = "".join(one for one in plain if one >= " " and one not in "\u202e\ud800")
    assert shown in found.replace("&quot;", '"')


def test_the_same_manuscript_makes_the_same_bytes() -> None:
    dated = b"#set document(date: datetime(year: 2026, month: 3, day: 2))\nText"
    paper = Manuscript("t", {"t": dated}, {}, at=1_770_000_000)
    first = TYPESETTER.typeset(paper, "pdf")
    other = SeparateProcess()
    assert first == other.typeset(paper, "pdf")
    other.end()
    assert b"pdfaid" in first[0]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"\n\n#nowhere", "t.typ:3"),
        (b'#read("/etc/passwd")', "not found"),
        (b'#image("../../etc/passwd")', "escape"),
        (b'#import "@pre" + "view/cetz:0.1.0"', "Connection"),
        (b'#panic("no")', "panicked"),
    ],
)
def test_a_template_that_fails_names_its_line(source: bytes, said: str) -> None:
    with pytest.raises(TypesettingFailed, match=said):
        TYPESETTER.typeset(Manuscript("t", {"t": source}, {}), "pdf")


def test_a_template_that_hangs_is_ended_and_the_next_is_made() -> None:
    typesetter = SeparateProcess(longest=0.5)
    endless = Manuscript("t", {"t": b"#for one in range(100000000000) { }"}, {})
    with pytest.raises(TypesettingFailed, match="longer than"):
        typesetter.typeset(endless, "pdf")
    patient = SeparateProcess()
    assert patient.typeset(Manuscript("t", {"t": b"Text"}, {}), "html")
    patient.end()
    typesetter.end()


def test_too_much_data_is_refused() -> None:
    with pytest.raises(TypesettingFailed, match="too long"):
        text(SHOWS, text="x" * LARGEST_INPUT)
