"""Recertification: reminder, application, expiry, restoration, the number that is kept or new."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.errors import N_, InputInvalid, ParametersInvalid
from tasks.operation import Line, operation
from tasks.terms.counting import months_later

CLAUSE = "L252–256"
_SAID = {
    "running": N_("the certificate is valid, recertification is not decided"),
    "recertified": N_("recertified before expiry"),
    "expired": N_("expired: no extension, the customer is told by letter; it may be restored"),
    "restored": N_("restored after expiry"),
    "closed": N_("the time for restoring is over: new certification"),
}
_INCOMPLETE = {
    "recertified": N_("A recertification is decided when audit and actions are completed."),
    "restored": N_(
        "A certificate is restored when audit and actions are completed, or the second stage is"
        " being finished."
    ),
}
_NUMBER = {"kept": N_("kept"), "new": N_("new, linked to the former one")}


@dataclass(frozen=True, slots=True)
class RecertificationInputs:
    """The certificate that expires, and how far recertification is.

    Attributes:
        expires: the last day of the certificate.
        as_of: the day the state is told for.
        applied: day of the application.
        completed: the day on which the audit and the corrective actions were completed.
        finishing_stage_2: whether the second stage of the audit is being finished.
        decided: day of a positive decision.
    """

    expires: date
    as_of: date
    applied: date | None = None
    completed: date | None = None
    finishing_stage_2: bool = False
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class RecertificationParameters:
    """Dated parameters of the dates.

    Attributes:
        reminder_months: months before expiry at which the reminder is sent.
        application_months: months before expiry by which the application is made.
        restoration_months: months after expiry within which the certificate may be restored.
        max_validity_years: the longest validity.
        days_after_decision: how many days after the decision a certificate begins at the earliest.
        restored_number: ``new`` or ``kept``: the number of a restored certificate.
        restored_from_expiry: whether the validity of a restored certificate counts from the former
            expiry.
    """

    reminder_months: int
    application_months: int
    restoration_months: int
    max_validity_years: int
    days_after_decision: int
    restored_number: str
    restored_from_expiry: bool


@dataclass(frozen=True, slots=True)
class RecertificationResult:
    """The dates and what follows.

    Attributes:
        reminder_on: the day the reminder is sent.
        apply_by: the last day of the application.
        applied_late: whether the application came after it, or is missing after it.
        restore_until: the last day for restoring.
        status: running, recertified, expired, restored or closed.
        number: kept or new; ``""`` while nothing is decided.
        valid_from: the earliest beginning of the new certificate.
        valid_until: its latest end.
        working: how it was worked out.
    """

    reminder_on: date
    apply_by: date
    applied_late: bool
    restore_until: date
    status: str
    number: str
    valid_from: date | None
    valid_until: date | None
    working: tuple[Line, ...]


@operation("certificate.recertification", clause=CLAUSE)
def calculate(
    inputs: RecertificationInputs, parameters: RecertificationParameters
) -> RecertificationResult:
    """Return the dates around an expiry, and whether the number is kept or new.

    Args:
        inputs: the expiry and how far recertification is.
        parameters: the months, and what the text leaves open about restoring.

    Raises:
        InputInvalid: a decision lies in the future, or was taken before the audit and the actions
            were completed.
        ParametersInvalid: the number of a restored certificate is neither kept nor new.

    Source: reminder L252; application L253; number kept, issue after the decision L254; expiry
    L255; restoration L256.
    """
    _check_number(parameters)
    restore_until = months_later(inputs.expires, parameters.restoration_months)
    apply_by = months_later(inputs.expires, -parameters.application_months)
    status = _status(inputs, restore_until)
    _refuse(inputs, status)
    number = {"recertified": "kept", "restored": parameters.restored_number}.get(status, "")
    starts, ends = _validity(inputs, parameters, status)
    late = (inputs.applied or inputs.as_of) > apply_by
    reminder = months_later(inputs.expires, -parameters.reminder_months)
    return RecertificationResult(
        reminder_on=reminder,
        apply_by=apply_by,
        applied_late=late,
        restore_until=restore_until,
        status=status,
        number="new" if status == "closed" else number,
        valid_from=starts,
        valid_until=ends,
        working=(
            Line(N_("Certificate expires"), inputs.expires, "L255"),
            Line(N_("Reminder is sent on"), reminder, "L252"),
            Line(N_("Application is made by"), apply_by, "L253"),
            *([Line(N_("Application"), N_("late"), "L253")] if late else []),
            Line(N_("May be restored until"), restore_until, "L256"),
            Line(N_("State on {day}"), _SAID[status], CLAUSE, {"day": inputs.as_of}),
            *_new_lines(starts, ends, number),
        ),
    )


def _status(inputs: RecertificationInputs, restore_until: date) -> str:
    if inputs.decided:
        if inputs.decided <= inputs.expires:
            return "recertified"
        return "restored" if inputs.decided <= restore_until else "closed"
    if inputs.as_of <= inputs.expires:
        return "running"
    return "expired" if inputs.as_of <= restore_until else "closed"


def _refuse(inputs: RecertificationInputs, status: str) -> None:
    decided = inputs.decided
    if decided is None:
        return
    if decided > inputs.as_of:
        template = N_("It cannot be after {day}, the day the state is told for.")
        raise InputInvalid.of("decided", template, day=inputs.as_of)
    # Only a restored certificate may be decided on while stage 2 is being finished.
    finishing = status == "restored" and inputs.finishing_stage_2
    if finishing or status == "closed":
        return
    if inputs.completed is None:
        raise InputInvalid.of("completed", _INCOMPLETE[status])
    if inputs.completed > decided:
        template = N_("It cannot be after the decision on {day}.")
        raise InputInvalid.of("completed", template, day=decided)


def _check_number(parameters: RecertificationParameters) -> None:
    if parameters.restored_number not in _NUMBER:
        raise ParametersInvalid(
            N_("«restored_number» is one of {known}."), known=", ".join(_NUMBER)
        )


def _validity(
    inputs: RecertificationInputs, parameters: RecertificationParameters, status: str
) -> tuple[date | None, date | None]:
    if status not in {"recertified", "restored"} or inputs.decided is None:
        return None, None
    starts = inputs.decided + timedelta(days=parameters.days_after_decision)
    former = status == "restored" and parameters.restored_from_expiry
    counted_from = inputs.expires if former else starts
    return starts, months_later(counted_from, 12 * parameters.max_validity_years)


def _new_lines(starts: date | None, ends: date | None, number: str) -> Iterator[Line]:
    if starts and ends:
        yield Line(N_("Number of the certificate"), _NUMBER[number], "L254, L256")
        yield Line(N_("New certificate begins, not before"), starts, "L254, L256")
        yield Line(N_("New certificate ends, not after"), ends, "L175")
