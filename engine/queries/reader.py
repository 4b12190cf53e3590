"""The read side as pages call it: each question is one consistent read."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from engine.actor import ANYBODY, Actor
from engine.clock import Clock
from engine.library import Library
from engine.persistence.calendar_store import CalendarStore
from engine.persistence.database import reading
from engine.persistence.history_index_store import HistoryIndexStore
from engine.queries.as_it_was import AsItWas, case_as_it_was
from engine.queries.case_page import case_history, case_page, diagram_xml
from engine.queries.cases import case_rows
from engine.queries.files import file_to_open
from engine.queries.history_search import FoundEvents, HistorySearch, search_history
from engine.queries.procedure_views import ProcedureRow
from engine.queries.procedures import procedures, start_choices, start_setting
from engine.queries.read_context import ReadContext
from engine.queries.readings import Reading, readings
from engine.queries.recalculation import Recalculation, recalculation
from engine.queries.register_entry import register_entry
from engine.queries.register_views import EntryPage, RegisterPage, RegisterRow
from engine.queries.registers import (
    public_register,
    public_registers,
    register_page,
    registers,
)
from engine.queries.views import CasePage, CaseRow, FileToOpen, TimelineEvent, WorkList
from engine.queries.work_item import step_name, work_item
from engine.queries.work_item_views import WorkItemPage
from engine.queries.work_list import open_count, work_list
from forms.setting import Setting

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Reader:
    """Answers questions; every answer is frozen and knows nothing of rows."""

    def __init__(self, database: Engine, library: Library, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def ask(
        self,
        question: Callable[Concatenate[ReadContext, Asked], Answer],
        actor: Actor,
        *args: Asked.args,
        **named: Asked.kwargs,
    ) -> Answer:
        """Ask a query function in one consistent read."""
        with reading(self._database) as connection:
            now = self._clock.now()
            self._library.freshen(lambda: CalendarStore(connection), now)
            context = ReadContext(connection, self._library, actor, now)
            return question(context, *args, **named)

    def index_is_behind(self) -> bool:
        """Return whether something happened that a search over all cases would not find yet."""
        with reading(self._database) as connection:
            return HistoryIndexStore(connection).is_behind()

    def work_list(self, actor: Actor, **narrowed: Any) -> WorkList:
        """Return a page of the work list; ``narrowed``: ``q body claim limit offset``."""
        return self.ask(work_list, actor, **narrowed)

    def open_count(self, actor: Actor) -> int:
        """Return how many open work items are within the person's reach."""
        return self.ask(open_count, actor)

    def work_item(self, work_item_id: str, actor: Actor, language: str = "en") -> WorkItemPage:
        """Return the page of a work item."""
        return self.ask(work_item, actor, work_item_id, language=language)

    def step_name(self, work_item_id: str, actor: Actor) -> tuple[str, str]:
        """Return the name of a step that the person just acted on, and the key of its body."""
        return self.ask(step_name, actor, work_item_id)

    def cases(self, actor: Actor, **narrowed: Any) -> tuple[tuple[CaseRow, ...], int]:
        """Return a page of cases and their number; ``narrowed``: ``q state body limit offset``."""
        return self.ask(case_rows, actor, **narrowed)

    def case_page(self, case_id: str, actor: Actor) -> CasePage:
        """Return the page of a case."""
        return self.ask(case_page, actor, case_id)

    def history(self, case_id: str, actor: Actor) -> tuple[TimelineEvent, ...]:
        """Return every event of a case, latest first."""
        return self.ask(case_history, actor, case_id)

    def found_events(self, actor: Actor, search: HistorySearch, *, limit: int = 50) -> FoundEvents:
        """Return a page of what a search over all cases finds."""
        return self.ask(search_history, actor, search, limit=limit)

    def as_it_was(self, case_id: str, number: int, actor: Actor) -> AsItWas:
        """Return a case as it was after an event."""
        return self.ask(case_as_it_was, actor, case_id, number)

    def readings(self, actor: Actor) -> tuple[Reading, ...]:
        """Return what internal auditors read, the latest first."""
        return self.ask(readings, actor)

    def recalculation(self, case_id: str, event_number: int, actor: Actor) -> Recalculation:
        """Calculate a recorded calculation again, as of its day and as of today."""
        return self.ask(recalculation, actor, case_id, event_number)

    def diagram_xml(self, case_id: str, actor: Actor) -> bytes:
        """Return the diagram of a case as its author drew it."""
        return self.ask(diagram_xml, actor, case_id)

    def procedures(self, actor: Actor) -> tuple[ProcedureRow, ...]:
        """Return the procedures in force that a person may know of."""
        return self.ask(procedures, actor)

    def start_choices(self, procedure: str, actor: Actor) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return the persons to choose from in a start form."""
        return self.ask(start_choices, actor, procedure)

    def start_setting(self, procedure: str, actor: Actor) -> Setting:
        """Return what else stands around a start form."""
        return self.ask(start_setting, actor, procedure)

    def file(self, file_id: str, actor: Actor) -> FileToOpen:
        """Return a file that the person may open."""
        return self.ask(file_to_open, actor, file_id)

    def registers(self, actor: Actor) -> tuple[RegisterRow, ...]:
        """Return the registers and journals of the bodies a person works for."""
        return self.ask(registers, actor)

    def register(self, body: str, key: str, actor: Actor, **narrowed: Any) -> RegisterPage:
        """Return a page of a register; ``narrowed``: ``q state limit offset``."""
        return self.ask(register_page, actor, body, key, **narrowed)

    def register_entry(self, body: str, key: str, entry_id: int, actor: Actor) -> EntryPage:
        """Return the page of an entry of a register."""
        return self.ask(register_entry, actor, body, key, entry_id)

    def public_register(self, body: str, key: str, **narrowed: Any) -> RegisterPage:
        """Return a page of what anybody may read of a register; ``narrowed`` as ``register``."""
        return self.ask(public_register, ANYBODY, body, key, **narrowed)

    def public_registers(self, body: str) -> tuple[RegisterRow, ...]:
        """Return the registers of a body that anybody may read."""
        return self.ask(public_registers, ANYBODY, body)
