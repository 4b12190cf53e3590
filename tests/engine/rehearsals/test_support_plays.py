"""Every row of the support page that runs is rehearsed: it does what BPMN says, step by step."""

from pathlib import Path

import pytest
import yaml

from engine.rehearsals.rehearse import rehearse
from engine.settings import Settings
from tests.engine.procedures.drawing import DECLARED, bpmn, chain

HERE = Path(__file__).parent
ROWS = yaml.safe_load((HERE.parent / "procedures" / "support.yaml").read_text("utf-8"))
RUNNING = {row["row"]: row for row in ROWS if row["state"] != "refused"}
PLAYS = yaml.safe_load((HERE / "support_plays.yaml").read_text("utf-8"))
CALLED = '<startEvent id="os"/><userTask id="called"/><endEvent id="oe"/>' + chain(
    "os", "called", "oe"
)
DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
  <decision id="grade">
    <decisionTable>
      <output name="grade"/><rule><outputEntry><text>1</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def test_every_row_that_runs_is_rehearsed() -> None:
    assert list(PLAYS) == list(RUNNING)


@pytest.mark.parametrize("name", PLAYS)
def test_row(name: str, tmp_path: Path) -> None:
    row = RUNNING[name]
    (tmp_path / "row.bpmn").write_bytes(bpmn(row["inside"], row.get("beside", DECLARED)))
    (tmp_path / "other.bpmn").write_bytes(bpmn(CALLED).replace(b'id="p"', b'id="other"'))
    (tmp_path / "grade.dmn").write_text(DECISION)
    play = tmp_path / "rehearsal.yaml"
    play.write_text("diagram: row.bpmn\nwith: [other.bpmn, grade.dmn]\n" + PLAYS[name], "utf-8")
    assert [str(difference) for difference in rehearse(play, Settings())] == []
