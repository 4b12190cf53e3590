"""Published examples of terms beside a certificate and a complaint."""

from pathlib import Path
from typing import Any

import pytest

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("clocks.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_dates_are_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


def test_every_published_example_of_a_clock_is_among_the_cases() -> None:
    beside = [
        Path(__file__).with_name(f"{n}.yaml") for n in ("recertification", "accreditation_card")
    ]
    found = {vector for table in (TABLE, *map(CaseTable, beside)) for vector in table.vectors}
    assert found == {f"T{number}" for number in range(1, 6)}
