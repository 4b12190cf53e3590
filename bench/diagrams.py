"""Reading and checking diagrams of growing size."""

import time
from collections.abc import Iterator
from statistics import median

from bench.figure import Figure
from engine.errors import ProcedureInvalid
from engine.procedures.checking import check
from engine.procedures.reading import read

ROW = "read and check a diagram"
SIZES = (300, 3_000, 10_000)
ROUNDS = 5
TIMES_PER_ELEMENT = 2.0
"""How much dearer an element of a large diagram may be than one of the smallest."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:reglament:bench">
<bpmn:process id="large" isExecutable="true">
<bpmn:startEvent id="begin" />
<bpmn:sequenceFlow id="from_begin" sourceRef="begin" targetRef="task_0" />
"""
_PART = """<bpmn:userTask id="task_{n}" name="Step {n}" />
<bpmn:sequenceFlow id="done_{n}" sourceRef="task_{n}" targetRef="gateway_{n}" />
<bpmn:exclusiveGateway id="gateway_{n}" default="no_{n}" />
<bpmn:sequenceFlow id="no_{n}" sourceRef="gateway_{n}" targetRef="task_{n}" />
<bpmn:sequenceFlow id="yes_{n}" sourceRef="gateway_{n}" targetRef="{next}">
<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">s_{n} == {n}</bpmn:conditionExpression>
</bpmn:sequenceFlow>
"""
_FOOT = '<bpmn:endEvent id="end" /></bpmn:process></bpmn:definitions>'
_ELEMENTS_OF_A_PART = 5


def diagram_of(elements: int) -> bytes:
    """Return a diagram of about so many steps, gateways and flows, with a loop at every step."""
    parts = elements // _ELEMENTS_OF_A_PART
    following = [f"task_{number + 1}" for number in range(parts - 1)] + ["end"]
    body = "".join(_PART.format(n=number, next=name) for number, name in enumerate(following))
    return (_HEAD + body + _FOOT).encode()


def diagrams() -> Iterator[Figure]:
    """Read and check diagrams of each size; one that is refused by a limit has no time."""
    smallest = 0.0
    for size in SIZES:
        taken = _times(diagram_of(size))
        what = f"{size} elements"
        if taken is None:
            yield Figure(ROW, "", f"{what}: refused by its limit", 1)
            continue
        yield Figure(ROW, "", what, taken, "ms")
        each = taken / size
        smallest = smallest or each
        if each is not smallest:
            yield Figure(
                ROW, "", f"{what}: one of them / one of {SIZES[0]}", each / smallest, "x",
                most=TIMES_PER_ELEMENT,
            )  # fmt: skip


def _times(source: bytes) -> float | None:
    """Median milliseconds; ``None`` when the diagram is refused."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        try:
            check(read(source, "large.bpmn"), None)
        except ProcedureInvalid:
            return None
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)
