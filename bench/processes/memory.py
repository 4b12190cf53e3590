"""A web process that serves one new case after another, and tells how large it has become."""

import json
import logging
import resource
import sys

from bench.over_http import Visitor
from bench.workshop import report, set_up
from engine.logs import log_to_stderr

LOOKS = 4
KILOBYTES = 1024 if sys.platform != "darwin" else 1
"""``ru_maxrss`` counts kilobytes, on a Mac bytes."""


def main(url: str, cases: int) -> None:
    """Serve so many cases and print the largest size (MB) after each quarter of them."""
    log_to_stderr(logging.ERROR)
    workshop = set_up(url)
    visitor = Visitor(workshop)
    sizes = []
    for number in range(1, cases + 1):
        case_id = workshop.begin()
        item = workshop.open_item(case_id)
        visitor.read(f"/work-items/{item}")
        visitor.complete(item, report())
        visitor.read(f"/cases/{case_id}")
        if number % (cases // LOOKS) == 0:
            largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            sizes.append(largest * KILOBYTES / 1024 / 1024)
    print(json.dumps(sizes))
    workshop.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
