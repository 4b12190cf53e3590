"""A body's folder becomes a :class:`Body`, or every fault of its files at once."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from engine.errors import ProcedureInvalid
from engine.procedures.body_parts import (
    Body,
    Column,
    DatedValue,
    NumberPattern,
    Register,
    Role,
    System,
)
from engine.procedures.body_reading import BodyReader
from engine.procedures.deadline_entries import DeadlineEntry, read_deadlines
from engine.procedures.fault import N_, Fault
from engine.procedures.yaml_source import YamlFile

__all__ = [
    "Body",
    "Column",
    "DatedValue",
    "NumberPattern",
    "Register",
    "Role",
    "System",
    "load_body",
    "read_body",
]


def load_body(folder: Path) -> Body:
    """Return the body whose folder this is.

    Args:
        folder: holds ``body.yaml`` and, where the body has terms, ``deadlines.yaml``.

    Raises:
        ProcedureInvalid: with every fault of both files.
    """
    folder = folder.absolute()  # «.» has no name
    path = folder / "body.yaml"
    if not path.is_file():
        missing = N_("The folder has no body.yaml: add one with the body's name and roles.")
        raise ProcedureInvalid((Fault(f"{folder.name}/body.yaml", 0, "", missing),))
    terms = folder / "deadlines.yaml"
    body = read_body(
        folder.name, path.read_bytes(), terms.read_bytes() if terms.is_file() else None
    )
    roots = tuple(one.read_bytes() for one in sorted((folder / "trusted_roots").glob("*.pem")))
    return replace(body, trusted_roots=roots) if roots else body


@lru_cache(maxsize=32)
def read_body(key: str, source: bytes, terms: bytes | None) -> Body:
    """Return the body that two files describe; the same files are read once.

    Args:
        key: name of its folder.
        source: ``body.yaml``.
        terms: ``deadlines.yaml``, or ``None`` where there is none.

    Raises:
        ProcedureInvalid: with every fault of both files.
    """
    file = YamlFile(source, f"{key}/body.yaml")
    reader = BodyReader(file, key)
    faults: list[Fault] = list(file.faults)
    deadlines: dict[str, DeadlineEntry] = {}
    if terms is not None:
        entries = YamlFile(terms, f"{key}/deadlines.yaml")
        deadlines = read_deadlines(entries, reader.languages)
        faults += entries.faults
    if faults:
        faults.sort(key=lambda one: (one.file, one.line))
        raise ProcedureInvalid(tuple(faults))
    return reader.body(deadlines)
