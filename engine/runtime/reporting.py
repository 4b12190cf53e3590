"""What an advance reports: the present state of a running case in the engine's words."""

import orjson
from SpiffWorkflow.util.task import TaskState

from engine.runtime import saving
from engine.runtime.advanced import Advanced, WaitingAnswer, WaitingStep
from engine.runtime.case_workflow import CaseWorkflow
from engine.runtime.data import beyond
from engine.runtime.incidents import incident_of
from engine.runtime.propagation import awaiting
from engine.runtime.token import Token


def report(workflow: CaseWorkflow) -> Advanced:
    """Return where a case stands, and forget what is new in it.

    Raises:
        TypeError: the data holds a value that is not plain JSON.
    """
    state, data = saving.dump(workflow)
    tokens = sorted(workflow.tokens(), key=lambda token: token.last_state_change)
    awaited = list(awaiting(workflow))
    timers = [node.timer(token) for token, node in awaited]
    subscriptions = [node.subscription(token) for token, node in awaited]
    incidents = [incident_of(token) for token in tokens]
    finished, thrown = workflow.journal.take()
    return Advanced(
        state=state,
        data=orjson.loads(data),
        waiting=tuple(_step(workflow, t) for t in tokens if waits_for_a_person(t)),
        timers=tuple(timer for timer in timers if timer is not None),
        subscriptions=tuple(one for one in subscriptions if one is not None),
        answers=tuple(
            WaitingAnswer(t.id, t.task_spec.element_id, t.internal_data["job"])
            for t in tokens
            if waits_for_an_answer(t)
        ),
        incidents=tuple(one for one in incidents if one is not None),
        finished=finished,
        thrown=thrown,
        completed=workflow.completed,
        outcome=workflow.outcome if workflow.completed else None,
    )


def waits_for_a_person(token: Token) -> bool:
    """Tell whether a token stands at a human step that is open."""
    return token.state == TaskState.READY and not token.task_spec.automatic


def waits_for_an_answer(token: Token) -> bool:
    """Tell whether a token stands at a slow act that has not reported back."""
    return token.state == TaskState.WAITING and "job" in token.internal_data


def _step(workflow: CaseWorkflow, token: Token) -> WaitingStep:
    return WaitingStep(token.id, token.task_spec.element_id, beyond(token.data, workflow.variables))
