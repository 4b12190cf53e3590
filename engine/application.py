"""The composition root: everything the engine consists of, put together once."""

import threading
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from engine.actor import SYSTEM, Actor
from engine.acts.system_send import SEND
from engine.clock import Clock, SystemClock
from engine.commands.calendar_acts import COUNT_ANEW
from engine.commands.erase_values import EraseValues
from engine.commands.index_history import IndexHistory
from engine.commands.notify_of_terms import NotifyOfTerms
from engine.delivery.carrier import Carrier, TableCarrier
from engine.delivery.carriers import carrier_of
from engine.delivery.delivery import Delivery
from engine.delivery.drawing_up import DrawUpWork
from engine.delivery.mail import KeepsMail, MailSender, MailWork, SmtpSender
from engine.delivery.outdated_deadlines import CountAnewWork, recompute_outdated
from engine.delivery.sealing import Sealing, SealPlan
from engine.delivery.slow_work import SlowWorks
from engine.delivery.systems import HttpSender, StandIn, SystemSender, SystemWork
from engine.documents.ordering import DRAW_UP
from engine.documents.typesetting import TYPESETTER, Format, Manuscript, Typesetter
from engine.drafting import check_draft
from engine.errors import EngineError, NoDatabase
from engine.executor import Executor
from engine.labels import Labels
from engine.library import Library
from engine.people.accounts import Accounts
from engine.people.notices import MAIL
from engine.persistence.database import Database, open_database, reading, without_password
from engine.persistence.file_contents import (
    Content,
    Contents,
    ContentsInMemory,
    FolderOfContents,
    TooLarge,
)
from engine.persistence.schema import create_schema, is_there, revision_of
from engine.procedures.body import Body, load_body
from engine.proof import verifier
from engine.queries.history_export import case_export, events_export
from engine.queries.history_search import HistorySearch, found_numbers
from engine.queries.reader import Reader
from engine.queries.verification import Verification, verify_history
from engine.settings import IN_MEMORY, LARGEST_FILE, MEBIBYTE, Settings
from engine.workspace import Checkout
from forms.said import Said

NOT_KNOWN = (
    "There is no database at «{place}»: days that bodies decreed for themselves are not known."
)

ERASING = timedelta(hours=1)
"""Between two looks at what retention rules erase."""


class Application:
    """An installation of Reglament.

    Attributes:
        read: the queries.
        people: accounts.
        library: bodies and versions.
        clock: the only clock.
        contents: where the contents of files lie.
        largest_file: bytes that a file may have.
        systems: who carries messages to information systems outside.
        typesetter: who typesets documents.
        sealing: seals history and signs exports.
    """

    def __init__(
        self,
        database: Database,
        bodies: Iterable[Body],
        labels: Labels,
        clock: Clock,
        carrier: Carrier,
        contents: Contents | None = None,
        largest_file: int = LARGEST_FILE,
        systems: SystemSender | None = None,
        seal_plan: SealPlan | None = None,
        mail: MailSender | None = None,
        typesetter: Typesetter = TYPESETTER,
    ) -> None:
        self.database = database
        self.clock = clock
        self.library = Library(bodies)
        self.people = Accounts(database, self.library.bodies, clock)
        self.read = Reader(database, self.library, clock)
        self._labels = labels
        self._erased_at: datetime | None = None
        self.contents = contents or ContentsInMemory()
        self.largest_file = largest_file
        self._executor = Executor(database, self.library, clock, carrier.hand_on, self.contents)
        self.systems = systems or StandIn(self.library.bodies.values())
        self.typesetter = typesetter
        slow_works: SlowWorks = {
            SEND: SystemWork(self.systems, database, clock),
            DRAW_UP: DrawUpWork(self._executor, database, self.library, self.contents, typesetter),
        }
        self.sealing = Sealing(self._executor, seal_plan or SealPlan())
        self.mails = MailWork(mail or KeepsMail(), database, self.library, clock, labels.translate)
        errands: SlowWorks = {
            MAIL: self.mails,
            COUNT_ANEW: CountAnewWork(self._executor, database, self.library, clock),
        }
        self._delivery = Delivery(self._executor, database, clock, carrier, slow_works, errands)

    def execute(self, command: object, actor: Actor) -> Any:
        """Execute a command in one transaction; see ``engine.executor``."""
        return self._executor.execute(command, actor)

    def execute_each(
        self, commands: Iterable[object], actor: Actor
    ) -> tuple[EngineError | None, ...]:
        """Execute each command in a transaction of its own; returns why each was refused."""
        return self._executor.execute_each(commands, actor)

    def take_in(self, source: BinaryIO) -> Content:
        """Take the content of a file in, piece by piece, before a command says whose it is.

        Raises:
            EngineError: it is larger than a file may be.
        """
        try:
            return self.contents.put(source, self.largest_file)
        except TooLarge as error:
            limit = self.largest_file // MEBIBYTE
            raise EngineError("The file is larger than {limit} MB.", limit=limit) from error

    def typeset(self, manuscript: Manuscript, kind: Format) -> list[bytes]:
        """Typeset a document to be looked at: its file, its pages, or its text.

        Raises:
            TypesettingFailed: the template cannot be typeset with this data.
        """
        return self.typesetter.typeset(manuscript, kind)

    def deliver(self, stopping: threading.Event | None = None) -> int:
        """Fire the deadlines that are due and run the jobs that are ready, until nothing is left.

        Args:
            stopping: when it is set, the work in hand is finished and the rest is left.

        Returns:
            How many there were.
        """
        return self._delivery.deliver(stopping or threading.Event())

    def work(self, stopping: threading.Event) -> None:
        """Fire deadlines and run jobs as they come, until ``stopping`` is set."""
        self._delivery.work(stopping)

    def look_after_history(self, _stopping: threading.Event) -> int:
        """Index what happened, seal if the last seal is old enough, erase what is due."""
        done = self.index_history() + (1 if self.sealing.seal_when_due() else 0)
        return done + self.erase_values()

    def erase_values(self) -> int:
        """Erase values by the retention rules of the bodies; returns of how many cases.

        Asked often, it looks once in an hour of the clock.
        """
        now = self.clock.now()
        if self._erased_at is not None and now - self._erased_at < ERASING:
            return 0
        self._erased_at = now
        return len(self._executor.execute(EraseValues(), SYSTEM))

    def look_around(self, stopping: threading.Event) -> int:
        """Do what is done now and then: history is indexed and sealed, people told of terms."""
        return self.look_after_history(stopping) + self.look_after_notices(stopping)

    def look_after_notices(self, _stopping: threading.Event) -> int:
        """Tell people of terms that are near or have run out; returns how many notices."""
        return int(self._executor.execute(NotifyOfTerms(), SYSTEM))

    def index_history(self) -> int:
        """Index what happened since the last time, so that a search finds it; returns how much."""
        total = 0
        if not self.read.index_is_behind():  # a look that locks nothing
            return total
        while found := self._executor.execute(IndexHistory(), SYSTEM):
            total += found
        return total

    def verify_history(self, actor: Actor, **asked: Any) -> Verification:
        """Verify the history within a person's reach; ``asked``: ``case_id kept``."""
        key = self.sealing.signer.public_key
        return self.read.ask(verify_history, actor, key, **asked)

    def signed_case(self, case_id: str, actor: Actor) -> Mapping[str, Any]:
        """Return the signed export of a whole case.

        Raises:
            NotFound: there is no such case, or it is not within the person's reach.
        """
        return self.sealing.signer.sign(self.read.ask(case_export, actor, case_id))

    def signed_events(
        self, actor: Actor, search: HistorySearch, what: Mapping[str, str], *, most: int
    ) -> Mapping[str, Any]:
        """Return the signed export of the latest ``most`` events that a search finds.

        Args:
            actor: the internal auditor.
            search: what is searched for.
            what: the same in words, kept in the export.
            most: events.
        """
        self.index_history()
        numbers = self.read.ask(found_numbers, actor, search, most=most)
        content = self.read.ask(events_export, actor, numbers, what)
        return self.sealing.signer.sign(content)

    def verifier_text(self) -> str:
        """Return the verifier that works without Reglament."""
        return Path(verifier.__file__).read_text("utf-8")

    def recompute_deadlines(self) -> int:
        """Count every open term anew whose calendar has changed since.

        Returns:
            How many terms fall due at another moment now.
        """
        return recompute_outdated(self._executor, self.database, self.library, self.clock.now())

    def revision(self) -> str:
        """Return the revision of the database's schema."""
        with reading(self.database) as connection:
            return revision_of(connection)

    def body(self, key: str) -> Body | None:
        """Return a body by key."""
        return self.library.bodies.get(key)

    def label(self, body: str, text: str, language: str) -> str:
        """Return a label of a diagram or form in a language, or as the body wrote it."""
        return self._labels.translate(body, text, language)


def bodies_in(bpmn_path: Path) -> list[Body]:
    """Read every body: each folder with a ``body.yaml``.

    Raises:
        ProcedureInvalid: with every fault of the first body that has some.
    """
    return [load_body(path.parent) for path in sorted(bpmn_path.glob("*/body.yaml"))]


def build(settings: Settings, clock: Clock | None = None) -> Application:
    """Put an installation together; its database is created or brought up to date.

    Raises:
        ProcedureInvalid: a body's files are wrong.
        EngineError: the settings name what there is not.
    """
    bodies = bodies_in(settings.bpmn_path)
    labels = Labels.read(settings.bpmn_path, {body.key: body for body in bodies})
    database = open_database(settings.database_url)
    try:
        create_schema(database)
        carrier = carrier_of(settings.jobs, database)
    except EngineError:
        database.dispose()
        raise
    systems: SystemSender = HttpSender(settings.systems, settings.system_tokens)
    if settings.systems_stand_in:
        systems = StandIn(bodies)
    application = Application(
        database,
        bodies,
        labels,
        clock or SystemClock(),
        carrier,
        FolderOfContents(settings.folder_of_files()),
        settings.largest_file,
        systems,
        SealPlan(
            settings.file_of_seal_key(),
            settings.seals_path,
            timedelta(hours=settings.seal_hours),
        ),
        SmtpSender.of(settings) if settings.mail_host else None,
    )
    checkout = Checkout(settings.bpmn_path, settings.forms_path)
    application.library.keep_files(checkout, check_draft)
    return application


def build_to_read(settings: Settings) -> Application:
    """Put an installation together for who only reads it: a database is not created.

    Raises:
        NoDatabase: there is none.
        ProcedureInvalid, EngineError: see ``build``.
    """
    if not is_there(settings.database_url):
        raise NoDatabase(place=without_password(settings.database_url))
    return build(settings)


def build_to_look_up(settings: Settings) -> tuple[Application, Said | None]:
    """Put an installation together for who can do with the files of the bodies alone.

    Returns:
        The installation; and, where there is no database, what is not known without it.

    Raises:
        ProcedureInvalid, EngineError: see ``build``.
    """
    if is_there(settings.database_url):
        return build(settings), None
    in_memory = settings.model_copy(update={"database_url": IN_MEMORY, "jobs": "embedded"})
    return build(in_memory), Said(NOT_KNOWN, place=without_password(settings.database_url))


def throw_away(bodies: Iterable[Body], clock: Clock) -> Application:
    """Put an application together in memory, for a rehearsal: it is gone when it is let go."""
    database = open_database(IN_MEMORY)
    create_schema(database)
    return Application(database, bodies, Labels({}), clock, TableCarrier())
