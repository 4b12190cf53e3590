"""Processes of an installation: web and workers as operators start them, killed and started anew.

They are forked from a server that has everything imported, so that a start costs little.
"""

import multiprocessing
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["web.cli", "tests.soak.processes"])

PATIENCE = 120
"""Seconds after which a process that should end counts as stuck."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def reglament(environment: dict[str, str], log: str, *words: str) -> None:
    """Be the ``reglament`` command: what a child process runs."""
    from web.cli import main

    os.environ.update(environment)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    sys.argv = ["reglament", *words]
    main()


@dataclass
class Processes:
    """The processes of one installation, all stopped at the end.

    Attributes:
        environment: the settings.
        log: file that takes their output.
    """

    environment: dict[str, str]
    log: Path
    running: dict[str, BaseProcess] = field(default_factory=dict)
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def start(self, name: str, *words: str) -> None:
        """Start ``reglament <words>`` under a name."""
        self._words[name] = words
        process = forks.Process(
            target=reglament, args=(self.environment, str(self.log), *words), name=name
        )
        process.start()
        self.running[name] = process

    def kill(self, name: str) -> None:
        """End a process as a power cut would, and start it anew."""
        self._end(name, BaseProcess.kill)
        self.start(name, *self._words[name])

    def stop(self, name: str) -> int | None:
        """Ask a process to stop and return its exit code."""
        return self._end(name, BaseProcess.terminate)

    def _end(self, name: str, how: Callable[[BaseProcess], None]) -> int | None:
        process = self.running.pop(name)
        how(process)
        process.join(PATIENCE)
        assert process.exitcode is not None, f"{name} does not end"
        return process.exitcode


@contextmanager
def processes(environment: dict[str, str], log: Path) -> Iterator[Processes]:
    """Yield processes to be; whichever still run at the end are killed."""
    them = Processes(environment, log)
    try:
        yield them
    finally:
        for process in them.running.values():
            process.kill()
            process.join(PATIENCE)
