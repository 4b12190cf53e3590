"""The files of a procedure as a process owner has them on disk.

Diagram, body, forms, called diagrams.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.errors import ProcedureInvalid
from engine.procedures.body import Body, load_body
from engine.procedures.calls import calls_of_other_files
from engine.procedures.decision_file import decision_ids
from engine.procedures.diagram import Diagram
from engine.procedures.reading import read
from engine.procedures.version import Version


@dataclass(frozen=True)
class Sources:
    """What a procedure is published from.

    Attributes:
        file: name of the diagram, for messages.
        diagram: its bytes.
        body: whose procedure it is; ``None`` for a diagram outside any body.
        forms: key -> JSON of every form of the body.
        process_id: which process runs, where the file has several; ``None`` lets the reader choose.
        called: (file, bytes) of diagrams it may call.
        decisions: id -> DMN file of the decisions that lie beside it.
        documents: name -> template of every document of the body.
    """

    file: str
    diagram: bytes
    body: Body | None = None
    forms: Mapping[str, bytes] = field(default_factory=dict)
    process_id: str | None = None
    called: tuple[tuple[str, bytes], ...] = ()
    decisions: Mapping[str, bytes] = field(default_factory=dict)
    documents: Mapping[str, bytes] = field(default_factory=dict)


def sources_of(
    diagram: Path,
    forms_path: Path,
    process_id: str | None = None,
    called: Iterable[Path] = (),
) -> Sources:
    """Read a diagram with what lies beside it.

    Args:
        diagram: the BPMN file; a ``body.yaml`` beside it makes it a procedure of that body.
        forms_path: folder of form definitions, used when there is none beside the diagram's own
            checkout.
        process_id: which process runs.
        called: further diagrams that may be called; those of the body are found by themselves.

    Raises:
        ProcedureInvalid: the body's files are wrong.
    """
    folder = diagram.parent
    body = load_body(folder) if (folder / "body.yaml").exists() else None
    beside = sorted(folder.glob("*.bpmn")) if body else []
    others = [path for path in (*called, *beside) if path.resolve() != diagram.resolve()]
    return Sources(
        file=str(diagram),
        diagram=diagram.read_bytes(),
        body=body,
        forms=_forms(body, folder, forms_path) if body else {},
        process_id=process_id,
        called=tuple((str(path), path.read_bytes()) for path in dict.fromkeys(others)),
        decisions=_decisions(folder),
        documents=_documents(folder) if body else {},
    )


def of_version(sources: Sources, version: Version) -> Sources:
    """Return sources with a published version in place of the procedure's own files.

    What the version does not hold (roles of the body, diagrams that are started beside it) stays
    that of the files.
    """
    own, *called = version.diagrams
    named = {Path(one.file).name: one.source for one in called}
    body = sources.body
    if body is not None and not version.deadlines.items() <= body.deadlines.items():
        body = replace(body, deadlines={**body.deadlines, **version.deadlines})
    return replace(
        sources,
        diagram=own.source,
        body=body,
        forms={**sources.forms, **version.forms},
        process_id=own.process_id,
        called=tuple((file, named.get(Path(file).name, text)) for file, text in sources.called),
        decisions={**sources.decisions, **version.decisions},
        documents={**sources.documents, **version.documents},
    )


def _decisions(folder: Path) -> dict[str, bytes]:
    """The decisions beside a diagram, by id; one that cannot be read has faults of its own."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.glob("*.dmn")):
        source = path.read_bytes()
        try:
            found |= dict.fromkeys(decision_ids(source, path.name), source)
        except ProcedureInvalid:
            continue
    return found


def _documents(folder: Path) -> dict[str, bytes]:
    """The templates of documents beside a diagram, by name."""
    paths = sorted((folder / "documents").glob("*.typ"))
    return {path.stem: path.read_bytes() for path in paths}


def _forms(body: Body, folder: Path, forms_path: Path) -> dict[str, bytes]:
    """The forms of the same checkout as the diagram, else those of the installation."""
    own = folder.resolve().parent.parent / "forms" / "definitions" / body.key
    chosen = own if own.is_dir() else forms_path / body.key
    return {path.stem: path.read_bytes() for path in sorted(chosen.glob("*.json"))}


def procedure_of(diagram: Path) -> str:
    """Return ``<body>/<procedure>`` of a diagram: its folder's and its own name."""
    return f"{diagram.resolve().parent.name}/{diagram.stem}"


def diagrams_to_call(sources: Sources, diagram: Diagram) -> Mapping[str, Diagram]:
    """Return the other diagrams that may be called, by every process they hold.

    There are none for a diagram that calls nothing outside its file; one that cannot be read is
    not called.
    """
    found: dict[str, Diagram] = {}
    for file, source in sources.called if any(calls_of_other_files(diagram)) else ():
        for process_id in processes_of(source, file):
            with suppress(ProcedureInvalid):
                found.setdefault(process_id, read(source, file, process_id))
    return found


def processes_of(source: bytes, file: str) -> Collection[str]:
    """Return the ids of the processes of a file; none where it cannot be read."""
    try:
        return read(source, file).processes.keys()
    except ProcedureInvalid:  # its own check names its faults
        return ()
