"""A failed job is given up by the operator, unless a step stands and falls with it."""

import pytest

from engine.commands.drop_job import DropJob
from engine.commands.retry_job import RetryJob
from engine.errors import Conflict, EngineError, NotAllowed
from engine.persistence.tables import events, jobs
from tests.engine.commands.test_retry_job import failed_job
from tests.engine.registers.test_systems import let_jobs_give_up, let_portal_answer, let_portal_fail
from tests.registries import CLERK, Registry


def test_people_retry_their_steps_and_give_no_job_up(registry: Registry) -> None:
    with pytest.raises(NotAllowed):
        registry.by(CLERK, DropJob("any", "reason"))


def test_its_case_tells_why_and_the_failure_is_gone(registry: Registry) -> None:
    let_portal_fail(registry)
    case_id = registry.issue()
    let_jobs_give_up(registry)
    key = failed_job(registry)
    with pytest.raises(EngineError, match="Name the reason"):
        registry.by(None, DropJob(key, " "))
    registry.by(None, DropJob(key, "Written by hand into the portal"))
    assert registry.incidents(case_id) == ""
    [told] = registry.rows(events, kind="job_dropped")
    assert (told["case_id"], told["element_id"]) == (case_id, "told")
    [row] = registry.rows(jobs, key=key)
    assert (row["state"], row["error"].splitlines()[-1]) == (
        "dropped", "Written by hand into the portal"
    )  # fmt: skip
    let_portal_answer(registry)
    registry.application.deliver()
    assert registry.rows(jobs, key=key) == [row]
    for again in (DropJob(key, "reason"), RetryJob(key)):
        with pytest.raises(Conflict, match="has not failed: it is dropped"):
            registry.by(None, again)


def test_a_step_that_stands_as_failed_keeps_its_job(registry: Registry) -> None:
    def down(_: object) -> None:
        raise ConnectionError("down")

    registry.systems.send = down  # type: ignore[method-assign, assignment]
    registry.issue()
    let_jobs_give_up(registry)
    key = failed_job(registry)
    with pytest.raises(Conflict, match="retry it on the page of the case"):
        registry.by(None, DropJob(key, "reason"))
    assert failed_job(registry) == key
