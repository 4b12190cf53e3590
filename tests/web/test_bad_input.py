"""Whatever is sent, the answer is a page that says what is wrong: never a failure."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import SPECIALIST
from tests.web.conftest import PROCEDURE, Begin, Visit

START = f"/procedures/{PROCEDURE}/start"
NAMES = st.sampled_from(
    ["complete", "analysis", "present", "missing", "_add", "_remove", "_finish", "seen_version",
     "submit_key", "present.0.x", "complete.9999999.x", "..", "a.b", "csrf_token2"]
)  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "/?shown=99999999999999999999",
        "/?shown=-1&q=%00&body=%00&claim=%00",
        "/?q=%ff%fe",
        "/work-items/%00",
        "/work-items/" + "x" * 2000,
        "/work-items/..%2f..%2fetc%2fpasswd",
        "/cases/%00",
        "/procedures/%00/%00/start",
        "/static/..%2f..%2f__init__.py",
        "/language",
    ],
)
def test_strange_addresses_have_pages(visit: Visit, path: str) -> None:
    assert visit(SPECIALIST).get(path).status in {200, 404, 405}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=st.lists(st.tuples(NAMES, st.text(max_size=12)), max_size=6))
def test_strange_answers_come_back_as_pages(
    strange: Callable[[dict[str, object]], int], sent: list[tuple[str, str]]
) -> None:
    data: dict[str, object] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)  # type: ignore[attr-defined]
    assert strange(data) in {200, 404, 409, 422}


@pytest.fixture
def strange(visit: Visit, begin: Begin) -> Callable[[dict[str, object]], int]:
    """Return a function that sends answers to a step, and says how the page took them."""
    visitor = visit(SPECIALIST)
    paths = [f"/work-items/{begin()}", START]

    def send(data: dict[str, object]) -> int:
        statuses = []
        for path in paths:
            visitor.get("/accessibility")
            statuses.append(visitor.post(path, data).status)
        return max(statuses)

    return send
