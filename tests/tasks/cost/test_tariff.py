"""The price by a tariff table."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tasks.catalog import OPERATIONS
from tasks.cost.money import rounded
from tasks.errors import ParametersInvalid, TaskError
from tasks.operation import Context

TABLE = yaml.safe_load(Path(__file__).with_name("tariff.yaml").read_text(encoding="utf-8"))
TARIFF = OPERATIONS["cost.tariff"]
CENT = Decimal("0.01")

quantities = st.decimals(0, 1000, places=3)
rates = st.decimals(0, 100_000, places=3)


def context_of(case: dict[str, Any]) -> Context:
    parameters = {"tariff": TABLE["parameters"]["tariff"]}
    if "rounding" in case:
        parameters["money_step"] = TABLE["parameters"][case["rounding"]]
    return Context(case["on_date"], parameters)


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", named([case for case in TABLE["cases"] if "output" in case]))
def test_the_price_is_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    result = TARIFF.run(case["input"], context_of(case))
    assert {name: result[name] for name in case["output"]} == case["output"]
    assert [line["amount"] for line in result["lines"]] == case["amounts"]
    assert result["clause"] == case["clause"]
    assert result["on"] == case["on_date"].isoformat()
    used = {entry["name"]: entry["from"] for entry in result["parameters_used"]}
    assert set(used) == {"tariff", "money_step"}
    for name, since in case.get("used", {}).items():
        assert used[name] == since.isoformat()


@pytest.mark.parametrize("case", named([case for case in TABLE["cases"] if "error" in case]))
def test_a_wrong_order_is_refused_by_name(case: dict[str, Any]) -> None:
    with pytest.raises(TaskError) as refused:
        TARIFF.run(case["input"], context_of(case))
    assert str(refused.value) == case["error"]


def test_the_working_leads_from_the_rates_to_the_total() -> None:
    case = TABLE["cases"][0]
    working = TARIFF.run(case["input"], context_of(case))["working"]
    assert [line["value"] for line in working] == [
        "17000.00",
        "333.34",
        "17333.34",
        "2080.00",
        "19413.34",
    ]
    assert working[0]["label"] == "{service}: {quantity} × {rate} {currency}"
    assert working[0]["values"] == {
        "service": {"en": "Examination"},
        "quantity": "2",
        "rate": "8500",
        "currency": "KGS",
    }


def test_a_body_without_a_price_list_is_told_so() -> None:
    case = TABLE["cases"][0]
    with pytest.raises(ParametersInvalid, match=r"cost\.tariff needs the parameter «tariff»"):
        TARIFF.run(case["input"], Context(case["on_date"]))


def test_a_malformed_price_list_is_named_with_its_date() -> None:
    case = TABLE["cases"][0]
    wrong = [{"from": "2025-01-01", "reference": "r", "value": {"currency": "KGS"}}]
    with pytest.raises(ParametersInvalid) as refused:
        TARIFF.run(case["input"], Context(case["on_date"], {"tariff": wrong}))
    assert str(refused.value) == (
        "The parameter «tariff» from 2025-01-01 is malformed:"
        " tariff.services: This input is missing."
    )


def priced(rate: Decimal, quantity: Decimal, vat_rate: str = "12") -> dict[str, Any]:
    case = TABLE["cases"][0]
    services = {"work": {"name": {"en": "Work"}, "rate": str(rate)}}
    value = {"currency": "KGS", "vat_rate": vat_rate, "services": services}
    table = [{"from": "2025-01-01", "reference": "r", "value": value}]
    lines = [{"service": "work", "quantity": str(quantity)}]
    return TARIFF.run({"lines": lines}, Context(case["on_date"], {"tariff": table}))


@given(rates, quantities, quantities)
def test_more_of_a_service_never_costs_less(rate: Decimal, one: Decimal, other: Decimal) -> None:
    less, more = (Decimal(priced(rate, amount)["total"]) for amount in sorted((one, other)))
    assert less <= more


@given(rates, quantities)
def test_the_total_is_the_sum_of_what_is_shown(rate: Decimal, quantity: Decimal) -> None:
    result = priced(rate, quantity)
    amounts = sum(Decimal(line["amount"]) for line in result["lines"])
    assert amounts == Decimal(result["subtotal"])
    assert Decimal(result["subtotal"]) + Decimal(result["vat"]) == Decimal(result["total"])


@given(st.decimals(0, 10**9, places=6))
def test_rounding_moves_an_amount_by_at_most_half_a_step(amount: Decimal) -> None:
    assert abs(rounded(amount, CENT) - amount) <= CENT / 2


@pytest.mark.parametrize(
    ("amount", "step", "expected"),
    [
        ("195.4149", "0.01", "195.41"),
        ("195.415", "0.01", "195.42"),
        ("195.4151", "0.01", "195.42"),
        ("0.005", "0.01", "0.01"),
        ("2.5", "1", "3"),
        ("12.30", "0.05", "12.30"),
        ("12.325", "0.05", "12.35"),
    ],
)
def test_half_a_step_is_rounded_up(amount: str, step: str, expected: str) -> None:
    assert str(rounded(Decimal(amount), Decimal(step))) == expected
