"""Reads a compound file, in which the old office formats lie: its names, and its streams.

By [MS-CFB], Compound File Binary File Format. What is out of order is refused: a reader that makes
the best of a damaged file may see another file than the program that opens it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from struct import iter_unpack, unpack_from
from typing import BinaryIO, Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER: Final = 512
SECTOR_SHIFTS: Final = {3: 9, 4: 12}
"""Major version -> sectors of 2 to the power of so many bytes ([MS-CFB] 2.2)."""

MINI_SHIFT: Final = 6
MINI_CUTOFF: Final = 4096
"""Streams that are shorter lie in the mini stream, in pieces of 64 bytes ([MS-CFB] 2.2, 2.4)."""

ENTRY: Final = 128
STORAGE, STREAM, ROOT = 1, 2, 5
LAST_SECTOR: Final = 0xFFFFFFFA
"""Numbers above it mean something else: the end of a chain, a free sector ([MS-CFB] 2.1)."""


class Damaged(Exception):
    """The file is no compound file, or contradicts itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A storage or a stream: ``name``, ``kind``, first sector, ``size`` in bytes."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """A compound file that is read where it lies.

    Attributes:
        entries: every storage and stream, the root first; also what no storage lists.
    """

    def __init__(self, source: BinaryIO) -> None:
        """Read the directory.

        Raises:
            Damaged: it cannot be read.
        """
        self._source = source
        try:
            self._read_header()
            self._table = self._read_table()
            self.entries = tuple(self._read_directory())
            self._mini_table = self._numbers(self._first_mini)
        except (struct.error, UnicodeDecodeError) as error:
            raise Damaged(str(error)) from error
        if not self.entries or self.entries[0].kind != ROOT:
            raise Damaged("no root")

    def stream(self, *names: str) -> bytes:
        """Return the content of the first stream with one of some names, ``b""`` without.

        Raises:
            Damaged: its pieces are not all there.
        """
        wanted = {name.casefold() for name in names}
        for entry in self.entries:
            if entry.kind == STREAM and entry.name.casefold() in wanted:
                return self._content(entry)
        return b""

    def _content(self, entry: Entry) -> bytes:
        if entry.size >= MINI_CUTOFF:
            content = b"".join(self._sectors(entry.start))
        else:
            mini = b"".join(self._sectors(self.entries[0].start))
            chain = _chain(self._mini_table, entry.start) if entry.size else ()
            content = b"".join(mini[at << MINI_SHIFT : (at + 1) << MINI_SHIFT] for at in chain)
        if len(content) < entry.size:
            raise Damaged("a stream is cut off")
        return content[: entry.size]

    def _read_header(self) -> None:
        self._source.seek(0)
        header = self._source.read(HEADER)
        if not header.startswith(SIGNATURE) or len(header) < HEADER:
            raise Damaged("no header")
        (major,) = unpack_from("<H", header, 26)
        order, shift, mini_shift = unpack_from("<3H", header, 28)
        (cutoff,) = unpack_from("<I", header, 56)
        if (order, mini_shift, cutoff) != (0xFFFE, MINI_SHIFT, MINI_CUTOFF):
            raise Damaged("another byte order, or other sizes than the format knows")
        if SECTOR_SHIFTS.get(major) != shift:
            raise Damaged("another version")
        self._major, self._shift = major, shift
        (self._first_directory,) = unpack_from("<I", header, 48)
        (self._first_mini,) = unpack_from("<I", header, 60)
        (self._first_further,) = unpack_from("<I", header, 68)
        self._in_header = unpack_from("<109I", header, 76)

    def _read_table(self) -> tuple[int, ...]:
        """The table of chains; where its own sectors lie, the header says and sectors after it."""
        places = list(self._in_header)
        further, seen = self._first_further, set[int]()
        while further <= LAST_SECTOR:
            if further in seen:
                raise Damaged("a chain runs in a circle")
            seen.add(further)
            *more, further = (number for (number,) in iter_unpack("<I", self._sector(further)))
            places += more
        table: list[int] = []
        for place in places:
            if place <= LAST_SECTOR:
                table += (number for (number,) in iter_unpack("<I", self._sector(place)))
        return tuple(table)

    def _read_directory(self) -> Iterator[Entry]:
        for sector in self._sectors(self._first_directory):
            for at in range(0, len(sector), ENTRY):
                length, kind = unpack_from("<HB", sector, at + 64)
                if kind not in (STORAGE, STREAM, ROOT):
                    continue
                name = sector[at : at + 64][: max(length - 2, 0)].decode("utf-16-le")
                start, size = unpack_from("<IQ", sector, at + 116)
                # Version 3 uses the lower half alone; the upper may hold anything (2.6.1).
                yield Entry(name, kind, start, size & 0xFFFFFFFF if self._major == 3 else size)

    def _numbers(self, start: int) -> tuple[int, ...]:
        return tuple(
            number for sector in self._sectors(start) for (number,) in iter_unpack("<I", sector)
        )

    def _sectors(self, start: int) -> Iterator[bytes]:
        return map(self._sector, _chain(self._table, start))

    def _sector(self, number: int) -> bytes:
        size = 1 << self._shift
        self._source.seek((number + 1) << self._shift)
        content = self._source.read(size)
        return content.ljust(size, b"\0") if content else _missing()


def _missing() -> bytes:
    raise Damaged("a sector is not there")


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors of a chain; one that runs in a circle is longer than the table."""
    left = len(table)
    while start <= LAST_SECTOR:
        if start >= len(table) or not left:
            raise Damaged("a chain leads nowhere, or runs in a circle")
        yield start
        start, left = table[start], left - 1
