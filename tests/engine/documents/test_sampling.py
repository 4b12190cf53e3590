"""A template is tried before it is published: with a sample, within bounds, and shut in."""

import re
from pathlib import Path

import pytest

from engine.documents.sampling import TRYING, sample, sample_faults
from engine.documents.typesetting import SeparateProcess
from engine.procedures.body import load_body
from engine.settings import Settings
from tests.cast import KG

FOLDER = Settings().bpmn_path / KG
HEAD = b"/*\nname: {ky: A}\n*/\n"


@pytest.fixture(scope="module")
def body():  # type: ignore[no-untyped-def]
    return load_body(FOLDER)


def test_one_that_makes_a_document_has_no_fault(body) -> None:  # type: ignore[no-untyped-def]
    assert (
        sample_faults(["a"], {"a": HEAD + b"#let input = json(bytes(sys.inputs.input))\nA"}, body)
        == []
    )
    [paper] = TRYING.typeset(sample("a", {"a": HEAD + b"A"}, body), "pdf")
    assert paper.startswith(b"%PDF")


def test_what_is_wrong_stands_with_its_line(body) -> None:  # type: ignore[no-untyped-def]
    [fault] = sample_faults(["a"], {"a": HEAD + b"A\n#nothing-known"}, body)
    assert (fault.file, fault.line) == ("documents/a.typ", 5)
    assert "unknown variable: nothing-known" in fault.sentence


@pytest.mark.parametrize(
    "hostile",
    [
        b'#read("/etc/hostname")',
        b'#image("/etc/hostname")',
        b'#json("../../../../etc/hostname")',
        b'#image("https://example.org/a.png")',
    ],
)
def test_it_reads_no_file_and_reaches_no_network(body, hostile: bytes) -> None:  # type: ignore[no-untyped-def]
    [fault] = sample_faults(["a"], {"a": HEAD + hostile}, body)
    assert fault.file == "documents/a.typ"
    name = Path("/etc/hostname")
    secret = name.read_text().strip() if name.is_file() else "no such file"
    # As a word: a short name may be part of that of the folder, which is made up by chance.
    assert not re.search(rf"\b{re.escape(secret)}\b", fault.sentence)


def test_one_that_never_ends_is_ended(body) -> None:  # type: ignore[no-untyped-def]
    quick = SeparateProcess(2.0)
    endless = b"#for i in range(100000) { for j in range(100000) { let x = i * j } }"
    [fault] = sample_faults(["a"], {"a": HEAD + endless}, body, quick)
    assert "longer than 2 s" in fault.sentence or "infinite" in fault.sentence
    assert sample_faults(["a"], {"a": HEAD + b"A"}, body, quick) == []
    quick.end()


def test_one_that_makes_too_much_is_ended(body) -> None:  # type: ignore[no-untyped-def]
    quick = SeparateProcess(8.0)
    large = (
        b'#let s = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" * 1000000\n#for i in range(1000) [#(s * 100)]'
    )
    [fault] = sample_faults(["a"], {"a": HEAD + large}, body, quick)
    assert fault.sentence
    assert sample_faults(["a"], {"a": HEAD + b"A"}, body, quick) == []
    quick.end()
