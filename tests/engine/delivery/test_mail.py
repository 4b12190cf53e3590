"""Notices of tasks go out by mail, once, together, and say no more of a case than they must."""

import socketserver
from collections.abc import Iterator
from email import message_from_bytes, policy
from threading import Event, Thread

import pytest
from sqlalchemy import update

from engine.application import Application
from engine.commands.assign_work_item import AssignWorkItem
from engine.commands.keep_notice_settings import KeepNoticeSettings
from engine.delivery.mail import SmtpSender
from engine.errors import EngineError
from engine.people.notices import DIGEST, NEVER
from engine.persistence.database import writing
from engine.persistence.tables import people
from engine.persistence.work_tables import notices
from engine.queries.notices import notice_page
from tests.cast import DIRECTOR, SPECIALIST
from tests.offices import Office


class _Talk(socketserver.StreamRequestHandler):
    """Enough of SMTP to take a mail in."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.taken.append(b"".join(lines))  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[bytes] = []

    def mails(self) -> list[tuple[str, str, str]]:
        """To, subject and text of each mail."""
        found = [message_from_bytes(raw, policy=policy.default) for raw in self.taken]
        return [(m["To"], m["Subject"], m.get_content()) for m in found]  # type: ignore[attr-defined]


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server() as one:
        thread = Thread(target=one.serve_forever)
        thread.start()
        yield one
        one.shutdown()
        thread.join()


def _sends_to(application: Application, server: _Server) -> None:
    port = server.server_address[1]
    sender = SmtpSender("127.0.0.1", port, "", "", "r@x.example", "none", "https://r.example")
    application.mails.sender = sender


def _wants(office: Office, when: dict[str, str], address: str = "a@x.example") -> int:
    office.by(SPECIALIST, KeepNoticeSettings(address, when, 8))
    person_id = office.actor(SPECIALIST).person_id
    assert person_id
    with writing(office.application.database) as connection:  # mails are in the person's language
        connection.execute(update(people).where(people.c.id == person_id).values(language="en"))
    return person_id


def _given(office: Office, times: int) -> list[str]:
    person_id = office.actor(SPECIALIST).person_id
    assert person_id
    items = [office.item(office.apply(SPECIALIST), "check_completeness") for _ in range(times)]
    for item in items:
        office.by(DIRECTOR, AssignWorkItem(item, person_id))
    return items


def test_tasks_given_within_a_minute_are_one_mail(office: Office, server: _Server) -> None:
    _sends_to(office.application, server)
    _wants(office, {})
    item, _ = _given(office, 2)
    office.application.deliver()
    assert server.mails() == []
    office.at("2026-03-02T09:02:00+06:00")
    office.at("2026-03-02T09:05:00+06:00")
    [(to, subject, text)] = server.mails()
    assert (to, subject) == ("a@x.example", "Reglament: 2 notices")
    assert "A task was given to you by Данияр Директоров." in text
    assert "Case: КАБ-2026-0001" in text
    assert "Term: 02.03.2026 11:00" in text
    assert f"https://r.example/work-items/{item}" in text
    page = office.application.read.ask(notice_page, office.actor(SPECIALIST))
    assert all(row.sent_at for row in page.rows)


def test_a_digest_waits_for_its_hour_and_never_is_never(office: Office, server: _Server) -> None:
    _sends_to(office.application, server)
    _wants(office, {"assigned": DIGEST, "before_term": NEVER, "at_term": NEVER})
    _given(office, 1)
    office.at("2026-03-02T20:00:00+06:00")
    office.application.look_around(Event())
    assert server.mails() == []
    office.at("2026-03-03T02:02:00+00:00")
    assert len(server.mails()) == 1
    assert len(office.rows(notices)) == 1


def test_a_term_is_told_before_and_at_its_end_once(office: Office, server: _Server) -> None:
    _sends_to(office.application, server)
    _wants(office, {"assigned": NEVER, "before_term": "at_once"})
    _given(office, 1)
    for _ in range(2):
        office.application.look_around(Event())
    office.at("2026-03-02T11:01:00+06:00")
    for _ in range(2):
        office.application.look_around(Event())
    office.at("2026-03-02T11:05:00+06:00")
    assert [row["kind"] for row in office.rows(notices)] == ["before_term", "at_term"]
    subjects = [subject for _, subject, _ in server.mails()]
    assert len(subjects) == 2
    assert all(one.startswith("Reglament: КАБ-2026-0001, 1.1 ") for one in subjects)


def test_without_an_address_or_a_server_notices_are_kept(office: Office) -> None:
    _given(office, 1)
    _wants(office, {})
    _given(office, 1)
    office.at("2026-03-02T09:10:00+06:00")
    kept = office.rows(notices)
    assert [bool(row["send_at"]) for row in kept] == [False, True]
    assert [row["sent_at"] for row in kept] == [None, None]
    with pytest.raises(EngineError, match="looks like"):
        _wants(office, {}, "nobody\nBcc: all@x.example")
    with pytest.raises(EngineError, match="Choose for each"):
        _wants(office, {"assigned": "sometimes"})
