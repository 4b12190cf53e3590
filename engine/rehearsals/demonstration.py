"""A demonstration: people by role, and cases under way.

Made by playing rehearsals in the days before today.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from engine.actor import SYSTEM
from engine.application import Application, build
from engine.clock import SetClock, SystemClock
from engine.commands.publish_procedure import PublishProcedure
from engine.deadlines.terms import calendar_of
from engine.procedures.body import Body
from engine.procedures.rehearsal_script import read_script
from engine.rehearsals.differences import Difference
from engine.rehearsals.people import bring_in
from engine.rehearsals.player import Player
from engine.rehearsals.stage import Stage
from engine.settings import Settings
from engine.sources import procedure_of, sources_of

Progress = Callable[[str], None]


def set_up_demonstration(settings: Settings, progress: Progress) -> None:
    """Fill an empty installation: every body's diagrams, the people and cases of its ``demo.yaml``.

    Args:
        settings: whose database is filled.
        progress: told one sentence per step.

    Raises:
        ProcedureInvalid: a diagram, form or body file is wrong.
    """
    today = SystemClock().now()
    clock = SetClock(today)
    application = build(settings.model_copy(update={"systems_stand_in": True}), clock)
    try:
        for key, body in application.library.bodies.items():
            folder = settings.bpmn_path / key
            for diagram in sorted(folder.glob("*.bpmn")):
                progress(f"publish {key}/{diagram.stem}")
                command = PublishProcedure(
                    procedure_of(diagram), sources_of(diagram, settings.forms_path), "demonstration"
                )
                application.execute(command, SYSTEM)
            plan = folder / "demo.yaml"
            if plan.exists():
                clock.moment = today  # the body before has moved it to its last case
                _fill(application, clock, body, folder, yaml.safe_load(plan.read_bytes()), progress)
    finally:
        application.database.dispose()


def _fill(
    application: Application,
    clock: SetClock,
    body: Body,
    folder: Path,
    plan: Mapping[str, Any],
    progress: Progress,
) -> None:
    people = {
        person["username"]: {name: said for name, said in person.items() if name != "username"}
        for person in plan["people"]
    }
    bring_in(application, body, people, demo=True)
    now = clock.moment
    for case in sorted(plan["cases"], key=lambda c: -int(c["days_ago"])):
        started = _morning(body, now, int(case["days_ago"]))
        progress(f"play {case['rehearsal']}")
        for difference in _play(application, body, folder / case["rehearsal"], case, started):
            progress(str(difference))


def _morning(body: Body, now: datetime, days_ago: int) -> datetime:
    """The start of the working day, so many working days ago."""
    calendar = calendar_of(body)
    day = now.astimezone(calendar.zone).date()
    while days_ago > 0:
        day -= timedelta(days=1)
        days_ago -= calendar.is_working(day)
    opening = body.working_hours[0][0] if body.working_hours else datetime.min.time()
    return datetime.combine(day, opening, calendar.zone) + timedelta(minutes=10)


def _play(
    application: Application, body: Body, file: Path, case: Mapping[str, Any], started: datetime
) -> list[Difference]:
    clock = application.clock
    assert isinstance(clock, SetClock)
    script = read_script(file)
    start = {**script.start, "at": started.isoformat(), **case.get("start", {})}
    for key in ("answers", "data"):
        if key in script.start and key in start:
            start[key] = {**script.start[key], **start[key]}
    stage = Stage(application, clock, body)
    procedure = f"{body.key}/{script.diagram.stem}" if script.diagram else script.procedure
    doing = replace(script, start=start, steps=tuple(s for s in script.steps if s.kind in _PLAYED))
    return Player(doing, stage, lambda: procedure).play(until=case.get("until", ""))


_PLAYED = ("complete", "message", "signal", "set", "advance", "fails")
"""Expectations are for rehearsals: here the dates differ."""
