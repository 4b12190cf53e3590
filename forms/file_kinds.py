"""Kinds of file that a form may ask for, and the types that belong to them."""

from collections.abc import Iterable, Mapping
from typing import Final

ANY: Final = "any"

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf",),
    "image": ("image/png", "image/jpeg", "image/tiff"),
    "office": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/x-ole-storage",
    ),
    "signature": ("application/pkcs7-signature",),
    ANY: (),
}
"""Kind -> media types as they are found out from the content; ``any`` is every one of them."""

ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "application/vnd.oasis.opendocument.presentation": (".odp",),
    "application/x-ole-storage": (".doc", ".xls", ".ppt"),
    "application/pkcs7-signature": (".sig", ".p7s"),
}
"""Media type -> endings of the names of its files."""


def types_of(kinds: Iterable[str]) -> frozenset[str]:
    """Return the media types of some kinds of file."""
    return frozenset(one for kind in kinds for one in (KINDS[kind] or tuple(ENDINGS)))


def endings_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the endings of names that a browser should offer, in order."""
    wanted = types_of(kinds)
    return tuple(end for kind, ends in ENDINGS.items() if kind in wanted for end in ends)
