"""Measure pages, rehearsals and checks on a throw-away installation and print a table.

Every figure is told as median and 95th percentile, in milliseconds. They say how this machine
does today: compare two revisions on the same machine, never with a number from elsewhere.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from engine.application import build
from engine.inspection import checkable, inspect
from engine.logs import log_to_stderr
from engine.rehearsals.demonstration import set_up_demonstration
from engine.rehearsals.rehearse import rehearsals_in, rehearse
from engine.settings import Settings
from web import WebConfig, create_app

ROUNDS = 40
FEW_ROUNDS = 5
PAGES = ("/", "/cases", "/procedures")
progress = Console(stderr=True)


def main() -> int:
    """Run every measurement; a page that does not answer ends it."""
    log_to_stderr(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        progress.print("Filling an installation with the demonstration")
        set_up_demonstration(settings, lambda _: None)
        figures = [*_pages(settings), *_rehearsals(settings), _check(settings)]
    _show(figures)
    return 0


def _pages(settings: Settings) -> list[tuple[str, list[float]]]:
    application = build(settings)
    app = create_app(application, WebConfig(secret_key="bench", demo=True))
    person = application.people.demo_people()[0][0]
    figures = []
    with app.test_client() as client:
        token = _token(client.get("/sign-in").get_data(as_text=True))
        client.post("/sign-in", data={"person": str(person.id), "csrf_token": token})
        for address in PAGES:
            progress.print(f"Reading {address}")
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status}")
            figures.append((f"page {address}", _times(partial(client.get, address), ROUNDS)))
    application.database.dispose()
    return figures


def _token(page: str) -> str:
    """The hidden token of a page's first form."""
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def _rehearsals(settings: Settings) -> list[tuple[str, list[float]]]:
    figures = []
    for file in rehearsals_in([settings.bpmn_path]):
        progress.print(f"Playing {file.stem}")
        figures.append(
            (f"rehearsal {file.stem}", _times(partial(rehearse, file, settings), FEW_ROUNDS))
        )
    return figures


def _check(settings: Settings) -> tuple[str, list[float]]:
    progress.print("Checking every diagram, form and body file")
    files = checkable([settings.bpmn_path, settings.forms_path])
    return "check of everything", _times(lambda: inspect(files, settings), FEW_ROUNDS)


def _times(act: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round; the first, which fills caches, is not counted."""
    act()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def _show(figures: Sequence[tuple[str, list[float]]]) -> None:
    table = Table("what", "median, ms", "95 %, ms", "rounds")
    for column in table.columns[1:]:
        column.justify = "right"
    for what, taken in figures:
        worst = taken[round(0.95 * (len(taken) - 1))]
        table.add_row(what, f"{median(taken):.1f}", f"{worst:.1f}", str(len(taken)))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
