"""Web and workers are killed while people work: no step is lost, none counts twice."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from engine.settings import Settings
from tests.offices import Office
from tests.soak.clerk import CLERKS, Clerk
from tests.soak.processes import Processes, free_port
from tests.soak.rounds import Stage, assert_nothing_lost, open_step, opened

LOOK = 0.05


@dataclass(frozen=True)
class Size:
    """How much is done: ``kills`` is the longest time in seconds between two kills."""

    cases: int
    rounds: int
    workers: int
    kills: float


SHORT, LONG = Size(12, 5, 1, 1.5), Size(40, 50, 2, 4.0)


class Killer(threading.Thread):
    """Kills one process after another, at random moments, until it is told to stop."""

    def __init__(self, them: Processes, names: list[str], longest: float) -> None:
        super().__init__(name="killer")
        self._them = them
        self._names = names
        self._longest = longest
        self._random = random.Random(20260302)
        self.done = threading.Event()
        self.killed: list[str] = []

    def run(self) -> None:
        """Kill."""
        while not self.done.wait(self._random.uniform(0.2, self._longest)):
            # In turns, so that a short run kills each of them; the moment is what is random.
            name = self._names[len(self.killed) % len(self._names)]
            self._them.kill(name)
            self.killed.append(name)


def take_turns(office: Office, clerk: Clerk, case_ids: tuple[str, ...]) -> dict[str, list[str]]:
    """Let a clerk work on all cases of their share, whichever waits."""
    tokens: dict[str, list[str]] = {case_id: [] for case_id in case_ids}
    left = list(case_ids)
    pause = threading.Event()
    while left:
        for case_id in list(left):
            item = open_step(office, case_id)
            if item is None:
                left.remove(case_id)
            elif item:
                token = f"{case_id[:8]}-{len(tokens[case_id])}"
                status = clerk.complete(item, clerk.step(item) | {"token": token})
                assert status == 302, f"step {token} was answered with {status}"
                tokens[case_id].append(token)
        pause.wait(LOOK)
    return tokens


@pytest.mark.parametrize(
    "size", [SHORT, pytest.param(LONG, marks=[pytest.mark.soak, pytest.mark.timeout(3000)])]
)
def test_what_is_killed_loses_nothing(soaked: Settings, running: Processes, size: Size) -> None:
    stage = Stage.begin(soaked, size.cases, size.rounds)
    port = free_port()
    workers = [f"worker {n}" for n in range(size.workers)]
    running.start("web", "serve", "--port", str(port))
    for name in workers:
        running.start(name, "worker")
    killer = Killer(running, ["web", *workers], size.kills)
    sent: dict[str, list[str]] = {}
    with opened(soaked) as office, ThreadPoolExecutor(len(CLERKS)) as pool:
        clerks = [Clerk(f"http://127.0.0.1:{port}", person) for person in CLERKS]
        list(pool.map(Clerk.sign_in, clerks))
        killer.start()
        try:
            shares = [stage.going[n :: len(clerks)] for n in range(len(clerks))]
            for part in pool.map(take_turns, [office] * len(clerks), clerks, shares):
                sent |= part
        finally:
            killer.done.set()
            killer.join()
    for name in ("web", *workers):
        running.stop(name)
    assert set(killer.killed) >= {"web", *workers}
    assert {len(tokens) for tokens in sent.values()} == {size.rounds}
    assert_nothing_lost(soaked, stage, sent)
