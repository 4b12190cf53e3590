"""Who may do a step: the holder of the lane's role, or this case's participant in it."""

from dataclasses import dataclass

from engine.actor import Actor
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
        records_for: role whose answer the person records, when the step is not their own; else ``""``.
    """

    refusal: Refusal | None = None
    records_for: str = ""


MISSING_ROLE = "This step is for the role «{role}», which you do not hold. {holders} can do it."
NOT_PARTICIPANT = "This step is for the {role} of this case, which you are not."


def eligibility(
    actor: Actor,
    body: Body | None,
    role: str,
    participants: frozenset[tuple[str, int]],
    language: str = "en",
) -> Eligibility:
    """Judge whether a person may do a step of a case.

    Args:
        actor: the person.
        body: the body whose procedure runs; ``None`` for a diagram outside any body: anybody may.
        role: the step's role; ``""`` where the diagram has no lanes: any member of staff of the body may.
        participants: pairs (role, person id) of the case.
        language: of role names in the refusal.
    """
    if actor.is_system or body is None or role not in body.roles:
        return Eligibility()
    known = body.roles[role]
    if known.participant:
        return _participant(actor, body, role, participants, language)
    if actor.has_role(body.key, role):
        return Eligibility()
    return Eligibility(_missing(body, role, language))


def _participant(
    actor: Actor,
    body: Body,
    role: str,
    participants: frozenset[tuple[str, int]],
    language: str,
) -> Eligibility:
    appointed = {person for played, person in participants if played == role}
    if actor.person_id in appointed:
        return Eligibility()
    if not appointed and actor.has_role(body.key, role):
        return Eligibility()
    recorders = body.roles[role].recorded_by
    if any(actor.has_role(body.key, recorder) for recorder in recorders):
        return Eligibility(records_for=role)
    if actor.has_role(body.key, role):
        return Eligibility(Refusal(NOT_PARTICIPANT, {"role": body.role_name(role, language)}))
    return Eligibility(_missing(body, role, language))


def _missing(body: Body, role: str, language: str) -> Refusal:
    names = [role, *body.roles[role].recorded_by]
    holders = ", ".join(body.role_name(name, language) for name in names)
    return Refusal(MISSING_ROLE, {"role": body.role_name(role, language), "holders": holders})
