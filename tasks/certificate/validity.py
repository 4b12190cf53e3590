"""How long a certificate is valid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from tasks.errors import N_, InputInvalid
from tasks.limits import Limits
from tasks.operation import Line, operation
from tasks.terms.counting import months_later

CLAUSE = "L175; 1.11 (L189)"
_BEFORE_ISSUE = N_("It must be after {day}, the day of issue.")
_TOO_LATE = N_("It must be at most {maximum}, not {value}.")


@dataclass(frozen=True, slots=True)
class TermConsidered:
    """A term that the body takes into account.

    Attributes:
        what: the document or certificate.
        until: its last day.
    """

    what: str
    until: date


@dataclass(frozen=True, slots=True)
class ValidityInputs:
    """The decision, and what the decision-maker set.

    Attributes:
        decided: day of the decision to grant.
        issued: day of issue; the earliest possible one unless given.
        months: validity in months; or
        expires: the last day; the longest possible one unless either is given.
        considered: terms of documents and of a management system's certificate.
    """

    decided: date
    issued: date | None = None
    months: Annotated[int, Limits(minimum=1)] | None = None
    expires: date | None = None
    considered: tuple[TermConsidered, ...] = ()


@dataclass(frozen=True, slots=True)
class ValidityParameters:
    """Dated parameters of validity.

    Attributes:
        max_validity_years: the longest validity.
        days_after_decision: how many days after the decision a certificate begins at the earliest.
    """

    max_validity_years: int
    days_after_decision: int


@dataclass(frozen=True, slots=True)
class ValidityResult:
    """The dates of the certificate.

    Attributes:
        valid_from: day of issue.
        valid_until: the last day.
        latest: the last day that the text allows.
        ends_sooner: what was taken into account and ends before the certificate.
        working: how it was worked out.
    """

    valid_from: date
    valid_until: date
    latest: date
    ends_sooner: tuple[str, ...]
    working: tuple[Line, ...]


@operation("certificate.validity", clause=CLAUSE)
def calculate(inputs: ValidityInputs, parameters: ValidityParameters) -> ValidityResult:
    """Return from when until when a certificate is valid, never longer than the text allows.

    Args:
        inputs: the decision and what the decision-maker set.
        parameters: the longest validity, and when a certificate may begin.

    Raises:
        InputInvalid: the issue lies before the decision, the end before the issue or after the
            longest validity, or both months and a last day are given.

    Source: at most three years L175 and 1.11 (L189); issue after the decision L254, L256; what is
    taken into account besides 1.11 (L189).
    """
    earliest = inputs.decided + timedelta(days=parameters.days_after_decision)
    issued = inputs.issued or earliest
    if issued < earliest:
        raise InputInvalid.of(
            "issued", N_("It must be at least {minimum}, not {value}."),
            minimum=earliest, value=issued,
        )  # fmt: skip
    latest = months_later(issued, 12 * parameters.max_validity_years)
    until = _until(inputs, issued, latest)
    sooner = tuple(one.what for one in inputs.considered if one.until < until)
    return ValidityResult(
        valid_from=issued,
        valid_until=until,
        latest=latest,
        ends_sooner=sooner,
        working=(
            Line(N_("Decision"), inputs.decided, "L175"),
            Line(N_("Issue, not before {day}"), issued, "L254", {"day": earliest}),
            Line(
                N_("Longest validity, {years} years, until"),
                latest,
                CLAUSE,
                {"years": parameters.max_validity_years},
            ),
            Line(N_("Valid until"), until, CLAUSE),
            *_considered_lines(inputs.considered, until),
        ),
    )


def _until(inputs: ValidityInputs, issued: date, latest: date) -> date:
    if inputs.months is not None and inputs.expires is not None:
        raise InputInvalid.of("expires", N_("Validity is set in months or by its last day."))
    field = "expires" if inputs.expires else "months"
    until = inputs.expires or latest
    if inputs.months is not None:
        until = months_later(issued, inputs.months)
    if until <= issued:
        raise InputInvalid.of(field, _BEFORE_ISSUE, day=issued)
    if until > latest:
        raise InputInvalid.of(field, _TOO_LATE, maximum=latest, value=until)
    return until


def _considered_lines(considered: Sequence[TermConsidered], until: date) -> Iterator[Line]:
    for one in considered:
        label = (
            N_("{what} ends before the certificate, on")
            if one.until < until
            else N_("{what} is valid until")
        )
        yield Line(label, one.until, "1.11 (L189)", {"what": one.what})
