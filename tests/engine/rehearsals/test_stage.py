"""The stage of a rehearsal names the cases that the rehearsal starts, and no others."""

from engine.actor import SYSTEM
from engine.application import throw_away
from engine.clock import SetClock
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.rehearsals.stage import Stage
from engine.sources import Sources
from tests.engine.runtime.play import END, START, document, el, line, user


def test_cases_of_another_rehearsal_have_no_name_here() -> None:
    ask = el("serviceTask", "ask", operation="case.start", input_procedure="'/child'")
    mother = START + ask + user("a") + END + line("s", "ask", "a", "e")
    child = START + user("b") + END + line("s", "b", "e")
    clock = SetClock()
    application = throw_away([], clock)
    try:
        for name, xml in (("mother", mother), ("child", child)):
            sources = Sources(f"{name}.bpmn", document(xml).encode())
            application.execute(PublishProcedure(f"/{name}", sources), SYSTEM)
        stages = []
        for _ in range(2):
            stage = Stage(application, clock, None)
            stage.cases["main"] = application.execute(StartCase("/mother"), SYSTEM)
            stage.settle()
            stages.append(stage)
        first, second = stages
        assert first.cases.keys() == second.cases.keys() == {"main", "child"}
        assert set(first.cases.values()) & set(second.cases.values()) == set()
    finally:
        application.database.dispose()
