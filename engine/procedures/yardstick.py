"""What files in force are checked by: the release and the body's own file, beside the files."""

from functools import cache
from hashlib import sha256
from importlib import metadata


@cache
def release() -> str:
    """Return the version of this installation; its checks may be stricter than those before."""
    return metadata.version("reglament")


def check_key(version_digest: str, body_file: bytes) -> str:
    """Return what a check of a version is known by: another ``body.yaml`` or release asks anew."""
    measure = f"{version_digest}\0{release()}\0".encode()
    return sha256(measure + body_file).hexdigest()


def digest_of_all(version_digests: tuple[str, ...]) -> str:
    """Return a digest of versions together, in whatever order they are named."""
    return sha256("\0".join(sorted(version_digests)).encode()).hexdigest()


def statements_key(clauses_file: bytes, version_digests: tuple[str, ...]) -> str:
    """Return what a count of a body's statements is known by: the text and all that may carry it.

    Args:
        clauses_file: ``clauses.yaml``; ``b""`` where there is none.
        version_digests: of the versions in force, in any order.
    """
    return sha256(clauses_file + b"\0" + digest_of_all(version_digests).encode()).hexdigest()
