"""Labels of diagrams and forms in other languages: catalogues beside the body's diagrams."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

from engine.procedures.body import Body


class Labels:
    """Translations by body and language; a label without one stays in the body's language."""

    def __init__(self, catalogues: Mapping[tuple[str, str], Mapping[str, str]]) -> None:
        self._catalogues = catalogues

    @classmethod
    def read(cls, bpmn_path: Path, bodies: Mapping[str, Body]) -> "Labels":
        """Read ``<body>/translations/<language>.po`` of every body."""
        found: dict[tuple[str, str], Mapping[str, str]] = {}
        for key in bodies:
            for path in sorted((bpmn_path / key / "translations").glob("*.po")):
                found[key, path.stem] = _catalogue(path.read_bytes())
        return cls(found)

    def translate(self, body: str, text: str, language: str) -> str:
        """Return a label in a language, or as the body wrote it."""
        return self._catalogues.get((body, language), {}).get(text, text)

    def missing(self, body: str, language: str, texts: list[str]) -> list[str]:
        """Return the labels that have no translation."""
        known = self._catalogues.get((body, language), {})
        return [text for text in texts if text not in known]


@lru_cache(maxsize=64)
def _catalogue(source: bytes) -> Mapping[str, str]:
    """Return the translations of a catalogue: one that is unchanged is read once per process."""
    return {
        str(message.id): str(message.string)
        for message in read_po(BytesIO(source))
        if message.id and message.string and not message.fuzzy
    }
