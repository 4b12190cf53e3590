"""Comparing two versions of a diagram: what an owner waits for before publishing."""

import time
from collections.abc import Iterator
from statistics import median

from bench.diagrams import diagram_of
from bench.figure import Figure
from engine.procedures.comparing import compare
from engine.procedures.version import StoredDiagram, Version

ROW = "compare two versions"
ELEMENTS = 100
ROUNDS = 20
WANTED = 200.0
"""Milliseconds, on any machine that is not itself the trouble."""


def comparing() -> Iterator[Figure]:
    """Compare two versions of 100 elements, each read from its bytes, that differ everywhere."""
    source = diagram_of(ELEMENTS)
    old, new = _version(source), _version(source.replace(b'name="Step', b'name="Stage'))
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = compare(old, new)
        taken.append((time.perf_counter() - start) * 1000)
        assert len(found.elements) == ELEMENTS // 5
    yield Figure(ROW, "", f"{ELEMENTS} elements", median(taken), "ms", most=WANTED)


def _version(source: bytes) -> Version:
    return Version("bench/large", (StoredDiagram("large.bpmn", "large", source, b""),))
