"""Runs what needs no person, until everything waits."""

# mypy: disallow-untyped-calls=False
from SpiffWorkflow.util.task import TaskState

from engine.runtime import limits
from engine.runtime.case_workflow import CaseWorkflow
from engine.runtime.contraction import contract
from engine.runtime.failure import LimitReached
from engine.runtime.incidents import carry_out, open_incident
from engine.runtime.token import Token


def run_to_rest(workflow: CaseWorkflow) -> None:
    """Carry out every automatic node that is ready, and those that become ready by it.

    A node that fails stays with an incident. A run of more than ``limits.AUTOMATIC_STEPS`` nodes
    stops with an
    incident at the node that would have been the next.
    """
    left = limits.AUTOMATIC_STEPS
    ready = _ready(workflow)
    while ready:
        for token in ready:
            if not _may_run(token):  # an earlier one of this round took control away
                continue
            if left == 0:
                _stop(token)
                return
            carry_out(token)
            left -= 1
        contract(workflow)
        ready = _ready(workflow)
    contract(workflow)


def _ready(workflow: CaseWorkflow) -> list[Token]:
    return [token for token in workflow.tokens() if _may_run(token)]


def _may_run(token: Token) -> bool:
    return (
        token.state == TaskState.READY
        and token.task_spec.automatic
        and "incident" not in token.internal_data
    )


def _stop(token: Token) -> None:
    error = LimitReached(
        "The case was stopped here after {limit} automatic steps in one go; "
        "does the diagram go round without end?",
        limit=limits.AUTOMATIC_STEPS,
    )
    open_incident(token, error)
