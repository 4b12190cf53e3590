"""Every tiny diagram that checking accepts runs to its end, whatever it waits for on the way."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.procedures.normalising import normalise
from engine.procedures.reading import read
from engine.runtime.advanced import Advanced
from engine.runtime.executable import prepare
from engine.runtime.live_case import LiveCase
from tests.engine.procedures.drawing import DECLARED, bpmn, chain, draw
from tests.engine.runtime.play import Port

SUPPORT = Path(__file__).parents[1] / "procedures" / "support.yaml"
ROWS = [row for row in yaml.safe_load(SUPPORT.read_text("utf-8")) if row["state"] != "refused"]
CALLED = '<startEvent id="os"/><endEvent id="oe"/>' + chain("os", "oe")
DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
  <decision id="grade">
    <decisionTable>
      <output name="grade"/><rule><outputEntry><text>1</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""
DATA = {"n": 1, "team": {"members": ["A", "B"]}, "items": [1], "a": {"good": True}}


class AnyPort(Port):
    """Carries everything out."""

    def call(self, call: Any) -> Any:
        self.calls.append(call)
        return {"good": True}


def go_on(case: LiveCase, now: Advanced) -> Advanced:
    """Do the next thing that the case waits for."""
    if now.waiting:
        return case.complete(now.waiting[0].task_id, {}, None, AnyPort())
    if now.timers:
        due = frozenset((timer.task_id, timer.element_id) for timer in now.timers)
        return case.fire(due, AnyPort())
    wanted = now.subscriptions[0]
    return case.receive(wanted.kind, wanted.name, {}, AnyPort())


@pytest.mark.parametrize("row", ROWS, ids=[row["row"] for row in ROWS])
def test_row(row: dict[str, str]) -> None:
    diagram = draw(row["inside"], row.get("beside", DECLARED))
    called = read(bpmn(CALLED).replace(b'id="p"', b'id="other"'), "other.bpmn")
    files = [(one, normalise(one)) for one in (diagram, called)]
    executable = prepare(diagram.process_id, files, [DECISION])
    _, now = LiveCase.start(executable, DATA, AnyPort())
    for _ in range(40):
        assert now.incidents == ()
        if now.completed:
            break
        now = go_on(LiveCase.load(executable, now.state), now)
    assert now.completed
    assert now.outcome in diagram.elements
