"""When surveillances and the recertification of a certificate fall."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tasks.errors import N_, InputFault, InputInvalid
from tasks.operation import Line, operation
from tasks.terms.counting import months_later

CLAUSE = "L18–19, L71–76, L203"
_YEAR = 12
_SAID = {
    "held": N_("held in its window"),
    "held_late": N_("held after its window"),
    "planned": N_("its window has not begun"),
    "due": N_("its window is open"),
    "overdue": N_("overdue"),
}


@dataclass(frozen=True, slots=True)
class SurveillanceInputs:
    """The certificate, and the surveillances held so far.

    Attributes:
        decided: day of the decision on certification.
        valid_from: day of issue.
        valid_until: the last day of the certificate.
        as_of: the day the state is told for.
        held: days of the surveillances held, in order.
        recertified: whether the decision was one on recertification.
    """

    decided: date
    valid_from: date
    valid_until: date
    as_of: date
    held: tuple[date, ...] = ()
    recertified: bool = False


@dataclass(frozen=True, slots=True)
class SurveillanceParameters:
    """Dated parameters of the windows.

    Attributes:
        first_surveillance_months: months from the decision to the first surveillance at most.
        surveillance_interval_months: months from one surveillance to the next at most.
    """

    first_surveillance_months: int
    surveillance_interval_months: int


@dataclass(frozen=True, slots=True)
class Window:
    """One window.

    Attributes:
        number: of the surveillance.
        begins: the first day of its year of the cycle.
        ends: the last day for it.
        held: the day it was held, if it was.
        state: held, held_late, planned, due or overdue.
    """

    number: int
    begins: date
    ends: date
    held: date | None
    state: str


@dataclass(frozen=True, slots=True)
class SurveillanceResult:
    """The windows.

    Attributes:
        surveillances: one window per year but the last.
        next: number of the next surveillance; ``None`` where all were held.
        recertification_begins: the first day of the last year of the cycle.
        recertification_ends: the last day for the recertification: the expiry.
        working: how it was worked out.
    """

    surveillances: tuple[Window, ...]
    next: int | None
    recertification_begins: date
    recertification_ends: date
    working: tuple[Line, ...]


@operation("certificate.surveillance", clause=CLAUSE)
def calculate(inputs: SurveillanceInputs, parameters: SurveillanceParameters) -> SurveillanceResult:
    """Return the window of every surveillance and of the recertification.

    Each year of the certificate but the last has a surveillance, the last has the recertification.
    The first one after an initial certification is held within twelve months of the decision; a
    later one within a year of the one before.

    Args:
        inputs: the dates of the certificate and the surveillances held.
        parameters: the longest distances in months.

    Raises:
        InputInvalid: the days are out of order, or more surveillances were held than planned.

    Source: cycle L18–19, L71–76; frequency and first surveillance L203. That years are counted
    from the issue, and the year between surveillances from the one held, is a reading.
    """
    years = _years(inputs)
    _refuse(inputs, years)
    windows = tuple(_windows(inputs, parameters, years))
    open_ones = (one.number for one in windows if one.held is None)
    last_year = months_later(inputs.valid_from, _YEAR * years)
    return SurveillanceResult(
        surveillances=windows,
        next=next(open_ones, None),
        recertification_begins=last_year,
        recertification_ends=inputs.valid_until,
        working=(
            Line(N_("Decision on certification"), inputs.decided, "L203"),
            Line(N_("Valid until"), inputs.valid_until, "L175"),
            *_window_lines(windows),
            Line(
                N_("Recertification from {day} until"),
                inputs.valid_until,
                "L19, L76",
                {"day": last_year},
            ),
            Line(
                N_("While the certificate is valid"),
                N_("every element and every subdivision is checked at least once"),
                "L203",
            ),
        ),
    )


def _years(inputs: SurveillanceInputs) -> int:
    """Return the full years before the last one of the certificate."""
    years = 0
    while months_later(inputs.valid_from, _YEAR * (years + 1)) < inputs.valid_until:
        years += 1
    return years


def _refuse(inputs: SurveillanceInputs, years: int) -> None:
    faults: list[InputFault] = []
    if inputs.valid_from < inputs.decided:
        template = N_("It cannot be before the decision on {day}.")
        faults.append(InputFault("valid_from", template, {"day": inputs.decided}))
    if inputs.valid_until <= inputs.valid_from:
        template = N_("It must be after {day}, the day of issue.")
        faults.append(InputFault("valid_until", template, {"day": inputs.valid_from}))
    if len(inputs.held) > years:
        facts: dict[str, object] = {"maximum": years, "count": len(inputs.held)}
        template = N_("Entries possible: at most {maximum}; given: {count}.")
        faults.append(InputFault("held", template, facts))
    earlier = inputs.valid_from
    for at, day in enumerate(inputs.held):
        if not earlier <= day <= inputs.as_of:
            facts = {"first": earlier, "last": inputs.as_of}
            template = N_("It must lie between {first} and {last}.")
            faults.append(InputFault(f"held.{at}", template, facts))
        earlier = max(earlier, day)
    if faults:
        raise InputInvalid(faults)


def _windows(
    inputs: SurveillanceInputs, parameters: SurveillanceParameters, years: int
) -> Iterator[Window]:
    for number in range(1, years + 1):
        begins = months_later(inputs.valid_from, _YEAR * (number - 1))
        ends = months_later(inputs.valid_from, _YEAR * number)
        if number == 1 and not inputs.recertified:
            ends = min(ends, months_later(inputs.decided, parameters.first_surveillance_months))
        if 1 < number <= len(inputs.held) + 1:
            before = inputs.held[number - 2]
            ends = min(ends, months_later(before, parameters.surveillance_interval_months))
        begins = min(begins, ends)
        held = inputs.held[number - 1] if number <= len(inputs.held) else None
        yield Window(number, begins, ends, held, _state(begins, ends, held, inputs.as_of))


def _state(begins: date, ends: date, held: date | None, as_of: date) -> str:
    if held:
        return "held" if held <= ends else "held_late"
    if as_of < begins:
        return "planned"
    return "due" if as_of <= ends else "overdue"


def _window_lines(windows: tuple[Window, ...]) -> Iterator[Line]:
    for one in windows:
        facts: dict[str, object] = {"number": one.number, "begins": one.begins}
        yield Line(N_("Surveillance {number} from {begins} until"), one.ends, "L18, L203", facts)
        yield Line(N_("Surveillance {number}"), _SAID[one.state], "L203", {"number": one.number})
