"""The one way in: a command is logged, authorised and run in one transaction."""

from collections.abc import Iterable
from typing import Any

import structlog

from engine.actor import Actor
from engine.clock import Clock
from engine.commands.catalog import HANDLERS
from engine.commands.start_case import start_linked
from engine.commands.transaction import Transaction
from engine.errors import EngineError, NotAllowed
from engine.library import Library
from engine.persistence.database import Database
from engine.persistence.file_contents import Contents, ContentsInMemory
from engine.persistence.job_store import HandOn, leave_in_table
from engine.persistence.unit_of_work import UnitOfWork

log = structlog.get_logger()


class Executor:
    """Executes commands.

    Args:
        hand_on: told each job that a command writes, in the command's transaction.
        contents: where the contents of files lie; by default in memory.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        hand_on: HandOn = leave_in_table,
        contents: Contents | None = None,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._hand_on = hand_on
        self._contents = contents or ContentsInMemory()

    def execute(self, command: object, actor: Actor) -> Any:
        """Execute a command in one transaction.

        Args:
            command: an instance of a class in ``engine.commands.catalog``.
            actor: who gives it.

        Returns:
            What its handler returns.

        Raises:
            EngineError: nothing has changed; a refusal (``NotAllowed``) is logged for auditors.
        """
        name = type(command).__name__
        try:
            with UnitOfWork(self._database, self._hand_on) as work:
                now = self._clock.now()
                self._library.freshen(lambda: work.calendars, now)
                transaction = Transaction(
                    work, self._library, actor, now, start_linked, self._contents
                )
                answer = HANDLERS[type(command)](command, transaction)
        except NotAllowed as refusal:
            self._note_refusal(command, actor, refusal)
            raise
        except EngineError as error:
            log.info("command refused", command=name, actor=actor.person_id, reason=error.template)
            raise
        for act in transaction.once_committed:
            act()
        log.info("command executed", command=name, actor=actor.person_id)
        return answer

    def execute_each(
        self, commands: Iterable[object], actor: Actor
    ) -> tuple[EngineError | None, ...]:
        """Execute commands one by one, each in a transaction of its own.

        Returns:
            Why each was refused, ``None`` for what was done; one refusal stops no other.
        """
        found: list[EngineError | None] = []
        for command in commands:
            try:
                self.execute(command, actor)
            except EngineError as error:
                found.append(error)
            else:
                found.append(None)
        return tuple(found)

    def _note_refusal(self, command: object, actor: Actor, refusal: NotAllowed) -> None:
        name = type(command).__name__
        log.warning("command not allowed", command=name, actor=actor.person_id)
        target = next((str(getattr(command, f)) for f in _TARGETS if hasattr(command, f)), "")
        with UnitOfWork(self._database) as work:
            now = self._clock.now()
            work.refusals.add(now, actor.person_id, actor.name, name, target[:200], str(refusal))


_TARGETS = ("work_item_id", "case_id", "incident_id", "procedure", "username")
