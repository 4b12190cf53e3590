"""Files of rehearsals: tiny diagrams and what is played on them, written and played in one go."""

from pathlib import Path
from textwrap import dedent

from engine.rehearsals.differences import Difference
from engine.rehearsals.rehearse import rehearse
from engine.settings import Settings
from tests.engine.runtime.play import (
    END,
    START,
    document,
    edge,
    el,
    flow,
    line,
    message,
    process,
    script,
    signal,
    timer,
    user,
    xor,
)

MESSAGES = '<message id="m" name="Paid"/><signal id="g" name="Stop"/>'


def lanes(**steps: str) -> str:
    """Return lanes by name with the elements they hold, separated by blanks."""
    rows = "".join(
        f'<lane id="lane_{n}" name="{name}">'
        + "".join(f"<flowNodeRef>{element}</flowNodeRef>" for element in held.split())
        + "</lane>"
        for n, (name, held) in enumerate(steps.items())
    )
    return f'<laneSet id="lanes">{rows}</laneSet>'


DIAGRAMS = {
    "two_steps": document(START + user("a", "b") + END + line("s", "a", "b", "e")),
    "laned": document(
        lanes(clerk="s a", chief="b e") + START + user("a", "b") + END + line("s", "a", "b", "e")
    ),
    "fork": document(
        START + el("parallelGateway", "f") + user("a", "b") + el("parallelGateway", "j") + END
        + line("s", "f", "a", "j", "e") + line("f", "b", "j")
    ),
    "twice": document(
        START + el("userTask", "a",
            '<multiInstanceLoopCharacteristics isSequential="false">'
            "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>")
        + END + line("s", "a", "e")
    ),
    "question": document(
        START + user("a") + xor("which", "which_to_no")
        + el("endEvent", "yes") + el("endEvent", "no")
        + line("s", "a", "which") + flow("which", "yes", "x > 1") + flow("which", "no")
    ),
    "failing": document(
        START + user("a") + script("divide", "share = 12 / parts") + END
        + line("s", "a", "divide", "e")
    ),
    "timed": document(
        START + user("a") + edge("late", "a", timer("P2D")) + user("b") + END
        + line("s", "a", "e") + line("late", "b", "e")
    ),
    "reminded": document(
        START + user("a") + edge("remind", "a", timer("R3/P1D", "timeCycle"), interrupts=False)
        + user("reminder") + END + line("s", "a", "e") + line("remind", "reminder", "e")
    ),
    "receiver": document(
        START + el("intermediateCatchEvent", "catch", message("m")) + user("taken") + END
        + line("s", "catch", "taken", "e"), declared=MESSAGES
    ),
    "stopped": document(
        START + user("a") + edge("stop", "a", signal("g")) + user("b") + END
        + line("s", "a", "e") + line("stop", "b", "e"), declared=MESSAGES
    ),
    "begun": document(
        process(
            el("startEvent", "s", message("m")) + user("a") + END + line("s", "a", "e"), "Begun"
        ),
        declared=MESSAGES,
    ),
    "caller": document(
        START + el("callActivity", "call", attributes='calledElement="Part"') + user("after") + END
        + line("s", "call", "after", "e")
    ),
    "part": document(process(START + user("within") + END + line("s", "within", "e"), "Part")),
    "pools": document(
        process(START + user("a") + END + line("s", "a", "e"), "One"),
        process(
            '<startEvent id="s2"/><userTask id="b"/><endEvent id="e2"/>' + line("s2", "b", "e2"),
            "Two",
        ),
    ),
    "linking": document(
        START + user("a")
        + el("serviceTask", "ask", operation="case.start", input_procedure="'/Part'",
             input_case="'appeal'", input_given="given")
        + user("b") + END + line("s", "a", "ask", "b", "e")
    ),
    "throwing": document(
        START + user("a")
        + el("intermediateThrowEvent", "throw", message("m"), input_amount="amount") + END
        + line("s", "a", "throw", "e"), declared=MESSAGES
    ),
    "faulty": document(START + user("a") + xor("which") + line("s", "a", "which")),
    "unreadable": "this is no XML",
    "no_way": document(
        START + user("a") + xor("which") + END + line("s", "a", "which")
        + flow("which", "e", "x > 1")
    ),
}  # fmt: skip


def play(folder: Path, text: str) -> list[Difference]:
    """Write every diagram and the rehearsal into a folder and play it."""
    for name, xml in DIAGRAMS.items():
        (folder / f"{name}.bpmn").write_text(xml, encoding="utf-8")
    file = folder / "rehearsal.yaml"
    file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return rehearse(file, Settings())


def shown(folder: Path, text: str) -> list[str]:
    """Play and return every difference as a line, without the folder."""
    return [str(d).replace(f"{folder}/", "") for d in play(folder, text)]
