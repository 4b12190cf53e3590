"""Mails: what a person is to be told goes out in one text, outside any transaction.

A kill between sending and noting it sends the same mail once more, under the same ``Message-ID``.
"""

import gettext
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from typing import Any, Final, Protocol

from engine.actor import SYSTEM
from engine.clock import Clock
from engine.library import Library
from engine.persistence.database import Database, reading
from engine.persistence.records import PersonRecord
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.work_stores import NoticeRecord
from engine.queries.notice_views import ToldNotice
from engine.queries.notices import told_notices
from engine.queries.read_context import ReadContext
from engine.settings import ROOT, Settings

TIMEOUT: Final = 30
"""Seconds."""

N_ = str
WORDS: Final = {
    "assigned": N_("A task was given to you by {by}."),
    "before_term": N_("The term of a task of yours is near."),
    "at_term": N_("The term of a task of yours has run out."),
    "mentioned": N_("{by} mentioned you in a comment."),
}
ONE: Final = N_("Reglament: {number}, {step}")
MANY: Final = N_("Reglament: {count} notices")
TERM: Final = N_("Term: {moment}")
CASE: Final = N_("Case: {number}")
LAST: Final = N_("When and about what you get mails you choose on the page «Notices».")


class MailSender(Protocol):
    """Carries mails out of the house."""

    @property
    def site(self) -> str:
        """Address at which people reach the pages, for links; ``""`` for none."""

    def send(self, address: str, message: EmailMessage) -> bool:
        """Send a mail; ``False`` where nothing is sent and notices are only kept."""


class KeepsMail:
    """No server is named: notices are kept and shown."""

    site = ""

    def send(self, address: str, message: EmailMessage) -> bool:
        """Send nothing."""
        return False


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Hands mails to a server; see ``Settings``."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    security: str
    site: str

    @classmethod
    def of(cls, settings: Settings) -> "SmtpSender":
        """Return the sender that the settings name."""
        return cls(
            settings.mail_host,
            settings.mail_port,
            settings.mail_user,
            settings.mail_password,
            settings.mail_from or f"reglament@{settings.mail_host}",
            settings.mail_security,
            settings.mail_site.rstrip("/"),
        )

    def send(self, address: str, message: EmailMessage) -> bool:
        """Send it; what the server refuses is raised and tried again as every job is."""
        message["From"], message["To"] = self.sender, address
        with self._connected() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)
        return True

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            secure = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=secure)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        return server


class MailWork:
    """The work of a job that sends what a person is to be told by now."""

    def __init__(
        self,
        sender: MailSender,
        database: Database,
        library: Library,
        clock: Clock,
        label: Callable[[str, str, str], str],
    ) -> None:
        self._label = label
        self.sender = sender
        self._database = database
        self._library = library
        self._clock = clock

    def __call__(self, payload: Mapping[str, Any]) -> None:
        """Send one mail with every notice that waits; nothing where none does."""
        person_id, now = int(payload["person_id"]), self._clock.now()
        with UnitOfWork(self._database) as work:
            waiting = work.notices.to_send(person_id, now)
            person = work.people.get(person_id)
            address = work.notices.settings_of(person_id).address
        with reading(self._database) as connection:
            told = told_notices(ReadContext(connection, self._library, SYSTEM, now), waiting)
        if not told or person is None or not person.active or not address:
            return
        if self.sender.send(address, self._written(person, waiting, told)):
            with UnitOfWork(self._database) as work:
                work.notices.sent([one.id for one in waiting], now)

    def _written(
        self, person: PersonRecord, notices: Sequence[NoticeRecord], told: Sequence[ToldNotice]
    ) -> EmailMessage:
        language = person.language or told[0].languages[0]
        say = _translation(language)
        message = EmailMessage()
        keys = "\n".join(one.key for one in notices)
        message["Message-ID"] = f"<{sha256(keys.encode()).hexdigest()[:32]}@reglament>"
        message["Date"] = formatdate(self._clock.now().timestamp())
        message["Auto-Submitted"] = "auto-generated"
        first = told[0]
        step = self._label(first.body, first.step, language)
        subject = say(ONE).format(number=first.case_number, step=step)
        if len(told) > 1:
            subject = say(MANY).format(count=len(told))
        message["Subject"] = " ".join(subject.split())
        parts = [self._paragraph(one, language) for one in told]
        message.set_content("\n\n".join([*parts, say(LAST)]) + "\n")
        return message

    def _paragraph(self, one: ToldNotice, language: str) -> str:
        say = _translation(language)
        lines = [say(WORDS[one.kind]).format(by=one.by or "—")]
        if one.step:
            lines.append(self._label(one.body, one.step, language))
        number = say(CASE).format(number=one.case_number)
        lines.append(f"{number}, {one.party}" if one.party else number)
        if one.due_at:
            clause = f" ({one.clause_in(language)})" if one.clause else ""
            moment = one.due_at.strftime("%d.%m.%Y %H:%M")
            lines.append(say(TERM).format(moment=moment) + clause)
        if self.sender.site:
            lines.append(self.sender.site + one.path)
        return "\n".join(lines)


def _translation(language: str) -> Any:
    folder = ROOT / "web" / "translations"
    return gettext.translation("messages", folder, [language], fallback=True).gettext
