"""The cost of a body's own work: person-days, charges on pay, overhead and profitability."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.cost.money import rounded
from tasks.errors import N_
from tasks.limits import Limits
from tasks.operation import Line

CLAUSE_WORK = "L197–205"
CLAUSE_LIMIT = "L209"
_HUNDRED = Decimal(100)

Percent = Annotated[Decimal, Limits(minimum=0)]


@dataclass(frozen=True, slots=True)
class WorkRates:
    """What a person-day costs.

    Attributes:
        currency: ISO 4217 code.
        day_rate: average day rate of a specialist.
        payroll_charges: charges on pay set by law, in per cent.
        overhead: rent, utilities and administration, in per cent.
        profitability: in per cent.
        vat_rate: value added tax in per cent; 0 where the body charges none.
    """

    currency: str
    day_rate: Annotated[Decimal, Limits(minimum=0)]
    payroll_charges: Percent
    overhead: Percent
    profitability: Percent
    vat_rate: Annotated[Decimal, Limits(minimum=0, maximum=100)] = Decimal(0)


@dataclass(frozen=True, slots=True)
class Work:
    """The cost of some person-days, step by step.

    Attributes:
        days: person-days.
        pay: days times rate.
        burdened: with charges and overhead.
        exact: with profitability, before rounding.
        cost: rounded once.
    """

    days: Decimal
    pay: Decimal
    burdened: Decimal
    exact: Decimal
    cost: Decimal


def work_cost(days: Decimal, rates: WorkRates, step: Decimal) -> Work:
    """Return what person-days cost, rounded once, half up to a step of money.

    Args:
        days: labour content in person-days.
        rates: the rates in force.
        step: the least unit of money that is charged.
    """
    pay = days * rates.day_rate
    burdened = pay * (1 + (rates.payroll_charges + rates.overhead) / _HUNDRED)
    exact = burdened * (1 + rates.profitability / _HUNDRED)
    return Work(days, pay, burdened, exact, rounded(exact, step))


def work_lines(work: Work, rates: WorkRates) -> Iterator[Line]:
    """Yield the lines that lead from person-days to their cost."""
    yield Line(
        N_("{days} person-days × {rate} {currency}"),
        work.pay.normalize(),
        CLAUSE_WORK,
        {"days": work.days, "rate": rates.day_rate, "currency": rates.currency},
    )
    yield Line(
        N_("with charges on pay {charges} % and overhead {overhead} %"),
        work.burdened.normalize(),
        CLAUSE_WORK,
        {"charges": rates.payroll_charges, "overhead": rates.overhead},
    )
    yield Line(
        N_("with profitability {profitability} %"),
        work.exact.normalize(),
        CLAUSE_LIMIT,
        {"profitability": rates.profitability},
    )
