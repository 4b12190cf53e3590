"""What a body's files would make of its procedures, once they are checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.procedures.diagram import Diagram
from engine.procedures.fault import Fault
from engine.procedures.version import Version


@dataclass(frozen=True, slots=True)
class Drafted:
    """A procedure as the files would make it.

    Attributes:
        body: key of its body.
    """

    version: Version
    diagram: Diagram
    body: str


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A body's files with what is uploaded.

    Attributes:
        digest: SHA-256 (hex) of all of them.
        faults: what is wrong, by file and line; file names are those of the body's folder.
        procedures: what they would make, by ``<body>/<procedure>``; empty where anything is wrong.
        rehearsals: paths of the body's rehearsals, from its folder.
    """

    digest: str
    faults: tuple[Fault, ...]
    procedures: Mapping[str, Drafted]
    rehearsals: tuple[str, ...]
