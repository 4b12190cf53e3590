"""The files in force, as they stand: each version checked, its rehearsals played, its text counted.

Nothing is kept here: commands keep what these functions find.
"""

from pathlib import Path
from typing import Any

from engine.actor import SYSTEM
from engine.errors import ProcedureInvalid
from engine.inspection import diagram_faults
from engine.procedures.fault import Fault
from engine.procedures.reading import read
from engine.procedures.touching import Played, Touched, digest_of
from engine.procedures.version import Version
from engine.queries.traces import traces
from engine.rehearsals.coverage import statements_of
from engine.rehearsals.rehearse import rehearse
from engine.rehearsals.stage import Stage
from engine.sources import of_version, sources_of
from engine.workspace import Workspace
from forms.said import Said, as_plain


def check_version(place: Workspace, version: Version) -> tuple[Any, ...]:
    """Check a published version as this release would check it if it were published now.

    Returns:
        A plain ``[file, line, element, sentence]`` per fault.
    """
    path = place.folder / f"{version.key.partition('/')[2]}.bpmn"
    try:
        if not path.is_file():  # taken out of the checkout since: the version has its own copy
            path.write_bytes(version.diagrams[0].source)
        sources = of_version(sources_of(path, place.settings.forms_path), version)
        faults = list(diagram_faults(sources)[1])
    except ProcedureInvalid as error:
        faults = [fault for fault in error.faults if isinstance(fault, Fault)]
    return _plain(place, faults)


def play_rehearsal(place: Workspace, name: str, version: Version | None = None) -> Played:
    """Play a rehearsal of a body's files.

    Args:
        place: the files.
        name: path of the rehearsal from the body's folder on.
        version: is played instead of the files of its procedure.
    """
    touched: dict[str, Touched] = {}

    def watch(stage: Stage) -> None:
        for trace in stage.application.read.ask(traces, SYSTEM):
            touched[trace.digest] = touched.get(trace.digest, Touched()) | trace.touched

    file = place.folder / name
    differences = rehearse(file, place.settings, watch, version)
    return Played(
        digest_of(file.read_bytes()),
        [[d.line, d.step, as_plain(place.told(d.sentence))] for d in differences],
        {digest: one.as_plain() for digest, one in touched.items()},
    )


def check_statements(place: Workspace) -> tuple[int, tuple[Any, ...]]:
    """Count the statements of the body's text.

    Returns:
        How many there are, and a plain ``[file, line, element, sentence]`` per statement that
        nothing carries and per name in ``clauses.yaml`` that nothing has.
    """
    paths = [Path(path) for path in place.diagrams()]
    diagrams = {path: read(path.read_bytes(), str(path)) for path in paths}
    statements, wrong = statements_of(place.folder, diagrams, place.settings)
    return statements.total, _plain(place, [*statements.missing, *wrong])


def _plain(place: Workspace, faults: list[Fault]) -> tuple[Any, ...]:
    return tuple(
        [
            place.told(fault.file),
            fault.line,
            fault.element_id,
            as_plain(Said(fault.template, **fault.values)),
        ]
        for fault in faults
    )
