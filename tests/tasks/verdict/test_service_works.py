"""Significant nonconformities of a service."""

from pathlib import Path
from typing import Any

import pytest

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("service_works.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_it_is_as_the_text_says(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_wrong_input_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)
