"""Play a rehearsal file from nothing.

A throw-away database, its own clock, people made as they are named.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from engine.actor import SYSTEM
from engine.acts.case_start import ACT as CASE_START
from engine.acts.schedule import PLAN
from engine.application import throw_away
from engine.clock import SetClock
from engine.commands.publish_procedure import PublishProcedure
from engine.errors import EngineError, ProcedureInvalid
from engine.procedures.diagram import Diagram
from engine.procedures.fault import Fault
from engine.procedures.reading import read
from engine.procedures.rehearsal_script import Script, read_script
from engine.procedures.runnable import runnable_processes
from engine.procedures.version import Version
from engine.rehearsals.differences import Difference
from engine.rehearsals.player import Player
from engine.rehearsals.stage import Stage
from engine.settings import Settings
from engine.sources import Sources, of_version, procedure_of, sources_of
from forms.said import Said

STARTING = tuple(act.name.encode() for act in (CASE_START, PLAN))
"""Acts that start cases of other procedures, at once or when their day has come."""


def rehearsals_in(paths: Iterable[Path]) -> list[Path]:
    """Return the rehearsal files under the paths.

    A file as named, of a folder those in ``rehearsals``.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_file():
            found.append(path)
        else:
            yaml_files = sorted({*path.rglob("*.yaml"), *path.rglob("*.yml")})
            within = [p for p in yaml_files if "rehearsals" in p.resolve().parts]
            found.extend(within)
    return found


def rehearse(
    file: Path,
    settings: Settings,
    watch: Callable[[Stage], None] | None = None,
    version: Version | None = None,
) -> list[Difference]:
    """Play one rehearsal.

    Args:
        file: the rehearsal.
        settings: where bodies and forms lie.
        watch: shown the stage when the play is over, before it is taken down.
        version: is played instead of the files of its procedure.

    Returns:
        One difference per step that went otherwise than written; none when all went as written.
    """
    try:
        script = read_script(file)
        sources = _sources(script, settings)
        if version is not None and procedure_of(Path(sources.file)) == version.key:
            sources = of_version(sources, version)
    except ProcedureInvalid as error:
        faults = [fault for fault in error.faults if isinstance(fault, Fault)]
        return [
            Difference(Path(f.file), f.line, f.element_id, Said(f.template, **f.values))
            for f in faults
        ]
    except EngineError as error:
        return [Difference(file, 1, "diagram", Said(error.template, **error.values))]
    except OSError as error:
        return [Difference(file, 1, "diagram", str(error))]
    clock = SetClock()
    application = throw_away([sources.body] if sources.body else [], clock)
    try:
        stage = Stage(application, clock, sources.body)
        player = Player(script, stage, lambda: _publish(stage, script, sources, settings))
        differences = player.play()
        if watch is not None:
            watch(stage)
        return differences
    finally:
        application.database.dispose()


def _sources(script: Script, settings: Settings) -> Sources:
    path = script.diagram
    if path is None:
        path = settings.bpmn_path / f"{script.procedure}.bpmn"
    if not path.is_file():
        raise EngineError("There is no diagram {file}.", file=str(path))
    return sources_of(path, settings.forms_path, script.process, script.called)


def _publish(stage: Stage, script: Script, sources: Sources, settings: Settings) -> str:
    """Publish the diagram, and those it is played with, which it may start."""
    procedure = script.procedure or procedure_of(Path(sources.file))
    if sources.body is None:
        procedure = f"/{Path(sources.file).stem}"
    application = stage.application
    record = application.execute(PublishProcedure(procedure, sources), SYSTEM)
    process_id = application.library.published(record).diagram.process_id
    beside = _beside(sources, process_id) if sources.body is None else _of_body(sources, settings)
    for command in beside:
        application.execute(command, SYSTEM)
    return procedure


def _beside(sources: Sources, process_id: str) -> list[PublishProcedure]:
    """The other processes of the files, outside any body: those that an event or a case starts."""
    found = []
    for file, source in ((sources.file, sources.diagram), *sources.called):
        for diagram in _runnable(source, file):
            by_event = any(event.name for start in diagram.starts() for event in start.events)
            if diagram.process_id != process_id and (by_event or _starts_cases(sources)):
                one = replace(sources, file=file, diagram=source, process_id=diagram.process_id)
                found.append(PublishProcedure(f"/{diagram.process_id}", one))
    return found


def _of_body(sources: Sources, settings: Settings) -> list[PublishProcedure]:
    """The other procedures of the body, where the diagram starts linked cases."""
    if not _starts_cases(sources):
        return []
    paths = [Path(file) for file, _ in sources.called]
    return [PublishProcedure(procedure_of(p), sources_of(p, settings.forms_path)) for p in paths]


def _starts_cases(sources: Sources) -> bool:
    return any(act in sources.diagram for act in STARTING)


def _runnable(source: bytes, file: str) -> list[Diagram]:
    try:
        return [read(source, file, one) for one in runnable_processes(source, file)]
    except ProcedureInvalid:  # a file that is only called names its faults when it is called
        return []
