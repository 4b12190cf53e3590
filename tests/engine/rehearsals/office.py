"""A small body whose only rehearsal leaves things out."""

from pathlib import Path

from tests.engine.runtime.play import END, START, document, edge, el, flow, line, timer, user, xor

BODY = """key: office
name: {en: Office}
short_name: {en: Office}
language: en
languages: [en]
country: KG
time_zone: Asia/Bishkek
roles:
  clerk: {name: {en: Clerk}, lanes: [Clerk]}
"""
CLAUSES = """source: The order
statements:
  - {line: 1, says: {en: "The clerk looks"}, elements: [answer/a]}
  - {line: 2, to: 3, says: {en: "The clerk sings"}}
  - {line: 4, says: {en: "It is a good order"}, reason: "Nothing is done"}
  - {line: 5, says: {en: "Ask"}, elements: [answer/gone], guards: [no_such]}
"""
PLAY = """diagram: ../../answer.bpmn
start: {as: clerk}
steps:
  - complete: a
    answers: {x: 2}
  - outcome: yes_end
"""
LANE = (
    '<laneSet id="l"><lane id="clerk" name="Clerk">'
    "<flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef>"
    "</lane></laneSet>"
)
DIAGRAM = document(
    LANE
    + START
    + user("a")
    + edge("late", "a", timer("P2D"))
    + user("b")
    + xor("which", "which_to_no_end")
    + el("endEvent", "yes_end")
    + el("endEvent", "no_end")
    + END
    + line("s", "a", "which")
    + line("late", "b", "e")
    + flow("which", "yes_end", "x > 1")
    + flow("which", "no_end")
)


def office_in(folder: Path) -> Path:
    """Write it into a folder and return its own."""
    office = folder / "office"
    (office / "rehearsals" / "answer").mkdir(parents=True)
    (office / "body.yaml").write_text(BODY)
    (office / "clauses.yaml").write_text(CLAUSES)
    (office / "answer.bpmn").write_text(DIAGRAM)
    (office / "rehearsals" / "answer" / "yes.yaml").write_text(PLAY)
    return office
