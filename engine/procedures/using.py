"""What of a body uses one of its files: asked before the file is taken away."""

from collections.abc import Iterator, Mapping

from engine.errors import ProcedureInvalid
from engine.procedures.decision_file import decision_ids
from engine.procedures.diagram import Diagram
from engine.procedures.document_templates import imports_of
from engine.procedures.reading import read

FORMS = "forms/"
DOCUMENTS = "documents/"


def users_of(path: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return what refers to a file, as ``file:line element``; nothing refers to a rehearsal.

    Args:
        path: of the file, from the body's folder on.
        files: every file of the body, by path. A diagram that cannot be read uses nothing: it
            cannot be published either.
    """
    return tuple(_users(path, files))


def _users(path: str, files: Mapping[str, bytes]) -> Iterator[str]:
    stem = path.rpartition("/")[2].rpartition(".")[0]
    if path.startswith(FORMS):
        yield from _elements(files, "form", {stem})
    elif path.startswith(DOCUMENTS):
        yield from _elements(files, "document", {stem})
        for name, source in files.items():
            if name.startswith(DOCUMENTS) and name != path and stem in imports_of(source):
                yield name
    elif path.endswith(".dmn"):
        yield from _elements(files, "", _decisions(files[path], path))


def _elements(files: Mapping[str, bytes], name: str, wanted: set[str]) -> Iterator[str]:
    for file, diagram in _diagrams(files):
        for element in diagram.elements.values():
            decides = element.kind == "businessRuleTask" and element.called in wanted
            if element.properties.get(name) in wanted if name else decides:
                yield f"{file}:{element.line} {element.id}"


def _diagrams(files: Mapping[str, bytes]) -> Iterator[tuple[str, Diagram]]:
    for file, source in files.items():
        if file.endswith(".bpmn"):
            try:
                yield file, read(source, file)
            except ProcedureInvalid:
                continue


def _decisions(source: bytes, file: str) -> set[str]:
    try:
        return set(decision_ids(source, file))
    except ProcedureInvalid:
        return set()
