"""A checked diagram and all it refers to become a version."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from threading import Lock
from typing import ClassVar

from engine.acts.catalog import ACTS
from engine.errors import ProcedureInvalid
from engine.inspection import diagram_faults
from engine.procedures.assembling import assemble
from engine.procedures.body import Body
from engine.procedures.diagram import Diagram
from engine.procedures.version import Version
from engine.sources import Sources, diagrams_to_call
from tasks.catalog import OPERATIONS


def version_of(procedure: str, sources: Sources) -> tuple[Version, Diagram]:
    """Check a procedure's files and put them together.

    Raises:
        ProcedureInvalid: with every fault.
    """
    return _Assembled.of(procedure, sources)


class _Assembled:
    """Versions of this process, by what they were made from: the same files are checked once."""

    _known: ClassVar[dict[tuple[str, str], tuple[Body | None, Version, Diagram]]] = {}
    _lock: ClassVar[Lock] = Lock()
    _most = 64

    @classmethod
    def of(cls, procedure: str, sources: Sources) -> tuple[Version, Diagram]:
        """Return the version of these files, made now or before."""
        key = (procedure, _fingerprint(sources))
        with cls._lock:
            known = cls._known.get(key)
        if known is not None and known[0] is sources.body:
            return known[1], known[2]
        version, diagram = _assemble(procedure, sources)
        with cls._lock:
            while len(cls._known) >= cls._most:
                cls._known.pop(next(iter(cls._known)))
            cls._known[key] = (sources.body, version, diagram)
        return version, diagram


def _fingerprint(sources: Sources) -> str:
    """Return a hash of everything but the body, which is one object while its files stay."""
    found = hashlib.sha256()
    for one in fields(sources):
        if one.name != "body":
            value = getattr(sources, one.name)
            parts = sorted(value.items()) if isinstance(value, Mapping) else value
            found.update(f"{one.name}\0".encode() + repr(parts).encode() + b"\0")
    return found.hexdigest()


def _assemble(procedure: str, sources: Sources) -> tuple[Version, Diagram]:
    diagram, faults = diagram_faults(sources, without_forms=sources.body is None)
    if faults:
        raise ProcedureInvalid(tuple(faults))
    version = assemble(
        procedure,
        diagram,
        sources.body,
        sources.forms,
        called=diagrams_to_call(sources, diagram),
        decisions=sources.decisions,
        documents=sources.documents,
        operations={
            **{name: operation.clause for name, operation in OPERATIONS.items()},
            **dict.fromkeys(ACTS, ""),
        },
    )
    return version, diagram
