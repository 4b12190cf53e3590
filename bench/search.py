"""Searching history: the page of what an auditor looks for, beside an empty page."""

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median, quantiles

from flask.testing import FlaskClient
from sqlalchemy import insert

from bench.databases import Databases, settle
from bench.figure import Figure, times
from bench.over_http import token
from bench.workshop import BODY, Workshop, report, set_up
from engine.actor import SYSTEM
from engine.clock import SystemClock
from engine.commands.add_person import AddPerson
from engine.persistence.database import Database, writing
from engine.persistence.event_store import FIRST_HASH
from engine.persistence.history_words import add_words
from engine.persistence.search_tables import history_index
from engine.persistence.tables import events
from engine.procedures.built_in_roles import READER
from web import WebConfig, create_app

ROW = "search history"
FEW, MANY = 20_000, 1_000_000
BATCH = 10_000
ROUNDS = 60
TIMES_A_PAGE = 3.0
PASSWORD = "the password of an auditor"  # noqa: S105
KINDS = ("work_item_completed", "work_items_created", "deadline_started", "calculated")
_PARTY_OF = 20
"""Events of one made-up party."""


def searching(kind: str, databases: Databases, *, full: bool) -> Iterator[Figure]:
    """Fill the history with made-up events, then search it in the ways that people do."""
    count = MANY if full else FEW
    workshop = set_up(databases.fresh(kind))
    case_id = workshop.begin()
    workshop.complete(workshop.open_item(case_id), report())
    workshop.application.index_history()
    _fill(workshop.application.database, case_id, count)
    with _signed_in(workshop) as client:
        chance = random.Random(11)  # noqa: S311  # the same searches in every run
        asked = [_search(chance, number, count) for number in range(ROUNDS)]
        taken, for_nothing, for_bare = [], [], []
        for query in asked:  # they take turns, so that whatever else the machine does slows all
            taken.append(_milliseconds(client, f"/history?{query}"))
            for_nothing.append(_milliseconds(client, "/history?q=nowhere"))
            for_bare.append(_milliseconds(client, "/accessibility"))
    empty, bare = median(for_nothing), median(for_bare)
    workshop.close()
    yield from times(ROW, kind, f"{count} events, the page of a search", taken)
    yield Figure(ROW, kind, "the page of a search that finds nothing", empty, "ms")
    slow = quantiles(taken, n=20)[18]
    yield Figure(
        ROW, kind, "95 % of searches / an empty page", slow / empty, "x", most=TIMES_A_PAGE
    )
    yield Figure(ROW, kind, "95 % / a signed-in page that asks nothing", slow / bare, "x")


def _search(chance: random.Random, number: int, count: int) -> str:
    party = f"party{chance.randrange(count // _PARTY_OF)}"
    ways = (
        f"q={party}",
        f"q={party}&kind={chance.choice(KINDS)}",
        f"q=grade{chance.randrange(100)}+{party}",
        f"person=person+{chance.randrange(50)}+&q={party}",
    )
    return ways[number % len(ways)]


def _fill(database: Database, case_id: str, count: int) -> None:
    """Write events, their index and their words, as many rows at a time as a driver likes."""
    chance = random.Random(5)  # noqa: S311
    begun = SystemClock().now() - timedelta(days=900)
    for first in range(0, count, BATCH):
        rows, indexed, words = [], [], []
        for number in range(first, first + BATCH):
            event_id, at = number + 1000, begun + timedelta(minutes=number)
            common = {
                "case_id": case_id,
                "number": event_id,
                "at": at,
                "kind": KINDS[number % len(KINDS)],
                "actor": f"Person {number % 50} of the cast",
                "element_id": "report",
            }
            rows.append({
                **common, "id": event_id, "actor_id": 1, "on_behalf_of": "", "version_digest": "",
                "facts": {}, "commitments": [], "previous_hash": FIRST_HASH, "hash": FIRST_HASH,
            })  # fmt: skip
            indexed.append({**common, "event_id": event_id, "body": BODY, "clause": ""})
            party = f"party{number // _PARTY_OF}"
            words.append((event_id, [party, f"grade{chance.randrange(100)}", "report"]))
        with writing(database) as connection:
            connection.execute(insert(events), rows)
            connection.execute(insert(history_index), indexed)
            add_words(connection, words)
    settle(database)


def _signed_in(workshop: Workshop) -> FlaskClient:
    command = AddPerson("auditor", "Auditor", PASSWORD, ((BODY, READER),))
    workshop.application.execute(command, SYSTEM)
    app = create_app(workshop.application, WebConfig(secret_key="bench"))
    client = app.test_client()
    csrf_token = token(client.get("/sign-in").get_data(as_text=True))
    answers = {"username": "auditor", "password": PASSWORD, "csrf_token": csrf_token}
    client.post("/sign-in", data=answers)
    return client


def _milliseconds(client: FlaskClient, address: str) -> float:
    start = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status}")
    return taken
