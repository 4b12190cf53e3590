"""The installation's key: it signs seals and exports, and its public half is made known."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.errors import EngineError
from engine.proof.verifier import canonical

_BYTES: Final = 32


class Signer:
    """Signs with an Ed25519 key.

    Attributes:
        public_key: 64 hexadecimal digits.
    """

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = key.public_key().public_bytes_raw().hex()

    def sign(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``{"content": ..., "signature": {"algorithm", "public_key", "value"}}``."""
        value = self._key.sign(canonical(content)).hex()
        signature = {"algorithm": "Ed25519", "public_key": self.public_key, "value": value}
        return {"content": content, "signature": signature}


def passing_signer() -> Signer:
    """Return a signer whose key is gone with the process: for databases in memory."""
    return Signer(Ed25519PrivateKey.generate())


def signer_in(file: Path) -> Signer:
    """Return the signer whose key lies in a file; the first to ask makes it.

    Args:
        file: 64 hexadecimal digits, to be read by the program alone.

    Raises:
        EngineError: the file holds no key, or cannot be read or made.
    """
    try:
        if not file.exists():
            _make(file)
        return Signer(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip())))
    except (OSError, ValueError) as error:
        raise EngineError(
            "The key that signs history cannot be read from «{file}»: {reason}",
            file=str(file),
            reason=str(error),
        ) from error


def _make(file: Path) -> None:
    """Make a key whole or not at all, whoever else makes one at the same moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
    try:
        os.link(part, file)
    except FileExistsError:
        return
    finally:
        part.unlink()
