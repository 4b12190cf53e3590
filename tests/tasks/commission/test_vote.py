"""Votes of a commission."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("vote.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_it_is_as_counted_by_hand(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(
    st.lists(st.sampled_from(["satisfy", "refuse", "absent", ""]), min_size=1, max_size=9),
    st.sampled_from(["members", "present"]),
)
def test_what_is_decided_has_more_votes_than_all_else(votes: list[str], basis: str) -> None:
    members = [
        {
            "name": str(at),
            "role": "member" if at else "chair",
            "present": vote != "absent",
            "vote": None if vote in {"absent", ""} else vote,
        }
        for at, vote in enumerate(votes)
    ]
    told = {"options": ["satisfy", "refuse"], "members": members}
    result = TABLE.run({"input": told, "parameters": {"majority_of": basis}})
    chosen = [option for option in ("satisfy", "refuse") if result["decision"] == option]
    assert bool(chosen) is (result["outcome"] == "decided")
    for option in chosen:
        of = len(votes) if basis == "members" else result["present"]
        assert result["votes"][option] * 2 > of
        assert result["present"] * 2 > len(votes)
    assert sum(result["votes"].values()) + result["abstained"] == result["present"]
    assert result["quorum"] <= result["voting"]
