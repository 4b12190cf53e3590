"""Documents over both databases: drawn up with a step, numbered, signed, seen by some."""

import io
from dataclasses import replace
from typing import Any

import pytest

from engine.commands.draw_up_again import DrawUpAgain
from engine.commands.retry_job import RetryJob
from engine.commands.sign_document import SignDocument
from engine.commands.sweep_files import SweepFiles
from engine.documents.signatures import SignatureRefused
from engine.documents.typesetting import Manuscript, TypesettingFailed
from engine.errors import Conflict, EngineError, NotAllowed, NotFound
from engine.persistence.document_tables import case_documents, document_signatures
from engine.persistence.tables import jobs
from engine.queries.document_ahead import document_ahead
from engine.queries.documents import (
    DocumentView,
    document,
    document_to_open,
    documents_of,
)
from tests.cast import APPLICANT, DIRECTOR, KG, OTHER_APPLICANT, SPECIALIST, Person
from tests.engine.delivery.failing import give_up
from tests.offices import Office
from tests.signing import Signatory, signatory


@pytest.fixture(scope="module")
def director() -> Signatory:
    return signatory("Данияр Директоров")


def trust(office: Office, *signatories: Signatory) -> None:
    """Let the body trust whoever gave these people their certificates."""
    bodies = office.application.library.bodies
    roots = tuple(one.root for one in signatories)
    bodies[KG] = replace(bodies[KG], trusted_roots=roots)
    office.application.library._published.clear()


def documents(office: Office, person: Person, case_id: str) -> tuple[DocumentView, ...]:
    return office.application.read.ask(documents_of, office.actor(person), case_id)


def to_refusal(office: Office) -> str:
    """Walk an application to its refusal, which is drawn up."""
    case_id = office.apply(APPLICANT)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": True})
    office.do(DIRECTOR, case_id, "consent", {"given": False})
    answers = {
        "reason": "no_consent",
        "text": "#eval(1) Негиз",
        "number": "12",
        "date": "2026-03-02",
    }
    item = office.item(case_id, "write_refusal")
    form = office.application.read.work_item(item, office.actor(SPECIALIST)).form
    known = {field for field in answers if field in str(form)}
    office.do(SPECIALIST, case_id, "write_refusal", {key: answers[key] for key in known})
    office.application.deliver()
    return case_id


def content(office: Office, sha256: str) -> bytes:
    with office.application.contents.open(sha256) as source:
        return source.read()


def bring(office: Office, person: Person, document_id: str, brought: bytes, name: str) -> Any:
    taken = office.application.take_in(io.BytesIO(brought))
    return office.by(person, SignDocument(document_id, name, taken.sha256, taken.size))


def test_a_step_has_its_document_drawn_up(office: Office) -> None:
    case_id = to_refusal(office)
    (found,) = documents(office, SPECIALIST, case_id)
    assert (found.number, found.version, found.state) == ("12", 1, "awaits_signature")
    file = content(office, found.sha256)
    assert file.startswith(b"%PDF")
    assert len(file) == found.size
    assert ("document_drawn_up", "write_refusal") in office.history(case_id)
    told = office.application.read.case_page(case_id, office.actor(SPECIALIST)).events
    drawn_up = next(one for one in told if one.kind == "document_drawn_up")
    assert drawn_up.facts["name"]["en"] == found.title["en"]
    office.application.deliver()
    assert len(office.rows(case_documents)) == 1
    office.by(None, SweepFiles())
    assert office.application.contents.has(found.sha256)


def test_it_is_looked_at_before_the_step_is_finished(office: Office) -> None:
    case_id = office.apply()
    office.go(case_id, "order")
    item = office.item(case_id, "order")
    ahead = office.application.read.ask(document_ahead, office.actor(DIRECTOR), item)
    text = office.application.typeset(ahead.manuscript, "html")[0].decode()
    assert "Кесип" in text
    assert office.application.typeset(ahead.manuscript, "svg")
    plain = office.item(case_id, "order")
    with pytest.raises(NotFound):
        office.application.read.ask(document_ahead, office.actor(APPLICANT), plain)


def test_it_is_signed_and_verified(office: Office, director: Signatory) -> None:
    case_id = to_refusal(office)
    trust(office, director)
    (found,) = documents(office, DIRECTOR, case_id)
    assert found.may_sign
    signed = director.sign_pdf(content(office, found.sha256))
    for _ in range(2):  # the same file twice is one
        answer = bring(office, DIRECTOR, found.id, signed, "signed.pdf")
        assert (answer["verified"], answer["signers"]) == (1, ["Данияр Директоров"])
    (found,) = documents(office, DIRECTOR, case_id)
    assert found.state == "verified"
    assert len(office.rows(document_signatures)) == 1
    assert ("document_signed", "write_refusal") in office.history(case_id)
    opened = office.application.read.ask(
        document_to_open, office.actor(DIRECTOR), found.id, signature_id=found.signatures[0].id
    )
    assert content(office, opened.sha256) == signed


def test_who_is_not_asked_to_sign_brings_nothing(office: Office, director: Signatory) -> None:
    case_id = to_refusal(office)
    (found,) = documents(office, SPECIALIST, case_id)
    signed = director.sign_pdf(content(office, found.sha256))
    for person in (SPECIALIST, OTHER_APPLICANT):
        with pytest.raises(NotAllowed):
            bring(office, person, found.id, signed, "signed.pdf")
    with pytest.raises(SignatureRefused):
        bring(office, DIRECTOR, found.id, content(office, found.sha256), "signed.pdf")
    with pytest.raises(EngineError):
        bring(office, DIRECTOR, found.id, b"MZ" + bytes(100), "signed.exe")
    assert office.rows(document_signatures) == []


def test_the_applicant_sees_what_is_meant_for_them(office: Office) -> None:
    case_id = to_refusal(office)
    (found,) = documents(office, APPLICANT, case_id)
    assert not found.may_sign
    with pytest.raises(NotFound):
        documents(office, OTHER_APPLICANT, case_id)
    with pytest.raises(NotFound):
        office.application.read.ask(document, office.actor(OTHER_APPLICANT), found.id)
    case_id = office.apply(APPLICANT)
    office.go(case_id, "order")
    office.do(DIRECTOR, case_id, "order", {"number": "31", "date": "2026-03-27"})
    office.application.deliver()
    names = {one.title["en"] for one in documents(office, SPECIALIST, case_id)}
    assert "Order on the expert group" in names
    seen = {one.title["en"] for one in documents(office, APPLICANT, case_id)}
    assert seen == {"Accreditation contract"}


def test_what_could_not_be_drawn_up_is_drawn_up_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(manuscript: Manuscript, kind: str) -> list[bytes]:
        raise TypesettingFailed(document=manuscript.name, place="refusal.typ:3", reason="no")

    with monkeypatch.context() as broken:
        broken.setattr(office.application.typesetter, "typeset", fail)
        case_id = to_refusal(office)
    (found,) = documents(office, SPECIALIST, case_id)
    assert (found.state, found.may_retry) == ("failed", True)
    assert "refusal.typ:3" in found.failure
    with pytest.raises(NotAllowed):
        office.by(APPLICANT, DrawUpAgain(found.id))
    office.by(SPECIALIST, DrawUpAgain(found.id))
    office.application.deliver()
    (found,) = documents(office, SPECIALIST, case_id)
    assert found.state == "awaits_signature"
    with pytest.raises(Conflict):
        office.by(SPECIALIST, DrawUpAgain(found.id))
    assert {row["state"] for row in office.rows(jobs, kind="draw_up_document")} == {"done"}


@pytest.mark.parametrize("by_operator", [False, True])
def test_a_document_that_could_not_be_stored_has_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch, by_operator: bool
) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(office.application.contents, "put", full)
        case_id = to_refusal(office)
        give_up(office)
    (found,) = documents(office, SPECIALIST, case_id)
    assert (found.state, found.may_retry, found.failure) == ("failed", True, "no space left")
    [job] = office.rows(jobs, kind="draw_up_document")
    assert job["state"] == "failed"
    told = [kind for kind, element in office.history(case_id) if element == "write_refusal"]
    assert told.count("document_failed") == 1
    if by_operator:
        office.by(None, RetryJob(job["key"]))
    else:
        office.by(SPECIALIST, DrawUpAgain(found.id))
    office.application.deliver()
    (found,) = documents(office, SPECIALIST, case_id)
    assert found.state == "awaits_signature"
    told = [kind for kind, element in office.history(case_id) if element == "write_refusal"]
    assert told[-2:] == ["document_retried", "document_drawn_up"]
    assert office.rows(jobs, state="failed") == []
