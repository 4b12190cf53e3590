"""Certificates issued in place of another."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("replacement.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_dates_are_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(
    st.sampled_from(["reissue", "extension", "reduction"]),
    st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    st.integers(0, 1096),
)
def test_what_keeps_its_number_never_outlives_the_former_certificate(
    kind: str, decided: date, left: int
) -> None:
    expires = decided + timedelta(days=left)
    told = {"kind": kind, "number": "KZ-1", "expires": expires, "decided": decided}
    result = TABLE.run({"input": told})
    assert result["number"] == "KZ-1"
    assert result["valid_until"] <= expires.isoformat()
