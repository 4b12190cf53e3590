"""A worker: says that it is ready, waits for a line, does what is due, and tells what it cost."""

import json
import logging
import sys
import time

from bench.workshop import settings_for
from engine.application import build
from engine.logs import log_to_stderr


def main(url: str) -> None:
    """Work on a database until nothing is due."""
    log_to_stderr(logging.ERROR)
    application = build(settings_for(url))
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.process_time()
    done = application.deliver()
    told = {"done": done, "processor": time.process_time() - start}
    print(json.dumps(told), flush=True)
    application.database.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
