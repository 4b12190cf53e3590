"""A case that can be moved on: the one object through which the engine runs a diagram."""

# mypy: disallow-untyped-calls=False
from collections.abc import Mapping, Set
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict, NotFound
from engine.runtime import saving
from engine.runtime.advanced import Advanced, Json, Services
from engine.runtime.case_workflow import CaseWorkflow
from engine.runtime.correcting import Movable, movable, move_token
from engine.runtime.data import plain
from engine.runtime.executable import Executable
from engine.runtime.failure import WorkFailed
from engine.runtime.incidents import open_incident
from engine.runtime.propagation import awaiting, catch_all
from engine.runtime.reporting import report, waits_for_a_person, waits_for_an_answer
from engine.runtime.running import run_to_rest
from engine.runtime.token import Token


class LiveCase:
    """One running case, for one thread at a time; after an exception load the state anew.

    Every method that moves it runs it until everything waits, and returns where it stands then.
    """

    def __init__(self, workflow: CaseWorkflow) -> None:
        self._workflow = workflow
        self._data: Mapping[str, Json] | None = None  # as the last advance left it

    @classmethod
    def start(
        cls,
        executable: Executable,
        data: Mapping[str, Json],
        services: Services,
        message: str | None = None,
        payload: Mapping[str, Json] | None = None,
    ) -> tuple["LiveCase", Advanced]:
        """Start a case.

        Args:
            executable: the version it runs on.
            data: the case data it begins with, plain JSON.
            services: the port for service tasks.
            message: name of the message or signal that starts it; ``None`` for the plain start
                event.
            payload: what the message brings: goes under the start event's ``result`` property, or
                flat.

        Raises:
            NotFound: no start event waits for the message.
            TypeError: the data is not plain JSON.
        """
        starts = executable.starts_for(message)
        workflow = CaseWorkflow(executable.process, plain(dict(data)))
        workflow.begin(starts)
        case = cls(workflow)
        for token in list(workflow.tasks.values()):
            if token.state == TaskState.WAITING and token.task_spec.begins_with_case:
                token.task_spec.catch(token, token.task_spec, plain(dict(payload or {})))
                return case, case._advance(services)
        if message is not None:  # a receive task or event-based gateway that begins the process
            case._run(services)
            case._deliver("message", message, payload or {}, None)
        return case, case._advance(services)

    @classmethod
    def load(cls, executable: Executable, state: bytes) -> "LiveCase":
        """Return a saved case.

        Raises:
            StateUnreadable: it was saved with another version or an unknown layout.
        """
        return cls(saving.load(state, executable.process))

    @property
    def data(self) -> Mapping[str, Json]:
        """The case data as it stands now; what the case does later does not change it."""
        if self._data is None:
            self._data = plain(self._workflow.variables)
        return self._data

    def rest(self, services: Services) -> Advanced:
        """Let everything that can go on by itself do so; return where the case stands then."""
        return self._advance(services)

    def stand(self) -> Advanced:
        """Return where the case stands, and carry nothing out."""
        return report(self._workflow)

    def complete(
        self, task_id: str, answers: Mapping[str, Json], key: str | None, services: Services
    ) -> Advanced:
        """Complete a human step.

        Args:
            task_id: of the ``WaitingStep``.
            answers: what the person answered, plain JSON.
            key: where the answers go in the data; ``None`` merges them into it.
            services: the port for service tasks.

        Raises:
            Conflict: the step is no longer open.
            TypeError: an answer is not plain JSON.
        """
        token = self._workflow.find(task_id)
        if token is None or not waits_for_a_person(token):
            raise Conflict("This step is no longer open.")
        given = plain(dict(answers))
        token.data.update(given if key is None else {key: given})
        token.run()
        return self._advance(services)

    def fire(self, due: Set[tuple[str, str]], services: Services) -> Advanced:
        """Let timers happen.

        Args:
            due: ``(task_id, element_id)`` of the timers that are due; those that no longer wait are
                passed over.
            services: the port for service tasks.
        """
        for token, node in list(awaiting(self._workflow)):
            wanted = (token.id, node.element_id) in due and node.trigger.kind == "timer"
            if wanted and token.state == TaskState.WAITING:
                token.task_spec.catch(token, node, {})
        return self._advance(services)

    def receive(
        self,
        kind: str,
        name: str,
        payload: Mapping[str, Json],
        services: Services,
        correlation: Mapping[str, Json] | None = None,
    ) -> Advanced:
        """Let a message or signal arrive.

        A message goes to the one subscription that waits longest, a signal to all.

        Args:
            kind: ``message`` or ``signal``.
            name: of the message or signal.
            payload: what it brings, plain JSON: goes under the ``result`` property of the event, or
                flat.
            services: the port for service tasks.
            correlation: what the sender correlates by; it fits a subscription that wants no other
                value of any of these names.

        Raises:
            Conflict: nothing in the case waits for it.
        """
        self._deliver(kind, name, payload, correlation)
        return self._advance(services)

    def answer(self, job: str, value: Json, services: Services) -> Advanced:
        """Hand a slow act the result of its job.

        Raises:
            NotFound: no step waits for that job (it was answered before, or was cancelled).
            TypeError: the value is not plain JSON.
        """
        token = self._waiting_for(job)
        if token is None:
            raise NotFound(what=f"Job {job}")
        token.internal_data["answer"] = plain(value)
        token._set_state(TaskState.READY)
        return self._advance(services)

    def fail(self, job: str, cause: str, services: Services) -> Advanced:
        """Leave an incident at a slow act whose job failed for good; a retry asks for it anew.

        Raises:
            NotFound: no step waits for that job.
        """
        token = self._waiting_for(job)
        if token is None:
            raise NotFound(what=f"Job {job}")
        del token.internal_data["job"]
        token._set_state(TaskState.READY)
        open_incident(token, WorkFailed(reason=cause))
        return self._advance(services)

    def element_waiting_for(self, job: str) -> str | None:
        """Return the element that waits for a job; ``None`` where none does."""
        token = self._waiting_for(job)
        return None if token is None else str(token.task_spec.element_id)

    def _waiting_for(self, job: str) -> Token | None:
        return next((t for t in self._workflow.tokens() if _waits_for(t, job)), None)

    def retry(
        self, task_id: str, corrected: Mapping[str, Json] | None, services: Services
    ) -> Advanced:
        """Try a step that stands at an incident again.

        Args:
            task_id: of the ``IncidentFound``.
            corrected: values to put into the data before.
            services: the port for service tasks.

        Raises:
            Conflict: there is no incident at that step.
        """
        token = self._workflow.find(task_id)
        if token is None or not token.unfinished or "incident" not in token.internal_data:
            raise Conflict("There is no open incident at this step.")
        del token.internal_data["incident"]
        token.data.update(plain(dict(corrected or {})))
        if token.state == TaskState.WAITING:
            token.task_spec._update(token)
        return self._advance(services)

    def movable(self) -> tuple[Movable, ...]:
        """Return the tokens that wait, with where each may be moved by hand."""
        return tuple(movable(self._workflow))

    def move_token(self, task_id: str, target: str, services: Services) -> Advanced:
        """Move a token by hand from where it waits to another element of its scope.

        Args:
            task_id: of the ``Movable``.
            target: id of the element.
            services: the port for service tasks.

        Raises:
            CannotCorrect: it may not be moved, or not there; nothing has changed.
        """
        move_token(self._workflow, task_id, target)
        return self._advance(services)

    def set_data(self, values: Mapping[str, Json], services: Services) -> Advanced:
        """Set values of the case data.

        Raises:
            TypeError: a value is not plain JSON.
        """
        self._workflow.variables.update(plain(dict(values)))
        return self._advance(services)

    def _deliver(
        self,
        kind: str,
        name: str,
        payload: Mapping[str, Json],
        correlation: Mapping[str, Json] | None,
    ) -> None:
        waiting = [
            (token, node)
            for token, node in awaiting(self._workflow)
            if (node.trigger.kind, node.trigger.name) == (kind, name)
            and _fits(node.subscription(token).correlation, correlation)
        ]
        if not waiting:
            raise Conflict("Nothing in this case waits for «{name}».", name=name)
        catch_all(waiting if kind == "signal" else waiting[:1], payload)

    def _run(self, services: Services) -> None:
        self._workflow.services = services
        try:
            run_to_rest(self._workflow)
        finally:
            self._workflow.services = None

    def _advance(self, services: Services) -> Advanced:
        self._run(services)
        advanced = report(self._workflow)
        self._data = advanced.data
        return advanced


def _waits_for(token: Token, job: str) -> bool:
    return waits_for_an_answer(token) and token.internal_data["job"] == job


def _fits(wanted: Mapping[str, Any], given: Mapping[str, Any] | None) -> bool:
    known = given or {}
    return all(wanted[name] == known[name] for name in wanted.keys() & known.keys())
