"""One user action, one transaction: every store on the same connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from engine.persistence.account_store import AbsenceStore, SignInStore
from engine.persistence.case_store import CaseStore, IncidentStore, ParticipantStore, WorkItemStore
from engine.persistence.comment_store import CommentStore
from engine.persistence.database import writing
from engine.persistence.deadline_store import DeadlineStore
from engine.persistence.document_store import DocumentStore
from engine.persistence.event_store import EventStore
from engine.persistence.file_store import FileStore
from engine.persistence.guard_store import GuardStore
from engine.persistence.history_index_store import HistoryIndexStore
from engine.persistence.job_store import HandOn, JobStore, leave_in_table
from engine.persistence.message_store import MessageStore, SubscriptionStore
from engine.persistence.owner_store import OwnerStore
from engine.persistence.people_store import PeopleStore, RefusalStore
from engine.persistence.person_fact_store import PersonFactStore
from engine.persistence.reading_store import ReadingStore
from engine.persistence.register_store import RegisterStore
from engine.persistence.retention_store import RetentionStore
from engine.persistence.seal_store import SealStore
from engine.persistence.standing_store import StandingStore
from engine.persistence.system_message_store import SystemMessageStore
from engine.persistence.version_store import VersionStore
from engine.persistence.work_stores import FilterStore, NoticeStore


class UnitOfWork:
    """The stores of one transaction."""

    def __init__(self, connection: Connection, hand_on: HandOn) -> None:
        self._connection = connection
        self.cases = CaseStore(connection)
        self.work_items = WorkItemStore(connection)
        self.standing = StandingStore(connection)
        self.incidents = IncidentStore(connection)
        self.participants = ParticipantStore(connection)
        self.deadlines = DeadlineStore(connection)
        self.events = EventStore(connection)
        self.people = PeopleStore(connection)
        self.refusals = RefusalStore(connection)
        self.registers = RegisterStore(connection)
        self.system_messages = SystemMessageStore(connection)
        self.versions = VersionStore(connection)
        self.subscriptions = SubscriptionStore(connection)
        self.messages = MessageStore(connection)
        self.guards = GuardStore(connection)
        self.person_facts = PersonFactStore(connection)
        self.owners = OwnerStore(connection)
        self.files = FileStore(connection)
        self.documents = DocumentStore(connection)
        self.seals = SealStore(connection)
        self.retention = RetentionStore(connection)
        self.readings = ReadingStore(connection)
        self.history_index = HistoryIndexStore(connection)
        self.sign_ins = SignInStore(connection)
        self.absences = AbsenceStore(connection)
        self.filters = FilterStore(connection)
        self.notices = NoticeStore(connection)
        self.comments = CommentStore(connection)
        self.jobs = JobStore(connection, hand_on)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A part of the transaction that leaves nothing behind when it fails."""
        with self._connection.begin_nested():
            yield


@contextmanager
def unit_of_work(engine: Engine, hand_on: HandOn = leave_in_table) -> Iterator[UnitOfWork]:
    """Open a transaction; it commits when the block ends and rolls back when it raises.

    Args:
        engine: the database.
        hand_on: told each job that the transaction writes, in the transaction.
    """
    with writing(engine) as connection:
        yield UnitOfWork(connection, hand_on)
