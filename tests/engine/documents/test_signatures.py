"""What a signed file proves: who signed it, whether it is verified, when it is refused."""

import io
from datetime import UTC, datetime

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from engine.documents.signatures import CMS, PADES, SCAN, SignatureRefused, Verdict, verify
from engine.documents.typesetting import TYPESETTER, Manuscript
from tests.signing import Signatory, signatory

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PDF, SIGNATURE, PNG = "application/pdf", "application/pkcs7-signature", "image/png"


def drawn(text: str) -> bytes:
    source = b"#set document(date: datetime(year: 2026, month: 3, day: 2))\n= " + text.encode()
    return TYPESETTER.typeset(Manuscript("t", {"t": source}, {}), "pdf")[0]


@pytest.fixture(scope="module")
def document() -> bytes:
    return drawn("Order")


@pytest.fixture(scope="module")
def director() -> Signatory:
    return signatory("Данияр Директоров")


def acting(signed: bytes) -> bytes:
    """Add an act that runs when the PDF is opened, after it was signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {generic.pdf_name("/S"): generic.pdf_name("/JavaScript")}
    )
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def judged(document: bytes, brought: bytes, kind: str, *roots: bytes) -> Verdict:
    return verify(document, brought, kind, roots, NOW)


def test_a_signed_pdf_is_verified(document: bytes, director: Signatory) -> None:
    verdict = judged(document, director.sign_pdf(document), PDF, director.root)
    assert (verdict.form, verdict.verified, verdict.reason) == (PADES, 1, ("", {}))
    assert verdict.signers[0].name == "Данияр Директоров"
    assert verdict.signers[0].issuer == "Test CA"


def test_two_people_sign_one_pdf(document: bytes, director: Signatory) -> None:
    other = signatory("Элнура Арызова", "Other CA")
    twice = other.sign_pdf(director.sign_pdf(document), "Signature2")
    verdict = judged(document, twice, PDF, director.root, other.root)
    assert [one.name for one in verdict.signers] == ["Данияр Директоров", "Элнура Арызова"]
    assert verdict.verified == 2


def test_a_detached_signature_is_verified(document: bytes, director: Signatory) -> None:
    verdict = judged(document, director.sign_detached(document), SIGNATURE, director.root)
    assert (verdict.form, verdict.verified) == (CMS, 1)


def test_without_its_root_it_is_stored_and_not_verified(
    document: bytes, director: Signatory
) -> None:
    for brought, kind in (
        (director.sign_pdf(document), PDF),
        (director.sign_detached(document), SIGNATURE),
    ):
        verdict = judged(document, brought, kind, signatory("Nobody", "Stranger").root)
        assert verdict.verified == 0
        assert verdict.reason[1] == {"issuer": "Test CA"}
    assert judged(document, director.sign_pdf(document), PDF).verified == 0


def test_a_certificate_out_of_force_is_not_verified(document: bytes) -> None:
    former = signatory("Former", days=10)
    verdict = judged(document, former.sign_detached(document), SIGNATURE, former.root)
    assert verdict.verified == 0
    assert "not in force" in verdict.reason[0]


def test_a_national_algorithm_is_stored_and_not_verified(
    document: bytes, director: Signatory
) -> None:
    verdict = judged(document, director.sign_by_gost(document), SIGNATURE, director.root)
    assert (verdict.form, verdict.verified) == (CMS, 0)
    assert "1.2.643" in verdict.reason[1]["algorithm"]
    assert verdict.signers[0].name == "Данияр Директоров"


def test_a_scan_is_stored_and_not_verified(document: bytes) -> None:
    assert judged(document, b"\x89PNG...", PNG).form == SCAN
    scanned = judged(document, drawn("A picture of paper"), PDF)
    assert (scanned.form, scanned.verified) == (SCAN, 0)
    assert scanned.reason[0]


def test_what_contradicts_the_document_is_refused(document: bytes, director: Signatory) -> None:
    other = drawn("Another order")
    signed = director.sign_pdf(document)
    tampered = signed.replace(b"Adobe.PPKLite", b"Bdobe.PPKLite", 1)
    assert tampered != signed
    hostile = (
        (tampered, PDF, "changed"),
        (acting(signed), PDF, "changed"),
        (director.sign_pdf(other), PDF, "not the document"),
        (document, PDF, "without a signature"),
        (document + b"\n% more\n", PDF, "no signature"),
        (director.sign_detached(other), SIGNATURE, "another document"),
        (b"0\x82\x00\x04abcd", SIGNATURE, "no signature"),
        (b"%PDF-1.7\nnonsense", PDF, "damaged"),
    )
    for brought, kind, said in hostile:
        with pytest.raises(SignatureRefused, match=said):
            judged(document, brought, kind, director.root)
