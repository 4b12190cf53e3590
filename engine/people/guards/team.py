"""Audit teams: competent together, led by somebody competent, agreed with everybody."""

from engine.people.guards.answered import ticked
from engine.people.guards.case_for_guard import Appointee, CaseForGuard
from engine.people.guards.guard import ANSWERS, ENFORCED, PERSON, Guard
from engine.people.guards.independence import NO_STANDARDS
from engine.people.guards.likeness import competent_by, competent_in, one_of_parties, written
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

AUDITORS = ("team_leader", "team_member")
COMPETENT = (*AUDITORS, "technical_expert")

TEAM_WITHOUT_STANDARD = (
    "No auditor of the team has a competence by {standard} that holds on {on}: "
    "the team is competent together ({clause})."
)
TEAM_WITHOUT_FIELD = (
    "Nobody of the team has a competence in the technical area {field} that holds on {on}: "
    "add a technical expert ({clause})."
)
NO_LEADER = "The team has no leader ({clause})."
LEADER_NOT_COMPETENT = (
    "{person} has no competence that holds on {on} by any standard of the audit ({standards}): "
    "the team leader has at least one ({clause})."
)
ALONE_WITHOUT_FIELD = (
    "{person} audits alone and has no competence in the client's field {field} that holds on "
    "{on} ({clause})."
)
EXPERT_WITHOUT_CONTRACT = (
    "{person} is neither employed by the body nor has a contract with it that holds on {on}: "
    "an outside technical expert works under a contract ({clause})."
)
NOT_AGREED_WITH_EXPERTS = "The team is not agreed with the technical experts ({clause})."
NOT_AGREED_WITH_ASSESSORS = "The team is not agreed with the assessors ({clause})."
NOT_AGREED_WITH_CLIENT = "The team is not agreed with the client ({clause})."


def collective_competence(case: CaseForGuard) -> Refusal | None:
    """Auditors cover every standard; auditors and technical experts every technical area."""
    if not case.standards:
        return Refusal(NO_STANDARDS)
    auditors, everybody = case.of_team(*AUDITORS), case.of_team(*COMPETENT)
    for standard in case.standards:
        if not any(_knows(one, standard, case) for one in auditors):
            return Refusal(TEAM_WITHOUT_STANDARD, {"standard": standard, "on": written(case.on)})
    for field in case.fields:
        if not any(_works_in(one, field, case) for one in everybody):
            return Refusal(TEAM_WITHOUT_FIELD, {"field": field, "on": written(case.on)})
    return None


def competent_leader(case: CaseForGuard) -> Refusal | None:
    """The leader knows a standard of the audit; who audits alone also the client's field."""
    leaders, auditors = case.of_team("team_leader"), case.of_team(*AUDITORS)
    people = {one.candidate.person_id: one for one in auditors}
    if not leaders and len(people) == 1:
        leaders = tuple(people.values())  # who audits alone does the leader's duties
    if not leaders:
        return Refusal(NO_LEADER)
    if not case.standards:
        return Refusal(NO_STANDARDS)
    for leader in leaders:
        if not any(_knows(leader, standard, case) for standard in case.standards):
            name, standards = leader.candidate.name, ", ".join(case.standards)
            values = {"person": name, "standards": standards, "on": written(case.on)}
            return Refusal(LEADER_NOT_COMPETENT, values)
    return _alone(case, leaders[0]) if len(people) <= 1 else None


def _alone(case: CaseForGuard, auditor: Appointee) -> Refusal | None:
    for field in case.fields:
        if not _works_in(auditor, field, case):
            values = {"person": auditor.candidate.name, "field": field, "on": written(case.on)}
            return Refusal(ALONE_WITHOUT_FIELD, values)
    return None


def _knows(one: Appointee, standard: str, case: CaseForGuard) -> bool:
    return competent_by(one.candidate.competences, standard, case.on)


def _works_in(one: Appointee, field: str, case: CaseForGuard) -> bool:
    return competent_in(one.candidate.competences, field, case.on)


def contracted(case: CaseForGuard) -> Refusal | None:
    """A technical expert is employed by the body or has a contract with it."""
    person = case.candidate
    employed = any(
        work.holds_on(case.on) and one_of_parties(work.organisation, case.body_names)
        for work in person.employments
    )
    if employed or any(contract.holds_on(case.on) for contract in person.contracts):
        return None
    return Refusal(EXPERT_WITHOUT_CONTRACT, {"person": person.name, "on": written(case.on)})


def team_agreed(case: CaseForGuard) -> Refusal | None:
    """Experts, assessors and client agreed to the team."""
    if not ticked(case.answers, "agreed_with_experts"):
        return Refusal(NOT_AGREED_WITH_EXPERTS)
    if not ticked(case.answers, "agreed_with_assessors"):
        return Refusal(NOT_AGREED_WITH_ASSESSORS)
    if not ticked(case.answers, "agreed_with_client"):
        return Refusal(NOT_AGREED_WITH_CLIENT)
    return None


GUARDS = (
    Guard(
        id="G7",
        name="collective_competence",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L97–106",
        rule=N_(
            "The team is competent together in every technical area; what its auditors lack, "
            "technical experts bring."
        ),
        refusals=(TEAM_WITHOUT_STANDARD, TEAM_WITHOUT_FIELD, NO_STANDARDS),
        about=ANSWERS,
        judge=collective_competence,
        reads=("standards",),
        reading=N_(
            "Every standard needs an auditor; every technical area an auditor or a technical "
            "expert. Trainees do not count."
        ),
    ),
    Guard(
        id="G8",
        name="competent_leader",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L107–108",
        rule=N_(
            "The team leader is competent by at least one standard of the audit; who audits "
            "alone, also in the client's field."
        ),
        refusals=(NO_LEADER, LEADER_NOT_COMPETENT, ALONE_WITHOUT_FIELD, NO_STANDARDS),
        about=ANSWERS,
        judge=competent_leader,
        reads=("standards",),
    ),
    Guard(
        id="G10",
        name="expert_contract",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L109",
        rule=N_("A technical expert from outside works under a contract."),
        refusals=(EXPERT_WITHOUT_CONTRACT,),
        about=PERSON,
        judge=contracted,
        parts=frozenset({"technical_expert"}),
        reading=N_("Whoever has no employment with the body on record is from outside."),
    ),
    Guard(
        id="G22",
        name="team_agreed",
        kind=ENFORCED,
        clause="§4, 5.1 (L317)",
        rule=N_("Before surveillance the team is agreed with experts, assessors and the client."),
        refusals=(NOT_AGREED_WITH_EXPERTS, NOT_AGREED_WITH_ASSESSORS, NOT_AGREED_WITH_CLIENT),
        about=ANSWERS,
        judge=team_agreed,
    ),
)
