"""Memory of a web process that has served many different cases."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.databases import Databases
from bench.figure import Figure

ROW = "memory of a web process"
FEW, ALL = 400, 10_000
MEGABYTES = 250
GROWTH = 1.1
"""How much larger the process may be at the end than at the half."""


def memory(kind: str, databases: Databases, *, full: bool) -> Iterator[Figure]:
    """Serve many cases, each for the first and last time."""
    cases = ALL if full else FEW
    command = [sys.executable, "-m", "bench.processes.memory", databases.fresh(kind), str(cases)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    sizes = json.loads(told.stdout)
    yield Figure(ROW, kind, f"after {cases} cases", sizes[-1], "MB", most=MEGABYTES)
    half = sizes[len(sizes) // 2 - 1]
    yield Figure(ROW, kind, "at the end / at the half", sizes[-1] / half, "x", most=GROWTH)
