"""One invoice of a contract: the price by the tariff, what was invoiced before, what is due now."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.cost import tariff
from tasks.cost.money import rounded
from tasks.cost.tariff import TariffInputs, TariffParameters, TariffTable, WorkOrdered, WorkPriced
from tasks.errors import N_, InputInvalid
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = "§4, 1.6 (L176–179)"
_HUNDRED = Decimal(100)
_MORE_THAN_LEFT = N_("More was invoiced ({invoiced}) than the contract comes to ({total}).")


@dataclass(frozen=True, slots=True)
class InvoiceInputs:
    """The contract, and what of it is invoiced now.

    Attributes:
        lines: the services of the contract, each with its quantity.
        share: the part of the contract invoiced now, in per cent; nothing given means all that is
            left.
        invoiced: sums without tax of the earlier invoices of this contract.
        invoiced_vat: the tax of those invoices.
        travel: business travel charged with this invoice, outside the price.
        vat: whether value added tax is charged.
    """

    lines: Annotated[tuple[WorkOrdered, ...], Limits(minimum=1)]
    share: Annotated[Decimal, Limits(minimum=0, maximum=100)] | None = None
    invoiced: Annotated[Decimal, Limits(minimum=0)] = Decimal(0)
    invoiced_vat: Annotated[Decimal, Limits(minimum=0)] = Decimal(0)
    travel: Annotated[Decimal, Limits(minimum=0)] = Decimal(0)
    vat: bool = True


@dataclass(frozen=True, slots=True)
class InvoiceParameters:
    """Dated parameters of the invoice.

    Attributes:
        tariff: the body's own tariff table.
        money_step: the least unit of money that is charged.
    """

    tariff: TariffTable
    money_step: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceResult:
    """The contract and this invoice of it.

    Attributes:
        lines: every position of the contract with its amount.
        contract_sum: the contract without tax.
        contract_total: the contract with tax.
        amount: this invoice without tax.
        vat_rate: the tax rate applied, in per cent.
        vat: the tax of this invoice.
        travel: business travel, shown apart.
        payable: amount, tax and travel together.
        left: what of the contract remains to be invoiced, without tax.
        currency: ISO 4217 code.
        working: how it was worked out.
    """

    lines: tuple[WorkPriced, ...]
    contract_sum: Decimal
    contract_total: Decimal
    amount: Decimal
    vat_rate: Decimal
    vat: Decimal
    travel: Decimal
    payable: Decimal
    left: Decimal
    currency: str
    working: tuple[Line, ...]


@operation("cost.invoice", clause=CLAUSE)
def calculate(inputs: InvoiceInputs, parameters: InvoiceParameters) -> InvoiceResult:
    """Return a contract by the tariff table and one invoice of it; invoices add up to the contract.

    The last invoice takes what is left of the sum and of the tax, so that roundings of the earlier
    ones never leave a difference.

    Args:
        inputs: the services of the contract and what was invoiced before.
        parameters: the tariff table in force and the rounding.

    Raises:
        InputInvalid: a service is not in the table, or more was or would be invoiced than the
            contract comes to.

    Source: contract, calculation of the cost and invoice (§4, 1.6, L176–179; 5.2, L326); state
    services of Kazakhstan that are paid, by point 8 of their standards, work after payment
    (annex 5, 11 and 14, 8).
    """
    step = parameters.money_step
    contract = tariff.calculate(
        TariffInputs(inputs.lines, inputs.vat), TariffParameters(parameters.tariff, step)
    )
    before = rounded(inputs.invoiced, step)
    before_vat = rounded(inputs.invoiced_vat, step)
    _refuse(before, contract.subtotal, "invoiced")
    _refuse(before_vat, contract.vat, "invoiced_vat")
    amount = _amount(inputs, contract.subtotal, before, step)
    left = contract.subtotal - before - amount
    vat_left = contract.vat - before_vat
    # Earlier taxes may have been rounded up: no invoice takes more than is left.
    vat = min(rounded(amount * contract.vat_rate / _HUNDRED, step), vat_left) if left else vat_left
    travel = rounded(inputs.travel, step)
    payable = amount + vat + travel
    money: dict[str, object] = {"currency": contract.currency}
    return InvoiceResult(
        lines=contract.lines,
        contract_sum=contract.subtotal,
        contract_total=contract.total,
        amount=amount,
        vat_rate=contract.vat_rate,
        vat=vat,
        travel=travel,
        payable=payable,
        left=left,
        currency=contract.currency,
        working=(
            *contract.working,
            Line(N_("Invoiced before, without tax, {currency}"), before, "", money),
            Line(_told(inputs), amount, CLAUSE, {**money, "share": inputs.share}),
            Line(N_("Value added tax, {rate} %"), vat, "", {"rate": contract.vat_rate}),
            Line(N_("Business travel, apart"), travel),
            Line(N_("Payable, {currency}"), payable, CLAUSE, money),
            Line(N_("Left of the contract, without tax, {currency}"), left, "", money),
        ),
    )


def _amount(inputs: InvoiceInputs, contract: Decimal, before: Decimal, step: Decimal) -> Decimal:
    if inputs.share is None:
        return contract - before
    amount = rounded(contract * inputs.share / _HUNDRED, step)
    if amount > contract - before:
        raise InputInvalid.of(
            "share",
            N_("Only {left} of the contract is left, less than {amount}."),
            left=contract - before,
            amount=amount,
        )
    return amount


def _told(inputs: InvoiceInputs) -> str:
    if inputs.share is None:
        return N_("Invoiced now: all that is left, {currency}")
    return N_("Invoiced now: {share} % of the contract, {currency}")


def _refuse(invoiced: Decimal, total: Decimal, field: str) -> None:
    if invoiced > total:
        raise InputInvalid.of(field, _MORE_THAN_LEFT, invoiced=invoiced, total=total)
