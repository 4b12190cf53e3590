"""Play a rehearsal file from nothing.

A throw-away database, its own clock, people made as they are named.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from engine.actor import SYSTEM
from engine.application import throw_away
from engine.clock import SetClock
from engine.commands.publish_procedure import PublishProcedure
from engine.errors import EngineError, ProcedureInvalid
from engine.procedures.reading import read
from engine.procedures.runnable import runnable_processes
from engine.rehearsals.differences import Difference
from engine.rehearsals.player import Player
from engine.rehearsals.script import Script, read_script
from engine.rehearsals.stage import Stage
from engine.settings import Settings
from engine.sources import Sources, procedure_of, sources_of


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


def rehearse(file: Path, settings: Settings) -> list[Difference]:
    """Play one rehearsal.

    Returns:
        One difference per step that went otherwise than written; none when all went as written.
    """
    try:
        script = read_script(file)
        sources = _sources(script, settings)
    except ProcedureInvalid as error:
        return [Difference(file, getattr(f, "line", 0), "", str(f)) for f in error.faults]
    except (EngineError, OSError) as error:
        return [Difference(file, 1, "diagram", str(error))]
    clock = SetClock()
    application = throw_away([sources.body] if sources.body else [], clock)
    try:
        stage = Stage(application, clock, sources.body)
        return Player(script, stage, lambda: _publish(stage, script, sources)).play()
    finally:
        application.database.dispose()


def _sources(script: Script, settings: Settings) -> Sources:
    path = script.diagram
    if path is None:
        path = settings.bpmn_path / f"{script.procedure}.bpmn"
    if not path.is_file():
        raise EngineError("There is no diagram {file}.", file=str(path))
    return sources_of(path, settings.forms_path, script.process, script.called)


def _publish(stage: Stage, script: Script, sources: Sources) -> str:
    """Publish the diagram, and those it is played with: they may be started by message."""
    procedure = script.procedure or procedure_of(Path(sources.file))
    if sources.body is None:
        procedure = f"/{Path(sources.file).stem}"
    stage.application.execute(PublishProcedure(procedure, sources), SYSTEM)
    main = script.process or ""
    for file, source in ((sources.file, sources.diagram), *sources.called):
        for process_id in _started_by_events(source, file):
            if process_id != main and sources.body is None:
                beside = replace(sources, file=file, diagram=source, process_id=process_id)
                command = PublishProcedure(f"/{process_id}", beside)
                stage.application.execute(command, SYSTEM)
    return procedure


def _started_by_events(source: bytes, file: str) -> list[str]:
    """The processes of a file that a message or signal starts: they may join the play."""
    try:
        diagrams = [read(source, file, one) for one in runnable_processes(source, file)]
    except ProcedureInvalid:  # a file that is only called names its faults when it is called
        return []
    return [
        diagram.process_id
        for diagram in diagrams
        if any(event.kind in ("message", "signal") for s in diagram.starts() for event in s.events)
    ]
