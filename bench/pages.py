"""Pages, rehearsals and checks of the procedures as they are: times, without a bound."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.databases import SQLITE
from bench.figure import Figure, times
from bench.over_http import token
from engine.application import build
from engine.inspection import checkable, inspect
from engine.rehearsals.demonstration import set_up_demonstration
from engine.rehearsals.rehearse import rehearsals_in, rehearse
from engine.settings import Settings
from web import WebConfig, create_app

ROUNDS = 40
FEW_ROUNDS = 3
PAGES = ("/", "/cases", "/procedures")


def pages(folder: Path) -> Iterator[Figure]:
    """Read the lists of a demonstration."""
    settings = Settings(database_url=f"sqlite:///{folder / 'demonstration.sqlite'}")
    set_up_demonstration(settings, lambda _: None)
    application = build(settings)
    app = create_app(application, WebConfig(secret_key="bench", demo=True))
    person = application.people.demo_people()[0][0]
    with app.test_client() as client:
        csrf_token = token(client.get("/sign-in").get_data(as_text=True))
        client.post("/sign-in", data={"person": str(person.id), "csrf_token": csrf_token})
        for address in PAGES:
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status}")
            taken = _milliseconds(partial(client.get, address), ROUNDS)
            yield from times(f"page {address}", SQLITE, "time", taken)
    application.database.dispose()


def rehearsals() -> Iterator[Figure]:
    """Play every rehearsal in memory and check every file."""
    settings = Settings()
    for file in rehearsals_in([settings.bpmn_path]):
        taken = _milliseconds(partial(rehearse, file, settings), FEW_ROUNDS)
        yield times(f"rehearsal {file.stem}", "", "time", taken)[0]
    files = checkable([settings.bpmn_path, settings.forms_path])
    taken = _milliseconds(lambda: inspect(files, settings), FEW_ROUNDS)
    yield times("check of everything", "", "time", taken)[0]


def _milliseconds(act: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round; the first, which fills caches, is not counted."""
    act()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return taken
