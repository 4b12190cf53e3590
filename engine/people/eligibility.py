"""Who may do a step: who holds the lane's role, or this case's participant in it."""

from dataclasses import dataclass, field

from engine.actor import Actor
from engine.people.guards import GUARDS
from engine.procedures.body import Body


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a person may not do a step: an English sentence template and what fills it."""

    template: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a person may do a step.

    Attributes:
        refusal: why not; ``None`` when they may.
        records_for: role whose answer the person records; ``""`` when the step is their own.
    """

    refusal: Refusal | None = None
    records_for: str = ""


@dataclass(frozen=True, slots=True)
class StepOfCase:
    """What decides who may do a step.

    Attributes:
        body: the body whose procedure runs; ``None`` for a diagram outside any body: anybody may.
        role: the step's role; ``""`` without lanes: any member of staff of the body may.
        participants: pairs (role, person id) of the case.
        guards: names of the guards on the step.
    """

    body: Body | None
    role: str
    participants: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    guards: tuple[str, ...] = ()


MISSING_ROLE = "This step is for the role «{role}», which you do not hold. {holders} can do it."
NOT_PARTICIPANT = "This step is for the {role} of this case, which you are not."


def eligibility(actor: Actor, step: StepOfCase, language: str = "en") -> Eligibility:
    """Judge whether a person may do a step of a case.

    ``language`` is that of role names in a refusal.
    """
    body = step.body
    if actor.is_system or body is None:
        return Eligibility()
    if step.role not in body.roles:
        return _as_staff(actor, body)
    judged = _by_role(actor, body, step, language)
    return judged if judged.refusal else _by_guards(actor, body, step, judged)


def _by_role(actor: Actor, body: Body, step: StepOfCase, language: str) -> Eligibility:
    role = step.role
    holds = actor.has_role(body.key, role)
    if not body.roles[role].participant:
        return Eligibility() if holds else Eligibility(_missing(body, role, language))
    appointed = {person for played, person in step.participants if played == role}
    if actor.person_id in appointed or (holds and not appointed):
        return Eligibility()
    if any(actor.has_role(body.key, recorder) for recorder in body.roles[role].recorded_by):
        return Eligibility(records_for=role)
    if holds:
        return Eligibility(Refusal(NOT_PARTICIPANT, {"role": body.role_name(role, language)}))
    return Eligibility(_missing(body, role, language))


def _by_guards(actor: Actor, body: Body, step: StepOfCase, judged: Eligibility) -> Eligibility:
    recorded = frozenset(key for key, role in body.roles.items() if role.recorded_by)
    for name in step.guards:
        guard = GUARDS[name]
        if guard.forbids(actor, step.participants, recorded):
            return Eligibility(Refusal(guard.template, {"clause": guard.clause}))
    return judged


def _as_staff(actor: Actor, body: Body) -> Eligibility:
    """A step without a role is for whoever works for the body."""
    held = {role for held_body, role in actor.roles if held_body == body.key}
    if any(role in body.roles and not body.roles[role].participant for role in held):
        return Eligibility()
    return Eligibility(Refusal("This step is for the staff of the body.", {}))


def _missing(body: Body, role: str, language: str) -> Refusal:
    names = [role, *body.roles[role].recorded_by]
    holders = ", ".join(body.role_name(name, language) for name in names)
    return Refusal(MISSING_ROLE, {"role": body.role_name(role, language), "holders": holders})
