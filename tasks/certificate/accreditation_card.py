"""The card of inspection controls and reassessment of an accredited body."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tasks.errors import N_, InputFault, InputInvalid
from tasks.operation import Line, operation
from tasks.terms.counting import months_later

CLAUSE = "§1, 3.1 (L19); §4, 4.4 (L302)"
_STEPS = ("first_control", "second_control", "reassessment")
_NAMED = {
    "first_control": N_("First inspection control"),
    "second_control": N_("Second inspection control"),
    "reassessment": N_("Reassessment"),
}
_HELD = {
    "first_control": N_("First inspection control was held on"),
    "second_control": N_("Second inspection control was held on"),
    "reassessment": N_("Reassessment was held on"),
}


@dataclass(frozen=True, slots=True)
class AccreditationCardInputs:
    """The grant, and what was held so far.

    Attributes:
        granted: day on which accreditation was granted.
        held: days of the inspection controls and the reassessment held, in order.
        as_of: the day for which what is overdue is told; nothing is, unless given.
    """

    granted: date
    held: tuple[date, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class CardMonths:
    """Months from one step of the card to the next.

    Attributes:
        first_control: from the grant.
        second_control: from the first inspection control.
        reassessment: from the second one.
    """

    first_control: int
    second_control: int
    reassessment: int


@dataclass(frozen=True, slots=True)
class AccreditationCardParameters:
    """Dated parameters of the card.

    Attributes:
        card_months: the distances.
    """

    card_months: CardMonths


@dataclass(frozen=True, slots=True)
class CardStep:
    """One step of the card.

    Attributes:
        step: first_control, second_control or reassessment.
        planned: the day it falls on.
        held: the day it was held, if it was.
        overdue: whether its day has passed and it was not held.
    """

    step: str
    planned: date
    held: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class AccreditationCardResult:
    """The card.

    Attributes:
        first_control: planned day.
        second_control: planned day.
        reassessment: planned day.
        steps: every step with what was held.
        next: the next step; ``""`` where all were held.
        working: how it was worked out.
    """

    first_control: date
    second_control: date
    reassessment: date
    steps: tuple[CardStep, ...]
    next: str
    working: tuple[Line, ...]


@operation("certificate.accreditation_card", clause=CLAUSE)
def calculate(
    inputs: AccreditationCardInputs, parameters: AccreditationCardParameters
) -> AccreditationCardResult:
    """Return the days of both inspection controls and of the reassessment.

    A step counts from the one before it as it was held. Where that was not held yet, the months are
    summed up from the last day that is known, so that a short month shortens nothing after it.

    Args:
        inputs: the grant and what was held.
        parameters: the months between the steps.

    Raises:
        InputInvalid: more was held than planned, or the days are out of order.

    Source: 12, 18 and 18 months §1, 3.1 (L19); the card §4, 4.4 (L302).
    """
    _refuse(inputs)
    months = (getattr(parameters.card_months, step) for step in _STEPS)
    steps = tuple(_steps(inputs, dict(zip(_STEPS, months, strict=True))))
    planned = {one.step: one.planned for one in steps}
    return AccreditationCardResult(
        **planned,
        steps=steps,
        next=next((one.step for one in steps if one.held is None), ""),
        working=(
            Line(N_("Accreditation was granted on"), inputs.granted, "§1, 3.1 (L19)"),
            *(line for one in steps for line in _lines(one)),
        ),
    )


def _refuse(inputs: AccreditationCardInputs) -> None:
    faults: list[InputFault] = []
    if len(inputs.held) > len(_STEPS):
        facts: dict[str, object] = {"maximum": len(_STEPS), "count": len(inputs.held)}
        template = N_("Entries possible: at most {maximum}; given: {count}.")
        faults.append(InputFault("held", template, facts))
    earlier = inputs.granted
    for at, day in enumerate(inputs.held):
        if day <= earlier:
            template = N_("It must be after {day}.")
            faults.append(InputFault(f"held.{at}", template, {"day": earlier}))
        earlier = day
    if faults:
        raise InputInvalid(faults)


def _steps(inputs: AccreditationCardInputs, months: dict[str, int]) -> Iterator[CardStep]:
    known, summed = inputs.granted, 0
    for at, step in enumerate(_STEPS):
        summed += months[step]
        planned = months_later(known, summed)
        held = inputs.held[at] if at < len(inputs.held) else None
        overdue = held is None and inputs.as_of is not None and inputs.as_of > planned
        yield CardStep(step, planned, held, overdue)
        if held:
            known, summed = held, 0


def _lines(one: CardStep) -> Iterator[Line]:
    yield Line(_NAMED[one.step], one.planned, "§1, 3.1 (L19)")
    if one.held:
        yield Line(_HELD[one.step], one.held, "§4, 5.3 (L335)")
    if one.overdue:
        yield Line(_NAMED[one.step], N_("overdue: procedure 5 has to begin"), "§1, 3.1 (L19)")
