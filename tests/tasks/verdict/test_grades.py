"""Grades of findings and their count."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("grades.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_it_is_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


findings = st.lists(
    st.fixed_dictionaries(
        {
            "grade": st.sampled_from(["major", "minor", "slight", "notice"]),
            "process": st.sampled_from(["", "purchasing", "sales"]),
            "subdivision": st.sampled_from(["", "A", "B"]),
        }
    ),
    max_size=14,
)


def marked(rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"findings": [{"mark": str(at), **row} for at, row in enumerate(rows)]}


@given(findings, st.booleans())
def test_every_finding_is_counted_once(rows: list[dict[str, str]], accepted: bool) -> None:
    proposals = TABLE.run({"input": marked(rows)})["proposals"]
    upgrades = [
        {"process": one["process"], "accepted": accepted, "reason": "causes"} for one in proposals
    ]
    result = TABLE.run({"input": {**marked(rows), "upgrades": upgrades}})
    raised = sum(len(one["findings"]) for one in proposals) if accepted else 0
    alone = result["major"] - (len(proposals) if accepted else 0)
    assert alone + result["minor"] + result["slight"] + result["notice"] == len(rows) - raised
    assert result["conforming"] is (result["major"] == 0 and result["counted"] < 10)


@given(findings, findings)
def test_more_findings_never_make_a_system_conforming(
    rows: list[dict[str, str]], more: list[dict[str, str]]
) -> None:
    if TABLE.run({"input": marked(rows)})["conforming"] is False:
        assert TABLE.run({"input": marked(rows + more)})["conforming"] is not True
