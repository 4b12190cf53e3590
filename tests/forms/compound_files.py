"""Writes compound files, as old office programs do: small ones, by [MS-CFB]."""

from collections.abc import Mapping
from struct import pack

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096


def compound_file(streams: Mapping[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """Return a file with these streams and empty storages beside each other under its root."""
    sectors: list[bytes] = []
    table: list[int] = []

    def lay(content: bytes) -> int:
        pieces = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        first = len(sectors)
        sectors.extend(piece.ljust(SECTOR, b"\0") for piece in pieces)
        table.extend([*range(first + 1, first + len(pieces)), END] if pieces else [])
        return first if pieces else END

    mini, mini_table = b"", []
    entries = []
    for name, content in streams.items():
        if len(content) >= CUTOFF:
            entries.append(_entry(name, 2, lay(content), len(content)))
            continue
        count = -(-len(content) // MINI)
        start = len(mini_table) if count else END
        mini_table += [*range(start + 1, start + count), END] if count else []
        mini += content.ljust(count * MINI, b"\0")
        entries.append(_entry(name, 2, start, len(content)))
    entries += [_entry(name, 1, 0, 0) for name in storages]
    entries = [_followed(one, number + 2) for number, one in enumerate(entries[:-1])] + entries[-1:]
    root = _entry("Root Entry", 5, lay(mini), len(mini), child=1)
    first_mini = lay(b"".join(pack("<I", one) for one in mini_table))
    first_directory = lay(root + b"".join(entries))
    return _with_header(sectors, table, first_directory, first_mini)


def _with_header(sectors: list[bytes], table: list[int], directory: int, mini: int) -> bytes:
    tables = 1
    while tables * SECTOR // 4 < len(sectors) + tables:
        tables += 1
    places = list(range(len(sectors), len(sectors) + tables))
    table = [*table, *[TABLE] * tables]
    table += [FREE] * (tables * SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += pack("<4I", 0, tables, directory, 0)
    header += pack("<5I", CUTOFF, mini, int(mini != END), END, 0)
    header += pack("<109I", *places, *[FREE] * (109 - tables))
    return header + b"".join(sectors) + pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    found = text.ljust(64, b"\0") + pack("<HBB", len(text), kind, 1)
    found += pack("<3I", FREE, FREE, child) + bytes(16) + bytes(4) + bytes(16)
    return found + pack("<IQ", start, size)


def _followed(entry: bytes, by: int) -> bytes:
    """Hang the next entry to the right of one: a tree need not be balanced."""
    return entry[:72] + pack("<I", by) + entry[76:]


def workbook(*sheets: int, locked: bool = False) -> bytes:
    """Return the own part of a workbook with sheets of these types, longer than a mini stream."""
    records = [(0x0809, pack("<HH", 0x0600, 5) + bytes(12))]
    records += [(0x002F, bytes(54))] if locked else []
    records += [(0x00FC, bytes(CUTOFF))]
    records += [(0x0085, pack("<IBB", 0, 0, kind) + b"\x02\0S1") for kind in sheets]
    records += [(0x000A, b"")]
    return b"".join(pack("<HH", kind, len(data)) + data for kind, data in records)


def slides(has_macros: int) -> bytes:
    """Return a presentation that says whether it has macros."""
    atom = pack("<HHI", 0x0002, 0x0400, 12) + pack("<3I", 7, has_macros, 2)
    return bytes(CUTOFF) + pack("<HHI", 0x001F, 0x03FF, len(atom)) + atom
