"""A job is tried again by the operator where it failed, and nowhere else."""

import pytest

from engine.commands.cancel_case import CancelCase
from engine.commands.retry_incident import RetryIncident
from engine.commands.retry_job import RetryJob
from engine.errors import Conflict, NotAllowed
from engine.persistence.records import SystemMessageRecord
from engine.persistence.tables import incidents, jobs
from tests.engine.registers.test_systems import let_jobs_give_up, let_portal_answer, let_portal_fail
from tests.registries import CLERK, Registry


def failed_job(registry: Registry) -> str:
    """Return the key of the job that failed."""
    [job] = registry.rows(jobs, state="failed")
    return str(job["key"])


def test_people_have_steps_tried_again_not_jobs(registry: Registry) -> None:
    with pytest.raises(NotAllowed):
        registry.by(CLERK, RetryJob("any"))


def test_a_job_whose_failure_stands_at_a_case_resolves_it(registry: Registry) -> None:
    let_portal_fail(registry)
    case_id = registry.issue()
    let_jobs_give_up(registry)
    assert "failed: down" in registry.incidents(case_id)
    let_portal_answer(registry)
    registry.by(None, RetryJob(failed_job(registry)))
    assert registry.incidents(case_id) == ""
    registry.application.deliver()
    assert registry.rows(jobs, state="failed") == []


def test_a_step_that_waited_is_retried_itself(registry: Registry) -> None:
    def down(_: object) -> None:
        raise ConnectionError("down")

    registry.systems.send = down  # type: ignore[method-assign, assignment]
    case_id = registry.issue()
    let_jobs_give_up(registry)
    [incident] = registry.rows(incidents, case_id=case_id)
    with pytest.raises(Conflict, match="retry it on the page of the case"):
        registry.by(None, RetryJob(failed_job(registry)))
    let_portal_answer(registry)
    registry.by(CLERK, RetryIncident(incident["id"]))
    registry.application.deliver()
    assert registry.waiting(case_id) == ["hand_over"]
    assert registry.rows(jobs, state="failed") == []


@pytest.mark.parametrize("fails_first", [True, False])
def test_what_nobody_waits_for_any_more_is_settled_and_not_sent(
    registry: Registry, fails_first: bool
) -> None:
    """Its case was stopped: after the job had failed, or before."""
    sent: list[str] = []

    def down(message: SystemMessageRecord) -> None:
        sent.append(message.act_key)
        raise ConnectionError("down")

    registry.systems.send = down  # type: ignore[method-assign, assignment]
    case_id = registry.issue()
    if fails_first:
        let_jobs_give_up(registry)
    registry.by(None, CancelCase(case_id, "reason"))
    let_jobs_give_up(registry)
    key, times = failed_job(registry), len(sent)
    before = registry.history(case_id)
    registry.by(None, RetryJob(key))
    registry.application.deliver()
    assert registry.rows(jobs, state="failed") == []
    assert len(sent) == times == 8
    [row] = registry.rows(jobs, key=key)
    assert (row["state"], row["error"]) == ("done", "ConnectionError: down")
    assert registry.history(case_id) == before
    with pytest.raises(Conflict, match="has not failed"):
        registry.by(None, RetryJob(key))
