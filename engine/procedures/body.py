"""A body's folder becomes a :class:`Body`, or every fault of its files at once."""

from pathlib import Path

from engine.errors import ProcedureInvalid
from engine.procedures.body_parts import Body, DatedValue, NumberPattern, Register, Role
from engine.procedures.body_reading import BodyReader
from engine.procedures.deadline_entries import DeadlineEntry, read_deadlines
from engine.procedures.fault import N_, Fault
from engine.procedures.yaml_source import YamlFile

__all__ = ["Body", "DatedValue", "NumberPattern", "Register", "Role", "load_body"]


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
    file = YamlFile(path.read_bytes(), f"{folder.name}/body.yaml")
    reader = BodyReader(file, folder.name)
    faults: list[Fault] = list(file.faults)
    deadlines: dict[str, DeadlineEntry] = {}
    terms = folder / "deadlines.yaml"
    if terms.is_file():
        entries = YamlFile(terms.read_bytes(), f"{folder.name}/deadlines.yaml")
        deadlines = read_deadlines(entries, reader.languages)
        faults += entries.faults
    if faults:
        faults.sort(key=lambda one: (one.file, one.line))
        raise ProcedureInvalid(tuple(faults))
    return reader.body(deadlines)
