"""Contents of files, by their hash: in a folder outside the pages, or in memory."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO, Protocol

PIECE = 64 * 1024

_WHOLE = frozenset("0123456789abcdef")
_DIGITS = 64


class TooLarge(Exception):
    """More came than may be kept; nothing of it is."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was taken in; ``size`` in bytes."""

    sha256: str
    size: int


class Contents(Protocol):
    """Where contents lie. The same content is kept once, whoever brings it."""

    def put(self, source: BinaryIO, limit: int) -> Content:
        """Take a stream in, piece by piece.

        Raises:
            TooLarge: it has more bytes than the limit.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open a content.

        Raises:
            FileNotFoundError: there is none.
        """
        ...

    def has(self, sha256: str) -> bool:
        """Whether a content is there."""
        ...

    def brought_before(self, moment: datetime) -> Iterator[str]:
        """Yield the contents that nobody has brought since a moment."""
        ...

    def remove(self, sha256: str) -> None:
        """Forget a content; one that is gone already is no error."""
        ...


class FolderOfContents:
    """Contents in a folder: ``ab/ab12...``; a file is whole from the moment it has its name."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, source: BinaryIO, limit: int) -> Content:
        """Take a stream in; see ``Contents``."""
        self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=self._path, prefix="coming-", delete=False) as target:
            coming = Path(target.name)
            try:
                content = _copied(source, target, limit)
                target.flush()
                os.fsync(target.fileno())
            except BaseException:
                coming.unlink(missing_ok=True)
                raise
        place = self._place(content.sha256)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        coming.chmod(0o600)
        coming.replace(place)  # also where it was there: its age begins anew
        return content

    def open(self, sha256: str) -> BinaryIO:
        """Open a content; see ``Contents``."""
        return self._place(sha256).open("rb")

    def has(self, sha256: str) -> bool:
        """Whether a content is there."""
        return self._place(sha256).is_file()

    def brought_before(self, moment: datetime) -> Iterator[str]:
        """Yield old contents, and remove what an upload that broke off has left."""
        for path in sorted(self._path.glob("*")):
            if path.name.startswith("coming-") and _is_before(path, moment):
                path.unlink(missing_ok=True)
            elif path.is_dir():
                yield from (one.name for one in sorted(path.iterdir()) if _is_before(one, moment))

    def remove(self, sha256: str) -> None:
        """Forget a content."""
        self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        if len(sha256) != _DIGITS or not set(sha256) <= _WHOLE:
            raise FileNotFoundError(sha256)
        return self._path / sha256[:2] / sha256


class ContentsInMemory:
    """Contents of a database in memory: gone when it is."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, source: BinaryIO, limit: int) -> Content:
        """Take a stream in; see ``Contents``."""
        target = io.BytesIO()
        content = _copied(source, target, limit)
        self._kept[content.sha256] = target.getvalue()
        return content

    def open(self, sha256: str) -> BinaryIO:
        """Open a content; see ``Contents``."""
        if sha256 not in self._kept:
            raise FileNotFoundError(sha256)
        return io.BytesIO(self._kept[sha256])

    def has(self, sha256: str) -> bool:
        """Whether a content is there."""
        return sha256 in self._kept

    def brought_before(self, moment: datetime) -> Iterator[str]:
        """Yield nothing: what is in memory need not be swept."""
        yield from ()

    def remove(self, sha256: str) -> None:
        """Forget a content."""
        self._kept.pop(sha256, None)


@contextmanager
def opened(contents: Contents, sha256: str) -> Iterator[BinaryIO]:
    """Open a content for the time of a block."""
    source = contents.open(sha256)
    try:
        yield source
    finally:
        source.close()


def _copied(source: BinaryIO, target: IO[bytes], limit: int) -> Content:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > limit:
            raise TooLarge
        digest.update(piece)
        target.write(piece)
    return Content(digest.hexdigest(), size)


def _is_before(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:  # it was taken away meanwhile
        return False
