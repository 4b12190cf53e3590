"""Audit times against figures worked out by hand."""

from pathlib import Path
from typing import Any

import pytest

from tasks.errors import InputInvalid
from tests.tasks.audit_time.case_tables import cases, holds, run

HERE = Path(__file__).parent


@pytest.mark.parametrize("row", cases(HERE, "output"))
def test_the_result_is_as_worked_out_by_hand(row: dict[str, Any]) -> None:
    result = run(row)
    got = {name: result[name] for name in row["output"]}
    assert holds(row["output"], got), got


@pytest.mark.parametrize("row", cases(HERE, "error"))
def test_wrong_inputs_are_refused_by_name(row: dict[str, Any]) -> None:
    with pytest.raises(InputInvalid) as refused:
        run(row)
    assert [str(fault) for fault in refused.value.faults] == row["error"]


def test_a_wrong_figure_would_be_found() -> None:
    assert holds({"days": 4.5, "sites": ["a"]}, {"days": "4.50", "sites": ["a"], "more": 1})
    assert not holds({"days": 4.5}, {"days": "4.51"})
    assert not holds({"days": 1}, {"days": True})
    assert not holds({"days": 1}, {"hours": "1"})
    assert not holds(["a"], ["a", "b"])
