"""How long a certificate is valid."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import InputInvalid
from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("validity.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_dates_are_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(days, st.integers(0, 60), st.integers(1, 48))
def test_no_certificate_outlives_the_longest_validity(
    decided: date, waited: int, months: int
) -> None:
    told = {"decided": decided, "issued": decided + timedelta(days=waited), "months": months}
    case = {"input": told, "parameters": {"max_validity_years": 3}}
    if months > 36:
        with pytest.raises(InputInvalid, match="It must be at most"):
            TABLE.run(case)
        return
    result = TABLE.run(case)
    assert decided.isoformat() <= result["valid_from"] < result["valid_until"] <= result["latest"]
