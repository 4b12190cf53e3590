"""A version of a procedure: the diagram and everything it refers to, in one immutable value.

A stored version is enough to run a case for years: nothing of it is looked up in files again. Its
digest covers what its diagram refers to, not the whole body, so that a change elsewhere makes no
new version. It covers neither the normalised XML nor the versions of the software that made it:
those are stored beside it and follow from the rest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.procedures.deadline_entries import DeadlineEntry
from engine.procedures.diagram import Diagram
from engine.procedures.reading import read


@dataclass(frozen=True, slots=True)
class StoredDiagram:
    """One diagram of a version: its own, or one that it calls.

    Attributes:
        file: name of the file it came from.
        process_id: the process that runs.
        source: the bytes as the author gave them.
        normalised: the XML that the runtime parses.
    """

    file: str
    process_id: str
    source: bytes
    normalised: bytes

    def diagram(self) -> Diagram:
        """Return the diagram, read again from its source."""
        return read(self.source, self.file, self.process_id)


@dataclass(frozen=True, slots=True)
class Version:
    """What one published version of a procedure consists of.

    Attributes:
        key: ``<body>/<procedure>``.
        diagrams: the procedure's own diagram first, then those it calls, by process id.
        forms: form key -> the JSON of its definition.
        decisions: decision id -> its DMN.
        documents: document -> its template.
        deadlines: the entries of ``deadlines.yaml`` that it names.
        body: country, time zone, working hours, currency and the roles of its lanes, as plain JSON.
        operations: name of an operation or act -> its clause or version.
        normaliser: version of the rules that made the normalised XML.
        spiffworkflow: version of the library the normalised XML was made for.
    """

    key: str
    diagrams: tuple[StoredDiagram, ...]
    forms: Mapping[str, bytes] = field(default_factory=dict)
    decisions: Mapping[str, bytes] = field(default_factory=dict)
    documents: Mapping[str, bytes] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineEntry] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    operations: Mapping[str, str] = field(default_factory=dict)
    normaliser: str = ""
    spiffworkflow: str = ""

    @property
    def process_id(self) -> str:
        """The process that a case of this version runs."""
        return self.diagrams[0].process_id

    @property
    def digest(self) -> str:
        """SHA-256 in hex over the canonical JSON of everything the diagram refers to."""
        content = {
            "key": self.key,
            "diagrams": [[one.process_id, _hash(one.source)] for one in self.diagrams],
            "forms": {key: json.loads(form) for key, form in self.forms.items()},
            "decisions": {key: _hash(decision) for key, decision in self.decisions.items()},
            "documents": {key: _hash(document) for key, document in self.documents.items()},
            "deadlines": {key: entry.to_json() for key, entry in self.deadlines.items()},
            "body": dict(self.body),
            "operations": dict(self.operations),
        }
        return _hash(canonical_json(content))

    def files(self) -> tuple[tuple[Diagram, bytes], ...]:
        """Return each diagram with its normalised XML, as the runtime takes them."""
        return tuple((one.diagram(), one.normalised) for one in self.diagrams)


def canonical_json(value: Any) -> bytes:
    """Return the one way to write a plain JSON value: keys in order, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
