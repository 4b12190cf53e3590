"""One user action, one transaction: every store on the same connection."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Self, TypeVar, cast

from sqlalchemy import Connection, Engine

from engine.persistence.account_store import AbsenceStore, SignInStore
from engine.persistence.calendar_store import CalendarStore
from engine.persistence.case_store import CaseStore, IncidentStore, ParticipantStore, WorkItemStore
from engine.persistence.check_store import CheckStore
from engine.persistence.comment_store import CommentStore
from engine.persistence.deadline_store import DeadlineStore
from engine.persistence.document_store import DocumentStore
from engine.persistence.event_store import EventStore
from engine.persistence.file_store import FileStore
from engine.persistence.guard_store import GuardStore
from engine.persistence.history_index_store import HistoryIndexStore
from engine.persistence.job_store import HandOn, JobStore, leave_in_table
from engine.persistence.late_connection import LateConnection
from engine.persistence.message_store import HeldMessageStore, MessageStore, SubscriptionStore
from engine.persistence.owner_store import OwnerStore
from engine.persistence.people_store import PeopleStore, RefusalStore
from engine.persistence.person_fact_store import PersonFactStore
from engine.persistence.reading_store import ReadingStore
from engine.persistence.register_store import RegisterStore
from engine.persistence.retention_store import RetentionStore
from engine.persistence.seal_store import SealStore
from engine.persistence.standing_store import StandingStore
from engine.persistence.start_draft_store import StartDraftStore
from engine.persistence.system_message_store import SystemMessageStore
from engine.persistence.version_store import VersionStore
from engine.persistence.work_stores import FilterStore, NoticeStore

Store = TypeVar("Store")


class _Made(Generic[Store]):
    """A store that is made when it is first asked for: most commands need a few of them."""

    def __init__(self, kind: Callable[[Connection], Store]) -> None:
        self._kind = kind
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, work: "UnitOfWork", owner: type) -> Store:
        made = self._kind(work.connection)
        work.__dict__[self._name] = made  # found there the next time, without coming here
        return made


class UnitOfWork:
    """The stores of one transaction: it commits when its block ends, and not when it raises."""

    def __init__(self, engine: Engine, hand_on: HandOn = leave_in_table) -> None:
        """Open the transaction, for a ``with`` that follows at once.

        Args:
            engine: the database.
            hand_on: told each job that the transaction writes, in the transaction.
        """
        self._late = LateConnection(engine)
        self.connection = cast(Connection, self._late)  # it answers as one: stores need not ask
        self.jobs = JobStore(self.connection, hand_on)

    def __enter__(self) -> Self:
        """Return the stores."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Commit, unless something was raised; let the connection go."""
        try:
            if kind is None:
                self._late.commit()
        finally:
            self._late.close()

    cases = _Made(CaseStore)
    work_items = _Made(WorkItemStore)
    standing = _Made(StandingStore)
    incidents = _Made(IncidentStore)
    participants = _Made(ParticipantStore)
    deadlines = _Made(DeadlineStore)
    events = _Made(EventStore)
    people = _Made(PeopleStore)
    refusals = _Made(RefusalStore)
    registers = _Made(RegisterStore)
    system_messages = _Made(SystemMessageStore)
    versions = _Made(VersionStore)
    subscriptions = _Made(SubscriptionStore)
    messages = _Made(MessageStore)
    held_messages = _Made(HeldMessageStore)
    guards = _Made(GuardStore)
    person_facts = _Made(PersonFactStore)
    owners = _Made(OwnerStore)
    checks = _Made(CheckStore)
    files = _Made(FileStore)
    documents = _Made(DocumentStore)
    seals = _Made(SealStore)
    retention = _Made(RetentionStore)
    readings = _Made(ReadingStore)
    history_index = _Made(HistoryIndexStore)
    sign_ins = _Made(SignInStore)
    absences = _Made(AbsenceStore)
    calendars = _Made(CalendarStore)
    filters = _Made(FilterStore)
    notices = _Made(NoticeStore)
    comments = _Made(CommentStore)
    start_drafts = _Made(StartDraftStore)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A part of the transaction that leaves nothing behind when it fails."""
        with self.connection.begin_nested():
            try:
                yield
            finally:
                self._late.catch_up()  # a write that fails does so within the part
