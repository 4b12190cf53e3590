"""What a file is, found out from its content; what its name and its sender say does not count."""

import base64
import binascii
import re
import unicodedata
import zipfile
from typing import BinaryIO, Final

import olefile

from forms.file_kinds import ENDINGS
from forms.old_office import is_old_office

HEAD: Final = 4096
LONGEST_NAME: Final = 150
MOST_MEMBERS: Final = 20_000
UNNAMED: Final = "file"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_OLD_OFFICE = "application/x-ole-storage"
_ZIP = b"PK\x03\x04"
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""DER of 1.2.840.113549.1.7.2, signedData of the Cryptographic Message Syntax (RFC 5652, 5.1)."""
_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----\s*")
_WITHIN_ZIP: Final = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
_MACROS = ("vbaproject.bin", "basic/")
# Controls, and marks that turn the direction of reading: «gpj.exe» would read as «exe.jpg».
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_NOT_IN_NAMES = re.compile(r'[<>:"|?*/\\]')


def sniff(source: BinaryIO, name: str) -> str | None:
    """Return the media type of a content, ``None`` where it is none that is accepted.

    Args:
        source: the content; it is read from its beginning, wherever it stands.
        name: as its owner called it: tells the old office formats apart, whose content does not.
    """
    source.seek(0)
    head = source.read(HEAD)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_ZIP):
        return _of_zip(source)
    if head.startswith(olefile.MAGIC):
        ends = ENDINGS[_OLD_OFFICE]
        return _OLD_OFFICE if name.casefold().endswith(ends) and is_old_office(source) else None
    return "application/pkcs7-signature" if _is_signature(head) else None


def clean_name(name: str, kind: str) -> str:
    """Return a name that is safe to show and to save under: no folders, and an ending of its type.

    ``../act.pdf`` becomes ``act.pdf``, ``photo.png.exe`` (a PNG) becomes ``photo.png.exe.png``.
    """
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    bare = _NOT_IN_NAMES.sub("_", _UNSEEN.sub("", bare)).strip(" .")
    ends = ENDINGS[kind]
    if not bare.casefold().endswith(ends) or bare.casefold() in ends:
        bare = f"{bare or UNNAMED}{ends[0]}"
    stem, dot, end = bare.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(end) - 1].rstrip(' .') or UNNAMED}{dot}{end}"


def _of_zip(source: BinaryIO) -> str | None:
    """An office document: told by what stands in it; one with macros is none that is accepted."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if len(members) > MOST_MEMBERS or any(_is_macro(one) for one in names):
                return None
            if "[Content_Types].xml" in names:
                return next((kind for one, kind in _WITHIN_ZIP.items() if one in names), None)
            return _of_open_document(archive, members)
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError):
        return None


def _of_open_document(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str | None:
    """Its first member says its type, as it stands (OpenDocument 1.2, part 3, 3.3)."""
    if not members or members[0].filename != "mimetype" or members[0].file_size > HEAD:
        return None
    kind = archive.read("mimetype").decode("ascii", "replace").strip()
    return kind if kind in ENDINGS and "opendocument" in kind else None


def _is_macro(member: str) -> bool:
    plain = member.casefold()
    return plain.endswith(_MACROS[0]) or plain.startswith(_MACROS[1])


def _is_signature(head: bytes) -> bool:
    """A message in DER, or the same as base64 with or without its BEGIN line."""
    if _is_signed_data(head):
        return True
    armour = _ARMOUR.match(head)
    text = b"".join((head[armour.end() :] if armour else head).split())
    text = text.partition(b"-")[0]
    try:
        return _is_signed_data(base64.b64decode(text[: len(text) // 4 * 4], validate=True))
    except binascii.Error:
        return False


def _is_signed_data(der: bytes) -> bool:
    return der[:1] == b"\x30" and 2 <= der.find(_SIGNED_DATA) <= 10
