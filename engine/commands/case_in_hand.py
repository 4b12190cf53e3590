"""A case taken in hand for one command: loaded with its lock, moved on, and put back whole."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.commands.case_services import CaseServices
from engine.commands.case_subjects import keep_subjects
from engine.commands.chain_totals import keep_chain_totals
from engine.commands.changes import changes
from engine.commands.deadline_rows import keep_deadlines
from engine.commands.holding import stop_clocks
from engine.commands.sending import keep_subscriptions, let_go_held, send_thrown
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotFound
from engine.library import Published
from engine.persistence.event_store import NewEvent
from engine.persistence.records import RUNNING, CaseRecord, IncidentRecord, WorkItemRecord
from engine.persistence.standing_store import Standing
from engine.runtime.advanced import Advanced, FinishedStep
from engine.runtime.live_case import LiveCase
from forms.said import as_plain


class CaseInHand:
    """One case within one transaction."""

    def __init__(
        self, transaction: Transaction, record: CaseRecord, published: Published, live: LiveCase
    ) -> None:
        self.transaction = transaction
        # What a command changes of the record is written with its next event.
        self.record = self._stored = record
        self.published = published
        self.live = live
        self.services = CaseServices(transaction, published, record.id)
        self._written = True
        transaction.once_committed.append(self._keep_live)

    @classmethod
    def take(cls, transaction: Transaction, case_id: str) -> "CaseInHand":
        """Load a case and lock it.

        Raises:
            NotFound: there is no such case.
        """
        record = transaction.work.cases.get(case_id)
        if record is None:
            raise NotFound("There is no such case, or it is not within your reach.")
        published = transaction.library.version(transaction.work.versions, record.version_id)
        return cls.of(transaction, record, published)

    @classmethod
    def of(cls, transaction: Transaction, record: CaseRecord, published: Published) -> "CaseInHand":
        """Take a case whose row is locked already."""
        state = (record.version_id, bytes(record.workflow))
        kept = transaction.library.live_cases.take(record.id, state)
        live = kept or LiveCase.load(published.executable, record.workflow)
        return cls(transaction, record, published, live)

    def _keep_live(self) -> None:
        """Leave the live case to the next command; not one that went on but was not written."""
        if self._written and self.record.state in RUNNING:
            state = (self.record.version_id, bytes(self.record.workflow))
            self.transaction.library.live_cases.keep(self.record.id, state, self.live)

    def move(
        self,
        cause: NewEvent,
        advance: Callable[[LiveCase, CaseServices], Advanced],
        on_behalf_of: str = "",
        fired: int | None = None,
        stood: Standing | None = None,
    ) -> Advanced:
        """Move the case on and put everything that follows from it in the database.

        Args:
            cause: the event that moves it; its changes and the elements passed are added here.
            advance: what to do with the live case.
            on_behalf_of: whose answer is recorded.
            fired: id of the deadline that moves it.
            stood: where it stands, for who has read that already.

        Raises:
            Conflict: somebody else moved the case meanwhile.
        """
        before = self.live.data
        self._written = False
        advanced = advance(self.live, self.services)
        self.settle(cause, before, advanced, on_behalf_of, fired, stood)
        return advanced

    def settle(
        self,
        cause: NewEvent,
        before: Mapping[str, Any],
        advanced: Advanced,
        on_behalf_of: str = "",
        fired: int | None = None,
        stood: Standing | None = None,
    ) -> None:
        """Write down where the case stands after an advance."""
        produced = self._produced()
        changed = [
            c for c in changes(before, advanced.data) if c[0].partition(".")[0] not in produced
        ]
        caused = NewEvent(
            cause.kind,
            cause.element_id,
            {**cause.facts, **_passed(advanced.finished)},
            (*cause.changes, *changed),
            cause.follows,
        )
        events = list(self.services.events)
        self.services.events.clear()
        stood = stood or self.transaction.work.standing.of(self.record.id)
        dues, clock_events = keep_deadlines(
            self.transaction, self.record, self.published, advanced, stood.deadlines, fired
        )
        events += self._keep_work_items(stood, advanced, dues)
        events += clock_events
        events += keep_chain_totals(self.transaction, self.record, self.published, advanced)
        events += self._keep_incidents(stood, advanced)
        keep_subjects(self.transaction, self.record, self.published, advanced.data)
        ended = advanced.completed and self.record.state in RUNNING
        keep_subscriptions(self.transaction, self.record, stood, advanced)
        if self.record.state == "suspended":
            still = let_go_held if ended else stop_clocks
            events += still(self.transaction, self.record.id)
        send_thrown(self.transaction, self.record, advanced)
        if ended:
            events.append(NewEvent("case_ended", advanced.outcome or ""))
        following = [event.following() for event in events]
        self.write([caused, *following], on_behalf_of, advanced, ended=ended)

    def _produced(self) -> set[str]:
        """Keys that a calculation or an act of this advance wrote: its own event tells of them."""
        return {
            self.published.element(event.element_id).result_key for event in self.services.events
        }

    def write(
        self,
        events: Iterable[NewEvent],
        on_behalf_of: str = "",
        advanced: Advanced | None = None,
        *,
        ended: bool = False,
    ) -> None:
        """Append events and save the case row with its next revision."""
        by = self.transaction.signature(self.published.digest, on_behalf_of)
        old = self.record
        moved: dict[str, Any] = {}
        if advanced is not None:
            title = self.published.title(advanced.data) or old.title
            moved = {"workflow": advanced.state, "title": title}
        if advanced is not None and ended:
            moved |= {"state": "ended", "outcome": advanced.outcome}
            moved["ended_at"] = self.transaction.now
        work = self.transaction.work
        number, hash_ = work.events.append(old.id, old.event_number, old.event_hash, events, by)
        new = old._replace(
            revision=old.revision + 1, event_number=number, event_hash=hash_, **moved
        )
        if not work.cases.save(new, self._stored):
            raise Conflict
        self.record = self._stored = new
        self._written = self._written or advanced is not None

    def _keep_work_items(
        self, stood: Standing, advanced: Advanced, dues: Mapping[str, Any]
    ) -> list[NewEvent]:
        work, now = self.transaction.work, self.transaction.now
        present = stood.open_items
        wanted = {step.task_id: step for step in advanced.waiting}
        events = []
        for item_id in present - wanted.keys():
            work.work_items.change(item_id, state="withdrawn", ended_at=now)
        new = [
            WorkItemRecord(
                id=step.task_id,
                case_id=self.record.id,
                body=self.record.body,
                element_id=step.element_id,
                name=self.published.name_of(step.element_id),
                role=self.published.role_of(step.element_id),
                state="open",
                created_at=now,
                due_at=dues.get(step.task_id),
                local=dict(step.local) or None,
            )
            for step in wanted.values()
            if step.task_id not in present
        ]
        work.work_items.add(new)
        if new:
            events.append(
                NewEvent("work_items_created", facts={"elements": [i.element_id for i in new]})
            )
        return events

    def _keep_incidents(self, stood: Standing, advanced: Advanced) -> list[NewEvent]:
        if not stood.incidents and not advanced.incidents:
            return []
        work, now = self.transaction.work, self.transaction.now
        present = {(i.task_id, i.cause): i for i in stood.incidents}
        found = {(i.task_id, i.cause): i for i in advanced.incidents}
        gone = [i.id for key, i in present.items() if key not in found]
        if gone:
            work.incidents.resolve(gone, now)
        new = [
            IncidentRecord(
                case_id=self.record.id,
                task_id=i.task_id,
                element_id=i.element_id,
                kind=i.kind,
                cause=str(i.cause),
                values=dict(i.values),
                opened_at=now,
                said=as_plain(i.cause),
            )
            for key, i in found.items()
            if key not in present
        ]
        work.incidents.add(new)
        resolved = [i.element_id for i in present.values() if i.id in gone]
        return [*map(incident_opened, new), *(NewEvent("incident_resolved", e) for e in resolved)]


def incident_opened(incident: IncidentRecord) -> NewEvent:
    """Return the event that tells of a new incident."""
    told = (("cause", None, incident.cause),)
    return NewEvent("incident_opened", incident.element_id, {"kind": incident.kind}, told)


def _passed(finished: Iterable[FinishedStep]) -> dict[str, Any]:
    """The elements left behind, in order: (element, outcome, elements its tokens came from)."""
    steps = [[f.element_id, f.outcome, list(f.came_from)] for f in finished]
    return {"passed": steps} if steps else {}
