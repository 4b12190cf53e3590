"""The cost of certifying a service."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.case_table import CaseTable

TABLE = CaseTable(Path(__file__).with_name("service_certification.yaml"))
PARTS = (
    "samples",
    "tests",
    "production_analysis",
    "management_system",
    "inspection",
    "sample_handling",
    "declaration_review",
)
amounts = st.decimals(0, 10**7, places=4)
percents = st.decimals(0, 300, places=2)
rates = st.fixed_dictionaries(
    {
        "currency": st.just("RUB"),
        "day_rate": amounts.map(str),
        "payroll_charges": percents.map(str),
        "overhead": percents.map(str),
        "profitability": st.decimals(0, 35, places=2).map(str),
    }
)
orders = st.fixed_dictionaries(
    {"labour_days": st.decimals("0.01", 500, places=2).map(str), "rates": rates},
    optional={name: amounts.map(str) for name in PARTS},
)


def total(order: dict[str, Any]) -> Decimal:
    return Decimal(TABLE.run({"input": order})["total"])


@pytest.mark.parametrize("case", TABLE.with_output())
def test_the_cost_is_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    TABLE.prove(case)


@pytest.mark.parametrize("case", TABLE.with_error())
def test_a_wrong_order_is_refused_by_name(case: dict[str, Any]) -> None:
    TABLE.refuse(case)


def test_every_published_example_is_among_the_cases() -> None:
    assert TABLE.vectors == [f"C{number}" for number in range(1, 10)]


def test_readings_are_shown_where_they_act() -> None:
    used = TABLE.run({"input": {"labour_days": 1}})["parameters_used"]
    read = {entry["name"] for entry in used if entry["reading"]}
    assert read == {"max_profitability", "inspections_per_certificate", "money_step"}


@given(orders, st.sampled_from(["labour_days", *PARTS]), amounts)
def test_more_of_anything_never_costs_less(order: Any, part: str, more: Decimal) -> None:
    raised = {**order, part: str(Decimal(order.get(part, "0")) + more)}
    assert total(order) <= total(raised)


@given(orders, st.sampled_from(["day_rate", "payroll_charges", "overhead"]), percents)
def test_higher_rates_never_cost_less(order: Any, name: str, more: Decimal) -> None:
    higher = {**order["rates"], name: str(Decimal(order["rates"][name]) + more)}
    assert total(order) <= total({**order, "rates": higher})


@given(orders)
def test_the_total_is_the_sum_of_components_each_rounded_once(order: Any) -> None:
    result = TABLE.run({"input": order})
    shown = [Decimal(part["amount"]) for part in result["components"]]
    assert sum(shown) == Decimal(result["total"])
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in shown)
    exact = next(
        Decimal(line["value"]) for line in result["working"] if "profitability" in line["label"]
    )
    assert abs(Decimal(result["own_work"]) - exact) <= Decimal("0.005")
