"""Whatever is done in whatever order: what is stored is what the runtime says."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.application import Application, throw_away
from engine.clock import SetClock
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.release_work_item import ReleaseWorkItem
from engine.commands.retry_incident import RetryIncident
from engine.commands.send_message import SendMessage
from engine.commands.set_data import SetData
from engine.errors import EngineError
from engine.persistence.tables import cases, deadlines, incidents, subscriptions, work_items
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.advanced import ServiceCall
from engine.runtime.live_case import LiveCase
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import (
    END,
    START,
    document,
    edge,
    el,
    flow,
    line,
    message,
    script,
    timer,
    user,
    xor,
)
from tests.offices import Office

LIVELY = document(
    START
    + el("parallelGateway", "fork")
    + user("a", "b", "c", "late", "reminder", "paid")
    + edge("due", "a", timer("P2D"))
    + edge("remind", "b", timer("R3/P1D", "timeCycle"), interrupts=False)
    + script("divide", "share = 12 / parts")
    + xor("again", "again_to_join")
    + el("intermediateCatchEvent", "catch", message("m"))
    + el("parallelGateway", "join")
    + END
    + line("s", "fork", "a", "divide", "again")
    + flow("again", "a", "rounds < 3")
    + flow("again", "join")
    + line("due", "late", "join")
    + line("fork", "b", "c", "join")
    + line("remind", "reminder", "e")
    + line("fork", "catch", "paid", "join", "e"),
    declared='<message id="m" name="Paid"/>',
)

HOUR = timedelta(hours=1)
LIVE = ("running", "paused", "overdue")

STEP = st.one_of(
    st.tuples(st.just("complete"), st.integers(0, 5), st.integers(0, 2)),
    st.tuples(st.just("complete old"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("claim"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("release"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("advance"), st.integers(1, 30), st.just(0)),
    st.tuples(st.just("message"), st.just(0), st.just(0)),
    st.tuples(st.just("retry"), st.integers(0, 3), st.integers(0, 2)),
    st.tuples(st.just("set"), st.integers(0, 4), st.integers(0, 2)),
)


@pytest.fixture(scope="module")
def playground() -> Iterator[Office]:
    """An office in memory with the lively diagram."""
    clock = SetClock()
    application: Application = throw_away([], clock)
    office = Office(application, clock)
    office.publish(LIVELY)
    yield office
    application.database.dispose()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=1, max_size=14))
def test_open_work_items_are_the_steps_that_wait(
    playground: Office, steps: list[tuple[str, int, int]]
) -> None:
    office = playground
    case_id = office.begin(parts=1, rounds=0)
    assert_rows_fit(office, case_id)
    for kind, which, value in steps:
        with suppress(EngineError):  # a refusal changes nothing: what is stored must still fit
            act(office, case_id, kind, which, value)
        office.application.deliver()
        assert_rows_fit(office, case_id)
    assert_history_is_whole(office, case_id)


def act(office: Office, case_id: str, kind: str, which: int, value: int) -> None:
    """Do one thing to the case: whichever is there, counted round."""
    items = [row["id"] for row in office.rows(work_items, case_id=case_id)]
    open_items = [item for item, _, _ in office.facts(case_id)["waiting"]] or items
    found = [row["id"] for row in office.rows(incidents, case_id=case_id)] or [0]
    commands = {
        "complete": CompleteWorkItem(
            open_items[which % len(open_items)], {"parts": value, "rounds": which}
        ),
        "complete old": CompleteWorkItem(items[which % len(items)], {}),
        "claim": ClaimWorkItem(open_items[which % len(open_items)]),
        "release": ReleaseWorkItem(open_items[which % len(open_items)]),
        "message": SendMessage("message", "Paid"),
        "retry": RetryIncident(found[which % len(found)], {"parts": value}),
        "set": SetData(case_id, {"rounds": which, "parts": value}),
    }
    if kind == "advance":
        office.clock.move_by(HOUR * which * 3)
    else:
        office.by(None, commands[kind])


class Nothing:
    """A port that is asked for nothing: setting no value moves nothing."""

    def call(self, call: ServiceCall) -> None:
        raise AssertionError(call)


def assert_rows_fit(office: Office, case_id: str) -> None:
    """What is stored of a case is what its state says."""
    [case] = office.rows(cases, id=case_id)
    with UnitOfWork(office.application.database) as work:
        published = office.application.library.version(work.versions, case["version_id"])
    live = LiveCase.load(published.executable, case["workflow"])
    stands = live.set_data({}, Nothing())
    stored = {row["id"] for row in office.rows(work_items, case_id=case_id, state="open")}
    assert stored == {step.task_id for step in stands.waiting}
    running = [row for row in office.rows(deadlines, case_id=case_id) if row["state"] in LIVE]
    timers = {(row["task_id"], row["element_id"]) for row in running if row["kind"] == "timer"}
    assert timers == {(t.task_id, t.element_id) for t in stands.timers}
    waiting = {row["task_id"] for row in office.rows(subscriptions, case_id=case_id)}
    assert waiting == {s.task_id for s in stands.subscriptions}
    unresolved = [r for r in office.rows(incidents, case_id=case_id) if not r["resolved_at"]]
    assert {r["task_id"] for r in unresolved} == {i.task_id for i in stands.incidents}
    assert (case["state"] == "ended") == stands.completed
