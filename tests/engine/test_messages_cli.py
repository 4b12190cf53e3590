"""The commands for messages."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from engine.clock import SystemClock
from engine.commands.send_message import SendMessage
from engine.errors import Conflict
from engine.persistence.tables import cases, messages
from engine.settings import Settings
from tests.engine.delivery.diagrams import BY_MESSAGE, LISTENER, M
from tests.engine.runtime.play import END, START, document, el, line, message, user
from tests.offices import Office
from web.cli import main

Run = Callable[..., Result]
PAYMENT = document(
    START + el("intermediateCatchEvent", "paid", message("m"), correlation="invoice")
    + user("taken") + END + line("s", "paid", "taken", "e"), declared=M
)  # fmt: skip


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the database of the office."""
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("LC_ALL", "C")
    return lambda *arguments, **more: CliRunner().invoke(main, ["messages", *arguments], **more)


@pytest.fixture
def waiting(bare_office: Office) -> tuple[str, str]:
    """Two cases that wait to be paid, for the invoices 17 and 18."""
    bare_office.publish(PAYMENT)
    return bare_office.begin(invoice=17), bare_office.begin(invoice="18")


def number(office: Office, case_id: str) -> str:
    return str(office.rows(cases, id=case_id)[0]["number"])


def test_the_case_that_it_is_about_takes_it(
    bare_office: Office, run: Run, waiting: tuple[str, str], tmp_path: Path
) -> None:
    first, second = waiting
    told = run("awaited")
    assert (told.exit_code, told.stderr) == (0, "2 awaited.\n")
    assert told.stdout.splitlines() == [
        f'message\tPaid\t{number(bare_office, first)}\tpaid\t{{"key":17}}',
        f'message\tPaid\t{number(bare_office, second)}\tpaid\t{{"key":"18"}}',
    ]
    brought = tmp_path / "payment.json"
    brought.write_text('{"amount": 5}', "utf-8")
    sent = run("send", "Paid", "--data", str(brought), "--correlation", 'key="18"')
    assert (sent.exit_code, sent.stdout) == (0, f"{number(bare_office, second)}\n")
    assert sent.stderr == "1 case(s) took it.\n"
    assert (bare_office.waiting(first), bare_office.waiting(second)) == ([], ["taken"])
    assert bare_office.data(second)["amount"] == 5
    typed = run("send", "Paid", "--data", "-", "--correlation", "key=17", input='{"amount": 6}')
    assert typed.stdout == f"{number(bare_office, first)}\n"
    bare_office.clock.move_to(SystemClock().now())
    bare_office.application.deliver()  # the jobs find nothing left to do
    assert bare_office.data(first) == {"invoice": 17, "amount": 6}


def test_what_nobody_waits_for_is_kept_and_listed(bare_office: Office, run: Run) -> None:
    assert run("list").stderr == "0 message(s) kept.\n"
    sent = run("send", "Paid", "--correlation", "key=an invoice")
    assert (sent.exit_code, sent.stdout, sent.stderr) == (0, "", "Kept for 365 days.\n")
    listed = run("list")
    [row] = [one.split("\t") for one in listed.stdout.splitlines()]
    assert (row[0], row[1], row[4:]) == ("1", "Paid", ["-", '{"key":"an invoice"}'])
    assert row[3] > row[2]
    bare_office.publish(PAYMENT)
    bare_office.clock.move_to(SystemClock().now())  # a command knows the present alone
    case_id = bare_office.begin(invoice="an invoice")
    bare_office.application.deliver()
    assert bare_office.waiting(case_id) == ["taken"]
    assert run("list").stdout == ""


def test_a_message_starts_a_case_and_a_signal_is_heard_by_all(
    bare_office: Office, run: Run
) -> None:
    bare_office.publish(BY_MESSAGE)
    sent = run("send", "Paid")
    assert sent.stderr == "1 case(s) took it.\n"
    [begun] = bare_office.rows(cases)
    assert sent.stdout == f"{begun['number']}\n"
    bare_office.publish(LISTENER, "listener")
    listening = [bare_office.begin("listener") for _ in range(2)]
    heard = run("send", "Stop", "--signal")
    assert heard.stdout.split() == sorted(number(bare_office, one) for one in listening)
    assert run("send", "Stop", "--signal").stderr == "Nobody heard it, or it was heard already.\n"


def test_sent_twice_with_one_key_it_is_one_message(
    bare_office: Office, run: Run, waiting: tuple[str, str]
) -> None:
    once = ("send", "Paid", "--correlation", "key=17", "--key", "bank:4711")
    assert run(*once).stdout == f"{number(bare_office, waiting[0])}\n"
    again = run(*once)
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "It was taken already.\n")
    assert len(bare_office.rows(messages)) == 1
    other = run("send", "Refunded", "--key", "bank:4711")
    assert other.exit_code == 1
    assert "The key «bank:4711» is that of the message «Paid»." in other.stderr
    assert len(bare_office.rows(messages)) == 1


def test_of_many_at_once_with_one_key_one_is_sent(bare_office: Office) -> None:
    def send(_: int) -> Any:
        return bare_office.by(None, SendMessage("message", "Paid", key="bank:4711"))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(send, range(16)))) == 1
    assert len(bare_office.rows(messages)) == 1
    with pytest.raises(Conflict):
        bare_office.by(None, SendMessage("signal", "Paid", key="bank:4711"))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("Paid", "--correlation", "17"), 2, "«17» is no correlation"),
        (("Paid", "--correlation", "=17"), 2, "«=17» is no correlation"),
        (("Paid", "--data", "-"), 1, "no JSON"),
        (("Paid", "--data", "nowhere.json"), 2, "nowhere.json"),
        (("P" * 201,), 1, "is longer than 200 characters: shorten it."),
        (("Paid", "--key", "k" * 101), 1, "is longer than 100 characters: shorten it."),
        (("P" * 201, "--language", "ru"), 1, "длиннее 200 знаков"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    bare_office: Office, run: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    refused = run("send", *arguments, input="no json")
    assert (refused.exit_code, words in refused.stderr) == (code, True), refused.stderr
    lists = run("send", "Paid", "--data", "-", input=json.dumps([1]))
    assert (lists.exit_code, "no group of values" in lists.stderr) == (1, True)
    assert bare_office.rows(messages) == []
