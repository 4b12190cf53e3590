"""The price of works by the tariff table of a body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from tasks.cost.money import rounded
from tasks.errors import N_, InputFault, InputInvalid
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = "§1, 3.3 (L22)"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class WorkOrdered:
    """One position of the order.

    Attributes:
        service: key of the service in the tariff table.
        quantity: how many units of it.
    """

    service: str
    quantity: Annotated[Decimal, Limits(minimum=0)]


@dataclass(frozen=True, slots=True)
class TariffInputs:
    """What is ordered.

    Attributes:
        lines: the services ordered, each with its quantity.
        vat: whether value added tax is charged, at the rate of the tariff table.
    """

    lines: Annotated[tuple[WorkOrdered, ...], Limits(minimum=1)]
    vat: bool = True


@dataclass(frozen=True, slots=True)
class ServiceRate:
    """One row of a tariff table.

    Attributes:
        name: name of the service by language.
        rate: price of one unit, without tax.
        unit: name of the unit by language, e.g. a person-day.
    """

    name: Mapping[str, str]
    rate: Annotated[Decimal, Limits(minimum=0)]
    unit: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TariffTable:
    """The tariff table in force.

    Attributes:
        currency: ISO 4217 code.
        services: rates by key of the service.
        vat_rate: value added tax in per cent; 0 where the body charges none.
    """

    currency: str
    services: Mapping[str, ServiceRate]
    vat_rate: Annotated[Decimal, Limits(minimum=0, maximum=100)] = Decimal(0)


@dataclass(frozen=True, slots=True)
class TariffParameters:
    """Dated parameters of the price.

    Attributes:
        tariff: the body's own tariff table.
        money_step: the least unit of money that is charged.
    """

    tariff: TariffTable
    money_step: Decimal


@dataclass(frozen=True, slots=True)
class WorkPriced:
    """One position with its price.

    Attributes:
        service: key of the service.
        name: name of the service by language.
        quantity: how many units.
        rate: price of one unit.
        amount: quantity times rate, rounded.
    """

    service: str
    name: Mapping[str, str]
    quantity: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class TariffResult:
    """The price.

    Attributes:
        lines: every position with its amount.
        subtotal: the sum of the amounts, without tax.
        vat_rate: the tax rate applied, in per cent.
        vat: the tax, rounded once.
        total: subtotal and tax.
        currency: ISO 4217 code.
        working: how it was worked out.
    """

    lines: tuple[WorkPriced, ...]
    subtotal: Decimal
    vat_rate: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    working: tuple[Line, ...]


@operation("cost.tariff", clause=CLAUSE)
def calculate(inputs: TariffInputs, parameters: TariffParameters) -> TariffResult:
    """Return the price of works: quantity times rate per service, and value added tax on the sum.

    Args:
        inputs: the services ordered.
        parameters: the tariff table in force and the rounding.

    Returns:
        Amounts in the currency of the table, half up to ``money_step``, rounded once per component.

    Raises:
        InputInvalid: a service is not in the table; each one is named.

    Source: the price is set by the tariff price list (§1 item 3.3, L22); the list itself is not
    part of the text, so its rates are a parameter of the body.
    """
    table, step = parameters.tariff, parameters.money_step
    _refuse_unknown(inputs, table)
    lines = tuple(_priced(line, table.services[line.service], step) for line in inputs.lines)
    subtotal = sum((line.amount for line in lines), rounded(Decimal(0), step))
    vat_rate = table.vat_rate if inputs.vat else Decimal(0)
    vat = rounded(subtotal * vat_rate / _HUNDRED, step)
    total = subtotal + vat
    return TariffResult(
        lines=lines,
        subtotal=subtotal,
        vat_rate=vat_rate,
        vat=vat,
        total=total,
        currency=table.currency,
        working=(
            *(_explained(line, table.currency) for line in lines),
            Line(N_("Sum without tax, {currency}"), subtotal, CLAUSE, {"currency": table.currency}),
            Line(N_("Value added tax, {rate} %"), vat, "", {"rate": vat_rate}),
            Line(N_("Total, {currency}"), total, CLAUSE, {"currency": table.currency}),
        ),
    )


def _refuse_unknown(inputs: TariffInputs, table: TariffTable) -> None:
    faults = [
        InputFault(
            f"lines.{at}.service",
            N_("The tariff table has no service «{service}»; it has {known}."),
            {"service": line.service, "known": ", ".join(table.services)},
        )
        for at, line in enumerate(inputs.lines)
        if line.service not in table.services
    ]
    if faults:
        raise InputInvalid(faults)


def _priced(line: WorkOrdered, service: ServiceRate, step: Decimal) -> WorkPriced:
    return WorkPriced(
        service=line.service,
        name=service.name,
        quantity=line.quantity,
        rate=service.rate,
        amount=rounded(line.quantity * service.rate, step),
    )


def _explained(line: WorkPriced, currency: str) -> Line:
    return Line(
        N_("{service}: {quantity} × {rate} {currency}"),
        line.amount,
        CLAUSE,
        {
            "service": line.name,
            "quantity": line.quantity,
            "rate": line.rate,
            "currency": currency,
        },
    )
