"""Hostile diagrams, met by an installation in a process of its own that is measured."""

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from engine.application import build
from engine.clock import SetClock
from engine.errors import EngineError, ProcedureInvalid
from engine.persistence.tables import cases, events, incidents
from engine.settings import Settings
from tests.engine.runtime.play import END, START, document, line, user
from tests.offices import Office
from tests.soak.processes import PATIENCE, forks

SECONDS = 5
"""Processor time that a hostile diagram may take, start of the case and all."""

MEGABYTES = 300

UNREADABLE = "deadline_unreadable"
"""Kind of the event of a timer whose time is none."""


@dataclass(frozen=True)
class Met:
    """What became of a diagram.

    Attributes:
        refused: the sentences of its refusal, when it was not published.
        incidents: (element, cause) of each step that failed, or that cannot be waited for.
        unharmed: the other case went on to its end.
        megabytes: the most memory that the process used.
    """

    refused: tuple[str, ...]
    incidents: tuple[tuple[str, str], ...]
    unharmed: bool
    megabytes: float

    @property
    def named(self) -> str:
        """Every word that says what is wrong."""
        return "\n".join([*self.refused, *(f"{e}: {cause}" for e, cause in self.incidents)])


def meet(diagrams: Mapping[str, str], folder: Path) -> dict[str, Met]:
    """Let an installation meet diagrams, one after the other; returns what became of each.

    Raises:
        AssertionError: one took more processor time than ``SECONDS``, and ended the process.
    """
    receiver, sender = forks.Pipe(duplex=False)
    file = str(folder / "hostile.sqlite")
    process = forks.Process(target=_meet, args=(dict(diagrams), file, sender))
    process.start()
    sender.close()
    met: dict[str, Met] = {}
    try:
        for name in diagrams:
            assert receiver.poll(PATIENCE), f"no sign of life: {name}"
            met[name] = receiver.recv()
    except EOFError as error:
        process.join(PATIENCE)
        [culprit] = list(diagrams)[len(met) : len(met) + 1]
        raise AssertionError(f"ended with {process.exitcode}: {culprit}") from error
    finally:
        process.kill()
        process.join()
    return met


def _meet(diagrams: dict[str, str], file: str, sender: "Connection[Met, None]") -> None:
    clock = SetClock()
    office = Office(build(Settings(database_url=f"sqlite:///{file}"), clock), clock)
    office.publish(document(START + user("a", "b") + END + line("s", "a", "b", "e")), "other")
    for xml in diagrams.values():
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        sender.send(_met(office, xml))
    sender.close()


def _met(office: Office, xml: str) -> Met:
    other = office.begin("other")
    office.do(None, other, "a")
    refused: tuple[str, ...] = ()
    case_id = ""
    try:
        office.publish(xml)
        case_id = office.begin()
    except ProcedureInvalid as error:
        refused = tuple(str(fault) for fault in error.faults)
    except EngineError as error:
        refused = (str(error),)
    office.application.deliver()
    office.do(None, other, "b")
    [state] = [row["state"] for row in office.rows(cases, id=other)]
    found = [(row["element_id"], row["cause"]) for row in office.rows(incidents, case_id=case_id)]
    unread = office.rows(events, kind=UNREADABLE, case_id=case_id)
    found += [(row["element_id"], row["facts"]["cause"]) for row in unread]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Met(refused, tuple(found), state == "ended", most)
