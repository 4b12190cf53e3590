"""Many messages for a case that takes one at a time: each is looked at as often as needed."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from engine.commands.catalog import HANDLERS
from engine.commands.send_message import SendMessage
from engine.commands.sending import DELIVER
from engine.commands.start_case import StartCase, start_case
from engine.commands.transaction import Transaction
from engine.persistence.tables import jobs, messages
from engine.persistence.unit_of_work import UnitOfWork
from tests.engine.runtime.play import START, document, el, line, message, script
from tests.offices import Office

NUMBER = 25
LISTENER = document(
    START + el("intermediateCatchEvent", "hear", message("m"))
    + script("count", "heard = heard + [text]") + line("s", "hear", "count", "hear"),
    declared='<message id="m" name="Word"/>',
)  # fmt: skip


def say(office: Office, *texts: str) -> None:
    """Send messages from outside."""
    for text in texts:
        office.by(None, SendMessage("message", "Word", {"text": text}))


@pytest.mark.parametrize("waits_first", [True, False])
def test_a_backlog_is_heard_in_order_by_one_job_each(
    bare_office: Office, waits_first: bool
) -> None:
    office, texts = bare_office, [str(n) for n in range(NUMBER)]
    office.publish(LISTENER)
    if waits_first:
        case_id = office.begin(heard=[])
        say(office, *texts)
    else:
        say(office, *texts)
        office.application.deliver()
        assert {row["delivered_at"] for row in office.rows(messages)} == {None}
        case_id = office.begin(heard=[])
    office.application.deliver()
    assert office.data(case_id)["heard"] == texts
    assert len(office.rows(jobs, kind=DELIVER)) == NUMBER


def test_a_message_that_is_on_its_way_while_the_case_begins_to_wait_arrives(
    bare_office: Office,
) -> None:
    office = bare_office
    office.publish(LISTENER)
    say(office, "a")
    with UnitOfWork(office.application.database) as work:  # a worker has begun to look
        job = work.jobs.claim(office.clock.now(), timedelta(minutes=5))
    assert job is not None
    case_id = office.begin(heard=[])
    with UnitOfWork(office.application.database) as work:  # and has found nobody
        work.jobs.change(job.id, state="done", locked_until=None)
    office.application.deliver()
    assert office.data(case_id)["heard"] == ["a"]


def test_a_message_for_another_is_not_looked_at_again(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER)
    office.by(None, SendMessage("message", "Word", {"text": "a"}, {"invoice": 7}))
    office.application.deliver()
    attempts = [row["attempts"] for row in office.rows(jobs, kind=DELIVER)]
    office.begin(heard=[], invoice=8)
    office.application.deliver()
    assert [row["state"] for row in office.rows(jobs, kind=DELIVER)] == ["done"]
    assert [row["attempts"] for row in office.rows(jobs, kind=DELIVER)] == attempts
    fitting = office.begin(heard=[], invoice=7)
    office.application.deliver()
    assert office.data(fitting)["heard"] == ["a"]


@dataclass(frozen=True)
class BeginSlowly:
    """A command of the tests: begin a case, and do something before its commit."""


@pytest.mark.postgresql
def test_a_message_that_is_committed_while_the_case_begins_to_wait_arrives(
    postgresql_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = postgresql_office
    office.publish(LISTENER)

    def begin_slowly(_: BeginSlowly, transaction: Transaction) -> str:
        case_id = start_case(StartCase("/t", data={"heard": []}), transaction)
        say(office, "a")
        office.application.deliver()  # finds nobody: the case is not committed yet
        assert {row["delivered_at"] for row in office.rows(messages)} == {None}
        return case_id

    monkeypatch.setitem(HANDLERS, BeginSlowly, begin_slowly)  # type: ignore[arg-type]
    case_id = office.by(None, BeginSlowly())
    office.application.deliver()
    assert office.data(case_id)["heard"] == ["a"]
