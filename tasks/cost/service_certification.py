"""The cost of certifying a service: the body's own work, and everything else the scheme adds."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.cost.money import rounded
from tasks.cost.own_work import Work, WorkRates, work_cost, work_lines
from tasks.errors import N_, InputInvalid, ParametersInvalid
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = "L193–219"
_CLAUSE_APART = "L219"
_CLAUSE_REVIEW = "1.6 (L130)"
_HUNDRED = Decimal(100)
_ABOVE = N_("The profitability must be at most {maximum} %, not {value} %.")

NonNegative = Annotated[Decimal, Limits(minimum=0)]


@dataclass(frozen=True, slots=True)
class ServiceCertificationInputs:
    """What is really performed; a part that is left out costs nothing.

    Attributes:
        labour_days: labour content of certifying the service, in person-days.
        rates: the rates of this order where they differ from the body's own.
        samples: price of the samples taken for tests.
        tests: price of the tests in an accredited laboratory.
        production_analysis: price of analysing the state of production.
        management_system: price of certifying the management system.
        inspection: price of one inspection control.
        inspection_days: person-days of one inspection control, priced by the same rates; instead
            of its price.
        inspections: number of inspection controls while the certificate is valid.
        sample_handling: packing, storing and carrying of samples.
        declaration_review: price of reviewing a declaration.
        application_review: price of reviewing the application under a contract of its own.
        travel: business travel, paid besides.
    """

    labour_days: Decimal
    rates: WorkRates | None = None
    samples: NonNegative = Decimal(0)
    tests: NonNegative = Decimal(0)
    production_analysis: NonNegative = Decimal(0)
    management_system: NonNegative = Decimal(0)
    inspection: NonNegative = Decimal(0)
    inspection_days: NonNegative = Decimal(0)
    inspections: Annotated[int, Limits(minimum=0)] | None = None
    sample_handling: NonNegative = Decimal(0)
    declaration_review: NonNegative = Decimal(0)
    application_review: NonNegative = Decimal(0)
    travel: NonNegative = Decimal(0)


@dataclass(frozen=True, slots=True)
class ServiceCertificationParameters:
    """Dated parameters of the cost.

    Attributes:
        certification_rates: the body's own rates.
        max_profitability: the highest profitability allowed, in per cent.
        inspections_per_certificate: inspection controls where the order does not say how many.
        money_step: the least unit of money that is charged.
    """

    certification_rates: WorkRates
    max_profitability: Decimal
    inspections_per_certificate: int
    money_step: Decimal


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the cost.

    Attributes:
        sign: the letters of the formula.
        name: English name (message id).
        amount: rounded once.
        clause: where the text lists it.
    """

    sign: str
    name: str
    amount: Decimal
    clause: str


@dataclass(frozen=True, slots=True)
class ServiceCertificationResult:
    """The cost.

    Attributes:
        own_work: the cost of the body's own work.
        components: every part that is performed, with its amount.
        total: the sum of the components, without tax and travel.
        vat_rate: value added tax in per cent.
        vat: the tax on the total, shown apart.
        travel: business travel, shown apart.
        application_review: what a contract of its own costs, shown apart.
        payable: total, tax and travel together.
        currency: ISO 4217 code.
        working: how it was worked out.
    """

    own_work: Decimal
    components: tuple[Component, ...]
    total: Decimal
    vat_rate: Decimal
    vat: Decimal
    travel: Decimal
    application_review: Decimal
    payable: Decimal
    currency: str
    working: tuple[Line, ...]


@operation("cost.service_certification", clause=CLAUSE)
def calculate(
    inputs: ServiceCertificationInputs, parameters: ServiceCertificationParameters
) -> ServiceCertificationResult:
    """Return the cost of certifying a service: own work and the parts the scheme adds.

    Args:
        inputs: labour and what is performed besides it.
        parameters: the body's rates, limits and rounding.

    Returns:
        Amounts in the currency of the rates, each component rounded half up once; tax, travel and
        a separate review of the application stand apart.

    Raises:
        InputInvalid: no labour, both a price and days of an inspection control, or a profitability
            above the limit.
        ParametersInvalid: the body's own profitability is above the limit.

    Source: L193–219; 1.6, note, on the review of the application.
    """
    rates = _rates(inputs, parameters)
    _refuse(inputs)
    step = parameters.money_step
    work = work_cost(inputs.labour_days, rates, step)
    one = work_cost(inputs.inspection_days, rates, step) if inputs.inspection_days else None
    number = _inspections(inputs, parameters)
    price = one.cost if one else rounded(inputs.inspection, step)
    components = tuple(_components(inputs, work.cost, price * number, step))
    total = sum((part.amount for part in components), rounded(Decimal(0), step))
    vat = rounded(total * rates.vat_rate / _HUNDRED, step)
    travel = rounded(inputs.travel, step)
    review = rounded(inputs.application_review, step)
    payable = total + vat + travel
    return ServiceCertificationResult(
        own_work=work.cost,
        components=components,
        total=total,
        vat_rate=rates.vat_rate,
        vat=vat,
        travel=travel,
        application_review=review,
        payable=payable,
        currency=rates.currency,
        working=(
            *work_lines(work, rates),
            *_inspection_lines(one, price, number, rates),
            *(Line(part.name, part.amount, part.clause) for part in components),
            Line(N_("Sum without tax, {currency}"), total, "L217", {"currency": rates.currency}),
            *_apart_lines(vat, travel, review, rates),
            Line(N_("Payable, {currency}"), payable, CLAUSE, {"currency": rates.currency}),
        ),
    )


def _rates(
    inputs: ServiceCertificationInputs, parameters: ServiceCertificationParameters
) -> WorkRates:
    rates = inputs.rates or parameters.certification_rates
    highest = parameters.max_profitability
    if rates.profitability <= highest:
        return rates
    if inputs.rates:
        facts = {"maximum": highest, "value": rates.profitability}
        raise InputInvalid.of("rates.profitability", _ABOVE, **facts)
    raise ParametersInvalid(_ABOVE, maximum=highest, value=rates.profitability)


def _refuse(inputs: ServiceCertificationInputs) -> None:
    if inputs.labour_days <= 0:
        raise InputInvalid.of(
            "labour_days", N_("It must be more than 0, not {value}."), value=inputs.labour_days
        )
    if inputs.inspection and inputs.inspection_days:
        raise InputInvalid.of(
            "inspection_days", N_("An inspection control has a price or person-days, not both.")
        )


def _inspections(
    inputs: ServiceCertificationInputs, parameters: ServiceCertificationParameters
) -> int:
    if inputs.inspections is None:
        return parameters.inspections_per_certificate
    return inputs.inspections


def _components(
    inputs: ServiceCertificationInputs, own: Decimal, controls: Decimal, step: Decimal
) -> Iterator[Component]:
    parts = (
        ("Сос", N_("Work of the certification body"), own, "L199"),
        ("Соб", N_("Samples"), inputs.samples, "L211"),
        ("Сип", N_("Tests in an accredited laboratory"), inputs.tests, "L212"),
        ("Са", N_("Analysis of the state of production"), inputs.production_analysis, "L213"),
        ("Сск", N_("Certification of the management system"), inputs.management_system, "L194"),
        ("Сик × n", N_("Inspection controls"), controls, "L214"),
        ("Срс", N_("Packing, storing and carrying of samples"), inputs.sample_handling, "L215"),
        ("Сд", N_("Review of the declaration"), inputs.declaration_review, "L216"),
    )
    for sign, name, amount, clause in parts:
        if amount:
            yield Component(sign, name, rounded(amount, step), clause)


def _inspection_lines(
    one: Work | None, price: Decimal, number: int, rates: WorkRates
) -> Iterator[Line]:
    if one:
        yield from work_lines(one, rates)
    if price and number:
        yield Line(
            N_("{price} × {number} inspection controls"),
            price * number,
            "L214",
            {"price": price, "number": number},
        )


def _apart_lines(
    vat: Decimal, travel: Decimal, review: Decimal, rates: WorkRates
) -> Iterator[Line]:
    if vat:
        label = N_("Value added tax on the sum, {rate} %, apart")
        yield Line(label, vat, _CLAUSE_APART, {"rate": rates.vat_rate})
    if travel:
        yield Line(N_("Business travel, apart"), travel, _CLAUSE_APART)
    if review:
        label = N_("Review of the application, by a contract of its own, not in the sum")
        yield Line(label, review, _CLAUSE_REVIEW)
