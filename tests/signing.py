"""People who sign with tools of their own: an authority of the tests, and signed files."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
GOST_DIGEST = "1.2.643.7.1.1.2.2"
GOST_SIGNATURE = "1.2.643.7.1.1.3.2"


@dataclass(frozen=True)
class Signatory:
    """Somebody with a certificate.

    Attributes:
        root: of whoever issued it, PEM.
    """

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    issuer: x509.Certificate
    root: bytes

    def sign_pdf(self, document: bytes, field: str = "Signature1") -> bytes:
        """Return the document with a PAdES signature."""
        packed = pkcs12.serialize_key_and_certificates(
            b"s", self.key, self.certificate, [self.issuer], serialization.NoEncryption()
        )
        signer = signers.SimpleSigner.load_pkcs12_data(packed, [], None)
        assert signer is not None
        how = signers.PdfSignatureMetadata(
            field_name=field, subfilter=fields.SigSeedSubFilter.PADES
        )
        signed = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(document))
        with ThreadPoolExecutor(1) as apart:  # a browser of the tests has a loop in this thread
            apart.submit(signers.sign_pdf, writer, how, signer, output=signed).result()
        return signed.getvalue()

    def sign_detached(self, document: bytes) -> bytes:
        """Return a detached CMS signature."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(document)
        builder = builder.add_signer(self.certificate, self.key, hashes.SHA256())
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        return builder.sign(serialization.Encoding.DER, options)

    def sign_by_gost(self, document: bytes) -> bytes:
        """Return a detached signature that names algorithms of GOST R 34.10-2012."""
        content = cms.ContentInfo.load(self.sign_detached(document))
        info = content["content"]["signer_infos"][0]
        info["digest_algorithm"] = {"algorithm": GOST_DIGEST}
        info["signature_algorithm"] = {"algorithm": GOST_SIGNATURE}
        return bytes(content.dump(force=True))


def signatory(name: str, authority: str = "Test CA", days: int = 3650) -> Signatory:
    """Make an authority and somebody whom it gave a certificate."""
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = _certificate(authority, ca_key, authority, ca_key, days, is_authority=True)
    key = ec.generate_private_key(ec.SECP256R1())
    own = _certificate(name, key, authority, ca_key, days, is_authority=False)
    return Signatory(own, key, ca, ca.public_bytes(serialization.Encoding.PEM))


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signed_with: ec.EllipticCurvePrivateKey,
    days: int,
    *,
    is_authority: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(SINCE + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return builder.sign(signed_with, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
