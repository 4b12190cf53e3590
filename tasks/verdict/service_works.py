"""Significant nonconformities of a service: suspend the works, resume them, or refuse."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tasks.errors import N_, InputFault, InputInvalid
from tasks.operation import Line, operation

CLAUSE = "1.9–1.9.3 (L175–183)"
_CLAUSE_LIST = "1.9.1 (L177)"
_SAID = {
    "decide": N_("nothing significant: the decision follows from the act (1.10)"),
    "suspend": N_("the works are suspended until the agreed day"),
    "resume": N_("the works are resumed by a decision of the body"),
    "refuse": N_("the certificate is refused; notice in writing within three working days"),
}
_STATE_SAID = {
    "incurable": N_("cannot be removed in a set term"),
    "late": N_("not removed in the set term"),
    "rejected": N_("corrective actions analysed: not enough"),
    "curable": N_("can be removed in the set term"),
    "removed": N_("corrective actions analysed: enough"),
}


@dataclass(frozen=True, slots=True)
class ServiceNonconformity:
    """One nonconformity found when the service was evaluated.

    Attributes:
        mark: its number.
        kind: a kind of the list of significant ones, or ``other``.
        agreed: the day agreed with the body for removing it and its causes; none where the
            applicant cannot remove it.
        carried_out: the day the corrective actions were carried out.
        accepted: what the body's analysis of them found; not given before it was made.
    """

    mark: str
    kind: str
    agreed: date | None = None
    carried_out: date | None = None
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class ServiceWorksInputs:
    """What was found, and what was done about it.

    Attributes:
        nonconformities: found when the service was evaluated.
        as_of: the day the outcome is told for.
    """

    nonconformities: tuple[ServiceNonconformity, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class ServiceWorksParameters:
    """Dated parameters of the outcome.

    Attributes:
        significant_kinds: the list of significant nonconformities, names by language.
    """

    significant_kinds: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ServiceWorksResult:
    """The outcome.

    Attributes:
        outcome: ``decide`` (nothing significant: analysis of the act), ``suspend``, ``resume`` or
            ``refuse``.
        significant: marks of the significant nonconformities.
        states: curable, removed, late, rejected or incurable, by mark.
        until: the last day agreed for the corrective actions.
        working: how it was worked out.
    """

    outcome: str
    significant: tuple[str, ...]
    states: Mapping[str, str]
    until: date | None
    working: tuple[Line, ...]


@operation("verdict.service_works", clause=CLAUSE)
def calculate(inputs: ServiceWorksInputs, parameters: ServiceWorksParameters) -> ServiceWorksResult:
    """Return whether works on a service go on, are suspended, are resumed or end in a refusal.

    Args:
        inputs: nonconformities with the terms agreed for them.
        parameters: the kinds that are significant.

    Raises:
        InputInvalid: a kind is not known, two share a mark, or a day lies in the future.

    Source: suspension 1.9.1 (L176); list 1.9.1, note (L177); resumption 1.9.2 (L179–181); refusal
    1.9.3 (L182). That actions found wanting end in a refusal is a reading.
    """
    _refuse(inputs, parameters)
    significant = [
        one for one in inputs.nonconformities if one.kind in parameters.significant_kinds
    ]
    states = {one.mark: _state(one, inputs.as_of) for one in significant}
    outcome = _outcome(set(states.values()))
    terms = [one.agreed for one in significant if one.agreed]
    return ServiceWorksResult(
        outcome=outcome,
        significant=tuple(states),
        states=states,
        until=max(terms, default=None),
        working=(
            Line(N_("Nonconformities found"), len(inputs.nonconformities), "1.9 (L175)"),
            Line(N_("Significant ones"), len(significant), _CLAUSE_LIST),
            *_state_lines(significant, states, parameters),
            Line(N_("Outcome on {day}"), _SAID[outcome], CLAUSE, {"day": inputs.as_of}),
        ),
    )


def _refuse(inputs: ServiceWorksInputs, parameters: ServiceWorksParameters) -> None:
    known = (*parameters.significant_kinds, "other")
    faults: list[InputFault] = []
    seen: set[str] = set()
    for at, one in enumerate(inputs.nonconformities):
        where = f"nonconformities.{at}"
        if one.kind not in known:
            facts: dict[str, object] = {"kind": one.kind, "known": ", ".join(known)}
            template = N_("The kind «{kind}» is not known; known are {known}.")
            faults.append(InputFault(f"{where}.kind", template, facts))
        if one.mark in seen:
            template = N_("Two nonconformities are marked «{mark}».")
            faults.append(InputFault(f"{where}.mark", template, {"mark": one.mark}))
        if one.carried_out and one.carried_out > inputs.as_of:
            template = N_("It cannot be after {day}, the day the outcome is told for.")
            faults.append(InputFault(f"{where}.carried_out", template, {"day": inputs.as_of}))
        seen.add(one.mark)
    if faults:
        raise InputInvalid(faults)


def _state(one: ServiceNonconformity, as_of: date) -> str:
    if one.agreed is None:
        return "incurable"
    if (one.carried_out or as_of) > one.agreed:
        return "late"
    if one.carried_out is None or one.accepted is None:
        return "curable"
    return "removed" if one.accepted else "rejected"


def _outcome(states: set[str]) -> str:
    if states & {"incurable", "late", "rejected"}:
        return "refuse"
    if "curable" in states:
        return "suspend"
    return "resume" if states else "decide"


def _state_lines(
    significant: list[ServiceNonconformity],
    states: Mapping[str, str],
    parameters: ServiceWorksParameters,
) -> Iterator[Line]:
    for one in significant:
        yield Line(
            N_("{mark}: {kind}"),
            _STATE_SAID[states[one.mark]],
            _CLAUSE_LIST,
            {"mark": one.mark, "kind": parameters.significant_kinds[one.kind]},
        )
