"""Who may do a step: who holds the lane's role, or this case's participant in it."""

from dataclasses import dataclass, field
from datetime import date

from engine.actor import Actor
from engine.people.guards.case_for_guard import CaseForGuard, Participant
from engine.people.guards.catalog import GUARDS
from engine.people.guards.facts import Candidate
from engine.people.guards.guard import ACTOR, PERSON, Guard
from engine.people.refusal import Refusal
from engine.procedures.body import Body

__all__ = ["Eligibility", "Refusal", "StepOfCase", "eligibility"]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a person may do a step.

    Attributes:
        refusal: why not; ``None`` when they may.
        records_for: role whose answer the person records; ``""`` when the step is their own.
        stands_in_for: name of the absent person, or of the role whose holders are absent, in whose
            place they act; ``""`` when they act for themselves.
    """

    refusal: Refusal | None = None
    records_for: str = ""
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class StepOfCase:
    """What decides who may do a step.

    Attributes:
        body: the body whose procedure runs; ``None`` for a diagram outside any body: anybody may.
        role: the step's role; ``""`` without lanes: any member of staff of the body may.
        participants: pairs (role, person id) of the case.
        guards: names of the guards on the step.
        appoints: whether its answers appoint people: guards about people then judge those.
        question: what the guards see of the person and the case; without it they know of no
            competence and no experience.
        waived: pairs (guard, person) that were waived in the case.
        begins: whether the step starts a case, of which nobody is a participant yet.
    """

    body: Body | None
    role: str
    participants: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    guards: tuple[str, ...] = ()
    appoints: bool = False
    question: CaseForGuard | None = None
    waived: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)
    begins: bool = False

    @property
    def guards_of_actor(self) -> tuple[Guard, ...]:
        """The guards that judge whoever does the step."""
        named = [GUARDS[name] for name in self.guards]
        about = (ACTOR,) if self.appoints else (ACTOR, PERSON)
        return tuple(guard for guard in named if guard.about in about)


MISSING_ROLE = "This step is for the role «{role}», which you do not hold. {holders} can do it."
NOT_OF_STAFF = "This step is for the staff of the body."
NOT_PARTICIPANT = "This step is for the {role} of this case, which you are not."


def eligibility(actor: Actor, step: StepOfCase, language: str = "en") -> Eligibility:
    """Judge whether a person may do a step of a case.

    ``language`` is that of role names in a refusal.
    """
    body = step.body
    if actor.is_system or body is None:
        return Eligibility()
    known = step.role in body.roles
    judged = _by_role(actor, body, step, language) if known else _as_staff(actor, body)
    return judged if judged.refusal else _by_guards(actor, body, step, judged)


def _by_role(actor: Actor, body: Body, step: StepOfCase, language: str) -> Eligibility:
    role = step.role
    by_place = not actor.has_role(body.key, role) and (body.key, role) in actor.stands_in
    holds = actor.has_role(body.key, role) or by_place
    own = Eligibility(stands_in_for=body.role_name(role) if by_place else "")
    if not body.roles[role].participant:
        return own if holds else Eligibility(_missing(body, role, language))
    appointed = {person for played, person in step.participants if played == role}
    open_to_role = not appointed and (
        not body.roles[role].recorded_by or step.begins or actor.rehearses
    )
    if actor.person_id in appointed or (holds and open_to_role):
        return own
    absent = {id_: name for id_, name in actor.absent_in(body.key).items() if id_ in appointed}
    if holds and absent:
        return Eligibility(stands_in_for=absent[min(absent)])
    if any(actor.has_role(body.key, recorder) for recorder in body.roles[role].recorded_by):
        return Eligibility(records_for=role)
    if holds:
        return Eligibility(Refusal(NOT_PARTICIPANT, {"role": body.role_name(role, language)}))
    return Eligibility(_missing(body, role, language))


def _by_guards(actor: Actor, body: Body, step: StepOfCase, judged: Eligibility) -> Eligibility:
    for guard in step.guards_of_actor:
        if (guard.name, actor.person_id) in step.waived:
            continue
        refusal = guard.forbids(step.question or _unread(actor, body, step))
        if refusal:
            return Eligibility(refusal)
    return judged


def _unread(actor: Actor, body: Body, step: StepOfCase) -> CaseForGuard:
    """What a guard sees of somebody of whom nothing was read."""
    parts = [Participant(body.part_of(role), person) for role, person in step.participants]
    candidate = Candidate(actor.person_id or 0, actor.name)
    clauses = {name: ground.clause for name, ground in body.rules.items()}
    return CaseForGuard(
        date.min,
        candidate,
        body.part_of(step.role),
        participants=tuple(parts),
        clauses=clauses,
    )


def _as_staff(actor: Actor, body: Body) -> Eligibility:
    """A step without a role is for whoever works for the body."""
    held = {role for held_body, role in actor.roles if held_body == body.key}
    if any(role in body.roles and not body.roles[role].participant for role in held):
        return Eligibility()
    return Eligibility(Refusal(NOT_OF_STAFF, {}))


def _missing(body: Body, role: str, language: str) -> Refusal:
    names = [role, *body.roles[role].recorded_by]
    holders = ", ".join(body.role_name(name, language) for name in names)
    return Refusal(MISSING_ROLE, {"role": body.role_name(role, language), "holders": holders})
