"""Samples against figures worked out by hand."""

from pathlib import Path
from typing import Any

import pytest

from tasks.errors import InputInvalid
from tests.tasks.audit_time.case_tables import cases, holds, run

HERE = Path(__file__).parent


def named(row: dict[str, Any]) -> dict[str, Any]:
    """Return a case whose numbers of sites stand for as many names."""
    groups = [
        {**group, "sites": [f"site {at}" for at in range(group["sites"])]}
        if isinstance(group["sites"], int)
        else group
        for group in row["input"].get("groups", ())
    ]
    return {**row, "input": {**row["input"], "groups": groups}} if groups else row


@pytest.mark.parametrize("row", cases(HERE, "output"))
def test_the_result_is_as_worked_out_by_hand(row: dict[str, Any]) -> None:
    result = run(named(row))
    got = {name: result[name] for name in row["output"]}
    assert holds(row["output"], got), got


@pytest.mark.parametrize("row", cases(HERE, "error"))
def test_wrong_inputs_are_refused_by_name(row: dict[str, Any]) -> None:
    with pytest.raises(InputInvalid) as refused:
        run(named(row))
    assert [str(fault) for fault in refused.value.faults] == row["error"]
