"""Certificates issued in place of another: reissue, extension and reduction of the scope."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tasks.errors import N_, InputInvalid, ParametersInvalid
from tasks.operation import Line, operation
from tasks.terms.counting import months_later

CLAUSE = "L246–249, L263–274"
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "number": ("kept", "new"),
    "expiry": ("kept", "not_later", "new"),
    "issue": ("decision", "after"),
    "former": ("replaced", "cancelled"),
}
_SAID = {
    "kept": N_("kept"),
    "new": N_("new"),
    "replaced": N_("replaced by the new one"),
    "cancelled": N_("cancelled"),
}
_TERM = {
    "application": N_("Application for the reissue by"),
    "documents": N_("Proof of succession by"),
}
_TERM_LATE = {
    "application": N_("Application for the reissue, late, on"),
    "documents": N_("Proof of succession, late, on"),
}


@dataclass(frozen=True, slots=True)
class ReplacementRule:
    """What happens to number and dates.

    Attributes:
        number: ``kept`` or ``new``.
        expiry: ``kept``, ``not_later`` than the former one, or ``new``.
        issue: ``decision`` (on its day) or ``after`` it.
        former: ``replaced`` or ``cancelled``.
        clause: where the text says so.
    """

    number: str
    expiry: str
    issue: str
    former: str
    clause: str


@dataclass(frozen=True, slots=True)
class ReplacementInputs:
    """The certificate in force and the decision.

    Attributes:
        kind: reissue, extension, extension_new_service or reduction.
        number: number of the certificate in force.
        expires: its last day.
        decided: day of the decision.
        issued: day of issue of the new one; the day of the decision unless given.
        new_expires: last day of the new one; the latest allowed unless given.
        changed: of a reissue, the day the form, place or name changed.
        applied: of a reissue, the day of the application.
        documents: of a reissue, the day the proof of succession came.
    """

    kind: str
    number: str
    expires: date
    decided: date
    issued: date | None = None
    new_expires: date | None = None
    changed: date | None = None
    applied: date | None = None
    documents: date | None = None


@dataclass(frozen=True, slots=True)
class ReplacementParameters:
    """Dated parameters of the rules.

    Attributes:
        replacement_rules: the rule per kind.
        reissue_months: months for the application, and for the proof of succession.
        max_validity_years: the longest validity.
    """

    replacement_rules: Mapping[str, ReplacementRule]
    reissue_months: int
    max_validity_years: int


@dataclass(frozen=True, slots=True)
class ReplacementResult:
    """The new certificate.

    Attributes:
        number: the number kept; ``""`` where a new one is to be taken.
        number_kept: whether it is kept.
        valid_from: day of issue.
        valid_until: the last day.
        former: what becomes of the former certificate: replaced or cancelled.
        late: application and documents, where they came too late.
        working: how it was worked out.
    """

    number: str
    number_kept: bool
    valid_from: date
    valid_until: date
    former: str
    late: tuple[str, ...]
    working: tuple[Line, ...]


@operation("certificate.replacement", clause=CLAUSE)
def calculate(inputs: ReplacementInputs, parameters: ReplacementParameters) -> ReplacementResult:
    """Return number and dates of a certificate that is issued in place of another.

    Args:
        inputs: the certificate in force, the kind of change and the decision.
        parameters: the rule per kind, and the terms.

    Raises:
        InputInvalid: the kind is not known, the certificate has expired, or a date breaks the rule.
        ParametersInvalid: a rule says something that is not known.

    Source: reissue L246–249; extension L263–267; reduction L270–274.
    """
    rule = _rule(inputs, parameters)
    if inputs.decided > inputs.expires:
        raise InputInvalid.of(
            "decided", N_("The certificate expired on {day}."), day=inputs.expires
        )
    issued = _issued(inputs, rule)
    until = _until(inputs, rule, months_later(issued, 12 * parameters.max_validity_years))
    terms = tuple(_terms(inputs, parameters.reissue_months))
    kept = rule.number == "kept"
    return ReplacementResult(
        number=inputs.number if kept else "",
        number_kept=kept,
        valid_from=issued,
        valid_until=until,
        former=rule.former,
        late=tuple(what for what, due, came in terms if came > due),
        working=(
            *(Line(_TERM[what], due, "L246") for what, due, _ in terms),
            *(Line(_TERM_LATE[what], came, "L246") for what, due, came in terms if came > due),
            Line(N_("Number of the certificate"), _SAID[rule.number], rule.clause),
            Line(N_("Issue"), issued, rule.clause),
            Line(N_("Valid until"), until, rule.clause),
            Line(N_("The former certificate is"), _SAID[rule.former], rule.clause),
        ),
    )


def _rule(inputs: ReplacementInputs, parameters: ReplacementParameters) -> ReplacementRule:
    rules = parameters.replacement_rules
    if inputs.kind not in rules:
        template = N_("The kind «{kind}» is not known; known are {known}.")
        raise InputInvalid.of("kind", template, kind=inputs.kind, known=", ".join(rules))
    rule = rules[inputs.kind]
    for name, known in _CHOICES.items():
        if getattr(rule, name) not in known:
            raise ParametersInvalid(
                N_("«replacement_rules.{kind}.{name}» is one of {known}."),
                kind=inputs.kind,
                name=name,
                known=", ".join(known),
            )
    return rule


def _issued(inputs: ReplacementInputs, rule: ReplacementRule) -> date:
    issued = inputs.issued or inputs.decided
    if issued < inputs.decided:
        template = N_("It cannot be before the decision on {day}.")
        raise InputInvalid.of("issued", template, day=inputs.decided)
    if rule.issue == "decision" and issued != inputs.decided:
        template = N_("It is the day of the decision, {day}.")
        raise InputInvalid.of("issued", template, day=inputs.decided)
    return issued


def _until(inputs: ReplacementInputs, rule: ReplacementRule, longest: date) -> date:
    latest = longest if rule.expiry == "new" else inputs.expires
    until = inputs.new_expires or latest
    if rule.expiry == "kept" and until != latest:
        raise InputInvalid.of("new_expires", N_("The expiry is kept: {day}."), day=latest)
    if until > latest:
        raise InputInvalid.of(
            "new_expires", N_("It must be at most {maximum}, not {value}."),
            maximum=latest, value=until,
        )  # fmt: skip
    return until


def _terms(inputs: ReplacementInputs, months: int) -> Iterator[tuple[str, date, date]]:
    if inputs.kind != "reissue":
        return
    if inputs.changed and inputs.applied:
        yield "application", months_later(inputs.changed, months), inputs.applied
    if inputs.applied and inputs.documents:
        yield "documents", months_later(inputs.applied, months), inputs.documents
