"""Invoices of a contract."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("invoice.yaml"))


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_invoice_is_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_a_wrong_order_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


@given(
    st.decimals("0.01", 10_000, places=2),
    st.decimals(0, 25, places=1),
    st.lists(st.decimals(0, 25, places=3), max_size=4),
)
def test_the_invoices_of_a_contract_add_up_to_it(
    rate: Decimal, vat_rate: Decimal, shares: list[Decimal]
) -> None:
    services = {"work": {"name": {"en": "Work"}, "rate": str(rate)}}
    tariff = {"currency": "KZT", "vat_rate": str(vat_rate), "services": services}
    contract: dict[str, Any] = {"lines": [{"service": "work", "quantity": 3}]}
    sums, taxes = Decimal(0), Decimal(0)
    result: dict[str, Any] = {}
    for share in [*map(str, shares), None]:
        before = {"share": share, "invoiced": str(sums), "invoiced_vat": str(taxes)}
        left = rate * 3 - sums
        if share is not None and rate * 3 * Decimal(share) / 100 > left - 1:
            continue
        case = {"input": {**contract, **before}, "parameters": {"tariff": tariff}}
        result = TABLE.run(case)
        assert Decimal(result["amount"]) >= 0
        assert Decimal(result["vat"]) >= 0
        sums += Decimal(result["amount"])
        taxes += Decimal(result["vat"])
    assert sums == Decimal(result["contract_sum"])
    assert sums + taxes == Decimal(result["contract_total"])
    assert Decimal(result["left"]) == 0
