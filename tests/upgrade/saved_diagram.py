"""A diagram that waits in every way there is: what a saved case must survive an upgrade with."""

from tests.engine.runtime.play import (
    document,
    edge,
    el,
    flow,
    line,
    message,
    process,
    script,
    timer,
    user,
    xor,
)

_LOOP = (
    '<multiInstanceLoopCharacteristics isSequential="{sequential}">'
    "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
)
BRANCHES = ("guarded", "each", "in_turn", "hear", "later", "part", "called", "divide")

_INSIDE = '<startEvent id="ps"/>' + user("inside") + '<endEvent id="pe"/>'
_PART = '<subProcess id="part">' + _INSIDE + line("ps", "inside", "pe") + "</subProcess>"

WAITS_EVERYWHERE = document(
    process(
        el("startEvent", "s")
        + el("parallelGateway", "fork")
        + el("parallelGateway", "join")
        + user("guarded")
        + edge("remind", "guarded", timer("P2D"), interrupts=False)
        + script("note", "reminded = reminded + 1")
        + '<endEvent id="reminded"/>'
        + el("userTask", "each", _LOOP.format(sequential="false"))
        + el("userTask", "in_turn", _LOOP.format(sequential="true"))
        + el("intermediateCatchEvent", "hear", message("news"))
        + el("intermediateCatchEvent", "later", timer("P10D"))
        + _PART
        + '<callActivity id="called" calledElement="Q"/>'
        + script("divide", "share = 100 / parts")
        + xor("again", "again_to_e")
        + user("last")
        + el("endEvent", "e")
        + line("s", "fork")
        + "".join(line("fork", branch, "join") for branch in BRANCHES)
        + line("remind", "note", "reminded")
        + line("join", "last", "again", "e")
        + flow("again", "last", "rounds < 2")
    ),
    process(
        '<startEvent id="qs"/>' + user("asked") + '<endEvent id="qe"/>' + line("qs", "asked", "qe"),
        "Q",
    ).replace('isExecutable="true"', 'isExecutable="false"'),
    declared='<message id="news" name="news"/>',
)
"""``divide`` fails while ``parts`` is 0; ``last`` comes twice."""

BEGINS_WITH = {"reminded": 0, "parts": 0, "rounds": 0}
