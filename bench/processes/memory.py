"""A web process that serves one new case after another, and tells how large it has become."""

import json
import logging
import resource
import sys
from pathlib import Path

from bench.over_http import Visitor
from bench.workshop import report, set_up
from engine.logs import log_to_stderr

STATM = Path("/proc/self/statm")
LOOKS = 4
LOOKS_EACH = 25
"""Sizes of which the largest is told."""


def main(url: str, cases: int) -> None:
    """Serve so many cases and print the largest size (MB) in each quarter of them.

    Not the largest size ever: Linux counts into that what the parent was when it started this
    process, and hashing a password takes 64 MB for a moment, beside which nothing would show.
    """
    log_to_stderr(logging.ERROR)
    workshop = set_up(url)
    visitor = Visitor(workshop)
    sizes = [0.0] * LOOKS
    for number in range(1, cases + 1):
        case_id = workshop.begin()
        item = workshop.open_item(case_id)
        visitor.read(f"/work-items/{item}")
        visitor.complete(item, report())
        visitor.read(f"/cases/{case_id}")
        if number % (cases // LOOKS // LOOKS_EACH) == 0:
            quarter = (number - 1) * LOOKS // cases
            sizes[quarter] = max(sizes[quarter], _size())
    print(json.dumps(sizes))
    workshop.close()


def _size() -> float:
    """Return what the process holds now (MB); where the system does not tell, the largest ever."""
    if STATM.exists():
        pages = int(STATM.read_text("ascii").split()[1])
        return pages * resource.getpagesize() / 1024 / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024  # a Mac counts bytes


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
