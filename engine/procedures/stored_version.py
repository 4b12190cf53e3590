"""A version as bytes and back: plain JSON, so that it survives upgrades."""

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from engine.errors import Conflict
from engine.procedures.deadline_entries import DeadlineEntry
from engine.procedures.fault import N_
from engine.procedures.version import StoredDiagram, Version, canonical_json

FORMAT: Final = 1

_ALTERED: Final = N_("The stored version «{key}» does not match its digest: it was altered.")
_NEWER: Final = N_("The stored version is of format {format}, which this release does not read.")


def to_bytes(version: Version) -> bytes:
    """Return a version as JSON, with its digest."""
    return canonical_json(
        {
            "format": FORMAT,
            "digest": version.digest,
            "key": version.key,
            "diagrams": [
                {
                    "file": one.file,
                    "process_id": one.process_id,
                    "source": _text(one.source),
                    "normalised": _text(one.normalised),
                }
                for one in version.diagrams
            ],
            "forms": _texts(version.forms),
            "decisions": _texts(version.decisions),
            "documents": _texts(version.documents),
            "deadlines": {key: entry.to_json() for key, entry in version.deadlines.items()},
            "body": dict(version.body),
            "operations": dict(version.operations),
            "normaliser": version.normaliser,
            "spiffworkflow": version.spiffworkflow,
        }
    )


def from_bytes(stored: bytes) -> Version:
    """Return the version that :func:`to_bytes` wrote.

    Raises:
        Conflict: the bytes do not match their digest, or are of a format yet to come.
    """
    data = json.loads(stored)
    if data["format"] != FORMAT:
        raise Conflict(_NEWER, format=data["format"])
    version = Version(
        key=data["key"],
        diagrams=tuple(
            StoredDiagram(
                one["file"],
                one["process_id"],
                base64.b64decode(one["source"]),
                base64.b64decode(one["normalised"]),
            )
            for one in data["diagrams"]
        ),
        forms=_contents(data["forms"]),
        decisions=_contents(data["decisions"]),
        documents=_contents(data["documents"]),
        deadlines={key: DeadlineEntry.from_json(one) for key, one in data["deadlines"].items()},
        body=data["body"],
        operations=data["operations"],
        normaliser=data["normaliser"],
        spiffworkflow=data["spiffworkflow"],
    )
    if version.digest != data["digest"]:
        raise Conflict(_ALTERED, key=version.key)
    return version


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _texts(contents: Mapping[str, bytes]) -> dict[str, str]:
    return {key: _text(content) for key, content in contents.items()}


def _contents(texts: Mapping[str, Any]) -> dict[str, bytes]:
    return {key: base64.b64decode(text) for key, text in texts.items()}
