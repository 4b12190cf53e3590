"""Verify the signatures of a file that somebody brought back under a document.

People sign with tools of their own; no key ever comes here. What can be verified is, against the
roots that the body trusts; what cannot (a scan, a national algorithm, an issuer nobody named) is
kept and said to be so; what contradicts the document is refused.
"""

import asyncio
import hashlib
import io
import warnings
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from engine.errors import EngineError
from engine.procedures.fault import N_

PADES: Final = "pades"
CMS: Final = "cms"
SCAN: Final = "scan"

MOST: Final = 20
"""Signatures in one file."""

_GOST: Final = ("1.2.643.", "1.2.398.")
"""Where the algorithms of Russia and of Kazakhstan stand in the tree of object identifiers."""
_KNOWN_DIGESTS: Final = frozenset({"sha256", "sha384", "sha512", "sha224", "sha1"})

_SCANNED: Final = N_("It is a picture of a signed paper: people compare it, no program can.")
_ALGORITHM: Final = N_("Its algorithm ({algorithm}) cannot be verified here.")
_UNKNOWN: Final = N_("Who issued the certificate ({issuer}) is not among those the body trusts.")
_NOT_IN_FORCE: Final = N_("The certificate was not in force when it was brought here.")
_NOT_TRUSTED: Final = N_("The certificate is not one to sign documents with, by its own words.")


class SignatureRefused(EngineError):
    """The file contradicts the document: it is not taken in."""


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature.

    Attributes:
        name: of the signer, from the certificate.
        issuer: who issued it.
        serial: of the certificate, in hex.
        at: moment that the signature itself names, ISO 8601; ``""`` without.
        reason: why it is not verified, as (template, values); ``None`` where it is.
    """

    name: str
    issuer: str
    serial: str
    at: str = ""
    reason: tuple[str, dict[str, Any]] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "name": self.name,
            "issuer": self.issuer,
            "serial": self.serial,
            "at": self.at,
            "verified": self.reason is None,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    Attributes:
        form: ``pades``, ``cms`` or ``scan``.
        signers: each signature; none in a scan.
    """

    form: str
    signers: tuple[Signer, ...] = field(default=())

    @property
    def verified(self) -> int:
        """How many signatures are verified."""
        return sum(1 for one in self.signers if one.reason is None)

    @property
    def reason(self) -> tuple[str, dict[str, Any]]:
        """Why not all of it is verified; ``("", {})`` where it is."""
        if self.form == SCAN:
            return _SCANNED, {}
        return next((one.reason for one in self.signers if one.reason), ("", {}))


def verify(
    original: bytes, brought: bytes, kind: str, roots: Iterable[bytes], at: datetime
) -> Verdict:
    """Judge a file that was brought under a document.

    Args:
        original: the document, as it was drawn up.
        brought: the file.
        kind: its media type, found out from its content.
        roots: certificates that the body trusts, PEM or DER.
        at: aware moment at which certificates must be in force.

    Raises:
        SignatureRefused: it is signed and broken, or signs something else.
    """
    trusted = list(_certificates(roots))
    if kind == "application/pkcs7-signature":
        return Verdict(CMS, _of_cms(original, brought, trusted, at))
    if kind != "application/pdf":
        return Verdict(SCAN)
    return _of_pdf(original, brought, trusted, at)


def _of_pdf(
    original: bytes, brought: bytes, trusted: list[x509.Certificate], at: datetime
) -> Verdict:
    try:
        reader = PdfFileReader(io.BytesIO(brought), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise SignatureRefused("The PDF cannot be read: it is damaged.") from error
    if brought == original:
        raise SignatureRefused("This is the document itself, without a signature.")
    if not embedded:
        if brought.startswith(original):
            raise SignatureRefused("The document was changed, and carries no signature.")
        return Verdict(SCAN)
    if not brought.startswith(original):
        raise SignatureRefused(
            "This PDF is not the document that was drawn up: download it here and sign that file, "
            "unchanged."
        )
    if len(embedded) > MOST:
        raise SignatureRefused("The file has more than {most} signatures.", most=MOST)
    return Verdict(PADES, tuple(_of_field(one, trusted, at) for one in embedded))


def _of_field(one: Any, trusted: list[x509.Certificate], at: datetime) -> Signer:
    signer = _described(one.signed_data)
    foreign = _foreign(one.signed_data)
    if foreign:
        # The bytes it covers can be told without its algorithm: nothing may stand after them.
        if one.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
            raise SignatureRefused(_CHANGED, name=signer.name)
        return _unverified(signer, _ALGORITHM, algorithm=foreign)

    async def judge() -> Any:
        return await async_validate_pdf_signature(one, _context(trusted, at))

    status = _judged(judge, signer)
    if not (status.intact and status.valid) or not _covers(status):
        raise SignatureRefused(_CHANGED, name=signer.name)
    return _trusted(signer, status, one.signed_data, trusted, at)


_CHANGED: Final = N_("The signature of {name} does not fit the document: it was changed after it.")


def _covers(status: Any) -> bool:
    """Whether nothing but further signatures stands after the signed bytes."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    level = status.modification_level
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and level is not None
        and level <= ModificationLevel.FORM_FILLING
    )


def _of_cms(
    original: bytes, brought: bytes, trusted: list[x509.Certificate], at: datetime
) -> tuple[Signer, ...]:
    signed = _signed_data(brought)
    inside = signed["encap_content_info"]["content"].native
    if inside is not None and bytes(inside) != original:
        raise SignatureRefused("The signature belongs to another document.")
    count = len(signed["signer_infos"])
    if not 0 < count <= MOST:
        raise SignatureRefused("The file has no signature, or more than {most}.", most=MOST)
    return tuple(_of_signer(signed, index, original, trusted, at) for index in range(count))


def _of_signer(
    signed: Any, index: int, original: bytes, trusted: list[x509.Certificate], at: datetime
) -> Signer:
    alone = cms.SignedData.load(signed.dump())
    if len(signed["signer_infos"]) > 1:
        alone["signer_infos"] = [signed["signer_infos"][index]]
        alone = cms.SignedData.load(alone.dump(force=True))
    signer = _described(alone)
    _refuse_other_digest(alone, original)
    foreign = _foreign(alone)
    if foreign:
        return _unverified(signer, _ALGORITHM, algorithm=foreign)

    async def judge() -> Any:
        detached = cms.SignedData.load(alone.dump())
        return await async_validate_detached_cms(
            original, detached, signer_validation_context=_context(trusted, at)
        )

    status = _judged(judge, signer)
    if not (status.intact and status.valid):
        raise SignatureRefused("The signature belongs to another document.")
    return _trusted(signer, status, alone, trusted, at)


def _judged(judge: Any, signer: Signer) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # In a thread of its own: whoever asks may run a loop already.
            with ThreadPoolExecutor(1) as apart:
                return apart.submit(lambda: asyncio.run(judge())).result()
    except (SignatureValidationError, SigningError, PdfError, ValueError, KeyError) as error:
        raise SignatureRefused(
            "The signature of {name} is damaged: {reason}",
            name=signer.name,
            reason=str(error)[:200],
        ) from error


def _trusted(
    signer: Signer, status: Any, signed: Any, trusted: list[x509.Certificate], at: datetime
) -> Signer:
    if status.trusted and not status.revoked:
        return signer
    certificate = _certificate(signed)
    if certificate is not None and not (
        certificate.not_valid_before <= at <= certificate.not_valid_after
    ):
        return _unverified(signer, _NOT_IN_FORCE)
    known = {one.subject.hashable for one in trusted}
    if certificate is not None and certificate.issuer.hashable in known:
        return _unverified(signer, _NOT_TRUSTED)
    return _unverified(signer, _UNKNOWN, issuer=signer.issuer)


def _refuse_other_digest(signed: Any, original: bytes) -> None:
    """A digest of another document is told even where the signature's algorithm is unknown."""
    info = signed["signer_infos"][0]
    algorithm = info["digest_algorithm"]["algorithm"].native
    if algorithm not in _KNOWN_DIGESTS or not info["signed_attrs"]:
        return
    for attribute in info["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            wanted = hashlib.new(algorithm, original).digest()
            if attribute["values"][0].native != wanted:
                raise SignatureRefused("The signature belongs to another document.")


def _signed_data(brought: bytes) -> Any:
    try:
        der = pem.unarmor(brought)[2] if pem.detect(brought) else brought
        content = cms.ContentInfo.load(der, strict=True)
        if content["content_type"].native != "signed_data":
            raise ValueError(content["content_type"].native)
        signed = content["content"].untag()
        _ = signed["signer_infos"].native, signed["certificates"].native
    except (ValueError, TypeError, KeyError) as error:
        raise SignatureRefused("The file holds no signature that can be read.") from error
    return signed


def _foreign(signed: Any) -> str:
    """The algorithm, where it is none that can be verified here; ``""`` where it can."""
    info = signed["signer_infos"][0]
    for name in ("digest_algorithm", "signature_algorithm"):
        found = info[name]["algorithm"]
        if found.dotted.startswith(_GOST) or found.native == found.dotted:
            return f"GOST {found.dotted}" if found.dotted.startswith(_GOST[0]) else found.dotted
    return ""


def _certificate(signed: Any) -> x509.Certificate | None:
    """The signer's certificate among those in the signature."""
    sid = signed["signer_infos"][0]["sid"]
    for choice in signed["certificates"] or ():
        if choice.name != "certificate":
            continue
        found = choice.chosen
        if sid.name == "issuer_and_serial_number":
            wanted = sid.chosen
            same = wanted["serial_number"].native == found.serial_number
            if same and wanted["issuer"].dump() == found.issuer.dump():
                return found
        elif found.key_identifier == sid.native:
            return found
    return None


def _described(signed: Any) -> Signer:
    certificate = _certificate(signed)
    if certificate is None:
        raise SignatureRefused("The signature holds no certificate of its signer.")
    info, at = signed["signer_infos"][0], ""
    for attribute in info["signed_attrs"] or ():
        if attribute["type"].native == "signing_time":
            at = attribute["values"][0].native.isoformat()
    return Signer(
        name=_named(certificate.subject),
        issuer=_named(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        at=at,
    )


def _named(name: x509.Name) -> str:
    native = name.native
    for key in ("common_name", "organization_name"):
        if native.get(key):
            found = native[key]
            return str(found if isinstance(found, str) else found[0])[:200]
    return str(name.human_friendly)[:200]


def _unverified(signer: Signer, template: str, /, **values: Any) -> Signer:
    reason = (template, values)
    return Signer(signer.name, signer.issuer, signer.serial, signer.at, reason)


def _context(trusted: list[x509.Certificate], at: datetime) -> ValidationContext:
    """Nothing is fetched: what is not in the file or among the roots is not known."""
    return ValidationContext(
        trust_roots=trusted, moment=at, allow_fetching=False, revocation_mode="soft-fail"
    )


def _certificates(roots: Iterable[bytes]) -> Iterable[x509.Certificate]:
    for root in roots:
        if pem.detect(root):
            yield from (
                x509.Certificate.load(der) for _, _, der in pem.unarmor(root, multiple=True)
            )
        else:
            yield x509.Certificate.load(root)
