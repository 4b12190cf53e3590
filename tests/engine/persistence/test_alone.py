"""What one process does alone on a SQLite file, others leave until it has ended."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engine.persistence.database import alone, open_database

HOLDER = """
import sys
from engine.persistence.database import alone, open_database
with alone(open_database(sys.argv[1]), "work") as mine:
    print(mine, flush=True)
    sys.stdin.readline()
"""


def test_another_process_is_let_in_after_a_kill(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    command = [sys.executable, "-c", HOLDER, sqlite_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        with alone(database, "work") as mine:
            assert not mine
        with alone(database, "other_work") as mine:
            assert mine
        holder.kill()
    with alone(database, "work") as mine:
        assert mine
    database.dispose()


def test_nobody_waits_in_memory() -> None:
    database = open_database("sqlite://")
    with alone(database, "work") as one, alone(database, "work") as other:
        assert one
        assert other
    database.dispose()


def test_of_two_that_begin_at_once_one_is_let_in(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    together = Barrier(2, timeout=30)

    def let_in(number: int) -> bool:
        together.wait()
        with alone(database, f"work{number}") as mine:
            together.wait()
            return mine

    with ThreadPoolExecutor(2) as threads:
        for number in range(100):
            assert sorted(threads.map(let_in, [number] * 2)) == [False, True]
    database.dispose()
