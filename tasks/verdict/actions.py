"""The state of corrective actions on a day: in time, missing, late, insufficient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tasks.errors import N_, InputFault, InputInvalid
from tasks.operation import Line, operation
from tasks.terms.counting import months_later

CLAUSE = "L159–166, L224, L235–236"
OCCASIONS = ("initial", "recertification", "extension", "surveillance", "suspension")
# From the worst on: the state of all actions is that of the worst one.
STATES = ("no_evidence", "late", "rejected", "insufficient", "open", "done")

_SAID = {
    "not_needed": N_("no actions are needed"),
    "open": N_("not yet carried out, or not yet checked by the team leader"),
    "done": N_("carried out in time and confirmed"),
    "insufficient": N_("the evidence is not enough: a repeated visit is announced in writing"),
    "rejected": N_("not found carried out at the repeated visit"),
    "late": N_("carried out after the due day"),
    "no_evidence": N_("nothing shows by the due day that they were carried out"),
    "refused": N_("the organisation refuses to act"),
}


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """What is known of the actions on one finding.

    Attributes:
        finding: mark of the finding.
        carried_out: the day they were carried out, as the evidence shows.
        confirmed: whether the team leader found the evidence enough; not given before he checked.
        visited: whether he checked at a repeated visit.
    """

    finding: str
    carried_out: date | None = None
    confirmed: bool | None = None
    visited: bool = False


@dataclass(frozen=True, slots=True)
class ActionsInputs:
    """The actions that are due, and what was done.

    Attributes:
        occasion: initial, recertification, extension, surveillance, or suspension (removing the
            cause of one).
        closing: day of the closing meeting; of a suspension, the day of its decision.
        as_of: the day the state is told for.
        needed: marks of the findings that need actions.
        actions: what is known of them; nothing told means nothing done.
        agreed: the day agreed for the actions, where one was.
        refused: whether the organisation refuses to act.
        earlier_effective: whether the actions on earlier findings proved effective.
    """

    occasion: str
    closing: date
    as_of: date
    needed: tuple[str, ...] = ()
    actions: tuple[ActionTaken, ...] = ()
    agreed: date | None = None
    refused: bool = False
    earlier_effective: bool = True


@dataclass(frozen=True, slots=True)
class ActionsParameters:
    """Dated parameters of the terms.

    Attributes:
        action_months: months for carrying out corrective actions, from the closing meeting.
        suspension_months: months for removing the cause of a suspension where its decision sets
            no term.
    """

    action_months: int
    suspension_months: int


@dataclass(frozen=True, slots=True)
class ActionsResult:
    """The state, as decision tables read it.

    Attributes:
        state: not_needed, open, done, insufficient, rejected, late, no_evidence or refused.
        states: the state of every finding that needs actions.
        due: the last day for carrying them out.
        month_ends: the last day of the month after the closing meeting.
        within_month: whether the actions take no longer than that month: by the days they were
            carried out, else by the day agreed.
        earlier_effective: as given.
        working: how it was worked out.
    """

    state: str
    states: dict[str, str]
    due: date
    month_ends: date
    within_month: bool
    earlier_effective: bool
    working: tuple[Line, ...]


@operation("verdict.actions", clause=CLAUSE)
def calculate(inputs: ActionsInputs, parameters: ActionsParameters) -> ActionsResult:
    """Return the state of corrective actions: what binds is when they were carried out.

    The month limits the carrying out; the team leader may check the report later. Where nothing
    shows by the due day that actions were carried out, there is no evidence. Evidence that is not
    enough leads to a repeated visit; found wanting there, it is rejected.

    Args:
        inputs: findings that need actions and what was done.
        parameters: the terms in months.

    Raises:
        InputInvalid: the occasion is not known, a day lies in the future or after its limit, or an
            action concerns no finding that needs one.

    Source: plan L159; one month from the closing meeting L160; no evidence L162; report L164;
    repeated visit L165; mark L166; surveillance L224, L235; suspension L236.
    """
    _refuse(inputs)
    month_ends = months_later(inputs.closing, parameters.action_months)
    due = _due(inputs, parameters, month_ends)
    taken = {one.finding: one for one in inputs.actions}
    states = {
        mark: _state(taken.get(mark) or ActionTaken(mark), due, inputs.as_of)
        for mark in inputs.needed
    }
    within = _within(inputs, due, month_ends)
    state = _worst(inputs, states)
    return ActionsResult(
        state=state,
        states=states,
        due=due,
        month_ends=month_ends,
        within_month=within,
        earlier_effective=inputs.earlier_effective,
        working=(
            Line(N_("Closing meeting or decision on"), inputs.closing, "L160, L236"),
            Line(N_("The month after it ends on"), month_ends, "L160, L235"),
            Line(N_("Actions are carried out by"), due, _due_clause(inputs)),
            *(
                Line(N_("Finding {mark}"), _SAID[one], "L162–166", {"mark": mark})
                for mark, one in states.items()
            ),
            Line(N_("State of all actions on {day}"), _SAID[state], CLAUSE, {"day": inputs.as_of}),
            Line(
                N_("Do the actions take no longer than a month?"),
                N_("yes") if within else N_("no"),
                "L235",
            ),
            *_earlier(inputs),
        ),
    )


def _refuse(inputs: ActionsInputs) -> None:
    faults: list[InputFault] = []
    if inputs.occasion not in OCCASIONS:
        facts: dict[str, object] = {"occasion": inputs.occasion, "known": ", ".join(OCCASIONS)}
        template = N_("The occasion «{occasion}» is not known; known are {known}.")
        faults.append(InputFault("occasion", template, facts))
    if inputs.as_of < inputs.closing:
        template = N_("It cannot be before the closing meeting on {day}.")
        faults.append(InputFault("as_of", template, {"day": inputs.closing}))
    if inputs.agreed and inputs.agreed < inputs.closing:
        template = N_("It cannot be before the closing meeting on {day}.")
        faults.append(InputFault("agreed", template, {"day": inputs.closing}))
    for at, one in enumerate(inputs.actions):
        faults += _action_faults(one, at, inputs)
        if one.finding in [earlier.finding for earlier in inputs.actions[:at]]:
            template = N_("The actions on «{mark}» are told twice.")
            faults.append(InputFault(f"actions.{at}.finding", template, {"mark": one.finding}))
    if faults:
        raise InputInvalid(faults)


def _action_faults(one: ActionTaken, at: int, inputs: ActionsInputs) -> Sequence[InputFault]:
    where = f"actions.{at}"
    faults = []
    if one.finding not in inputs.needed:
        template = N_("No actions are needed for «{mark}».")
        faults.append(InputFault(f"{where}.finding", template, {"mark": one.finding}))
    if one.carried_out and one.carried_out > inputs.as_of:
        template = N_("It cannot be after {day}, the day the state is told for.")
        faults.append(InputFault(f"{where}.carried_out", template, {"day": inputs.as_of}))
    if one.confirmed and not one.carried_out:
        template = N_("Actions are confirmed with the day they were carried out.")
        faults.append(InputFault(f"{where}.carried_out", template))
    return faults


def _due(inputs: ActionsInputs, parameters: ActionsParameters, month_ends: date) -> date:
    if inputs.occasion == "surveillance":
        return inputs.agreed or month_ends
    if inputs.occasion == "suspension":
        return inputs.agreed or months_later(inputs.closing, parameters.suspension_months)
    if inputs.agreed and inputs.agreed > month_ends:
        raise InputInvalid.of(
            "agreed", N_("It must be at most {maximum}, not {value}."),
            maximum=month_ends, value=inputs.agreed,
        )  # fmt: skip
    return inputs.agreed or month_ends


def _due_clause(inputs: ActionsInputs) -> str:
    return {"surveillance": "L224", "suspension": "L236"}.get(inputs.occasion, "L160")


def _state(taken: ActionTaken, due: date, as_of: date) -> str:
    if taken.carried_out is None:
        return _unproved(taken, due, as_of)
    if taken.carried_out > due:
        return "late"
    if taken.confirmed is None:
        return "open"
    if taken.confirmed:
        return "done"
    return "rejected" if taken.visited else "insufficient"


def _unproved(taken: ActionTaken, due: date, as_of: date) -> str:
    if taken.confirmed is False:
        return "rejected" if taken.visited else "insufficient"
    return "no_evidence" if as_of > due else "open"


def _worst(inputs: ActionsInputs, states: dict[str, str]) -> str:
    if inputs.refused:
        return "refused"
    return min(states.values(), key=STATES.index, default="not_needed")


def _within(inputs: ActionsInputs, due: date, month_ends: date) -> bool:
    if not inputs.needed:
        return True
    carried = {one.finding: one.carried_out for one in inputs.actions}
    expected = max(inputs.agreed or month_ends, inputs.as_of)
    ends = (carried.get(mark) or expected for mark in inputs.needed)
    return not inputs.refused and max(ends) <= month_ends


def _earlier(inputs: ActionsInputs) -> Sequence[Line]:
    if inputs.earlier_effective:
        return ()
    text = N_("not effective: the certificate cannot be confirmed")
    return (Line(N_("Actions on earlier findings"), text, "L224"),)
