"""Every template of every body makes a document, also where the case knows nothing of it yet."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.documents.typesetting import TYPESETTER, Manuscript
from engine.procedures.body import load_body
from engine.procedures.document_templates import with_imports
from tests.installations import repository

BPMN = repository() / "bpmn"
TEMPLATES = sorted(path for path in BPMN.glob("*/documents/*.typ") if path.stem != "base")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_it_makes_a_pdf(path: Path) -> None:
    body = load_body(path.parents[1])
    templates = {one.stem: one.read_bytes() for one in path.parent.glob("*.typ")}
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    told = {
        "data": {},
        "document": {
            "number": "1",
            "date": "2026-03-02",
            "version": 1,
            "title": {body.language: "T"},
            "clause": "",
            "preview": False,
            "language": body.language,
        },
        "body": {
            "name": dict(body.name),
            "short_name": dict(body.short_name),
            "currency": body.currency,
            "document": dict(body.document),
            "country": body.country,
        },
        "case": {"number": "1", "title": "T"},
    }
    paper = Manuscript(
        name=path.stem,
        templates=with_imports([path.stem], templates),
        input=told,
        at=int(now.timestamp()),
    )
    assert TYPESETTER.typeset(paper, "pdf")[0].startswith(b"%PDF")
