"""A seal: the heads of all chains at one moment, signed, to be kept elsewhere."""

import hashlib
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from engine.proof.verifier import FIRST_HASH, SEAL, canonical

Heads = Mapping[str, tuple[int, str]]
"""Case id -> number and hash of its last event."""


def seal_content(number: int, at: datetime, previous: str | None, heads: Heads) -> dict[str, Any]:
    """Return what a seal says, ready to be signed.

    Args:
        number: 1, 2, 3 ... of the installation.
        at: the moment, aware.
        previous: digest of the seal before; ``None`` for the first.
        heads: of every case there is.
    """
    return {
        "format": SEAL,
        "number": number,
        "sealed_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "previous": previous or FIRST_HASH,
        "heads": {case_id: list(head) for case_id, head in sorted(heads.items())},
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of a seal's content: short enough to be printed or read out."""
    return hashlib.sha256(canonical(content)).hexdigest()


def packed(document: Mapping[str, Any]) -> bytes:
    """Return a signed seal as it is stored."""
    return zlib.compress(orjson.dumps(document))


def unpacked(stored: bytes) -> dict[str, Any]:
    """Return a stored seal."""
    return dict(orjson.loads(zlib.decompress(stored)))
