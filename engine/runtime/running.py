"""Runs what needs no person, until everything waits."""

# mypy: disallow-untyped-calls=False
from time import thread_time

from SpiffWorkflow.util.task import TaskState

from engine.runtime import limits
from engine.runtime.case_workflow import CaseWorkflow
from engine.runtime.contraction import contract
from engine.runtime.failure import LimitReached
from engine.runtime.incidents import carry_out, open_incident
from engine.runtime.token import Token


def run_to_rest(workflow: CaseWorkflow) -> None:
    """Carry out every automatic node that is ready, and those that become ready by it.

    A node that fails stays with an incident. A run that exceeds ``limits.AUTOMATIC_STEPS`` or
    ``limits.COMPUTING_SECONDS`` stops with an incident at the node that would have been the next.
    """
    budget = _Budget()
    ready = _ready(workflow)
    while ready:
        for token in ready:
            if not _may_run(token):  # an earlier one of this round took control away
                continue
            exceeded = budget.spend()
            if exceeded is not None:
                open_incident(token, exceeded)
                return
            carry_out(token)
        contract(workflow)
        ready = _ready(workflow)
    contract(workflow)


class _Budget:
    """What one run may spend. It measures the work of this thread; it does not tell the time."""

    def __init__(self) -> None:
        self._steps = limits.AUTOMATIC_STEPS
        self._until = thread_time() + limits.COMPUTING_SECONDS

    def spend(self) -> LimitReached | None:
        """Take one step; return what forbids it."""
        if self._steps == 0:
            return LimitReached(
                "The case was stopped here after {limit} automatic steps in one go; "
                "does the diagram go round without end?",
                limit=limits.AUTOMATIC_STEPS,
            )
        if thread_time() > self._until:
            return LimitReached(
                "The case was stopped here after {limit} seconds of computing in one go; "
                "a script or a condition may take too long.",
                limit=limits.COMPUTING_SECONDS,
            )
        self._steps -= 1
        return None


def _ready(workflow: CaseWorkflow) -> list[Token]:
    return [token for token in workflow.tokens() if _may_run(token)]


def _may_run(token: Token) -> bool:
    return (
        token.state == TaskState.READY
        and token.task_spec.automatic
        and "incident" not in token.internal_data
    )
