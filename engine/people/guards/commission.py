"""Commissions: who may be a member, and how they decide."""

from collections.abc import Mapping
from typing import Any

from engine.people.guards.answered import person_of, rows
from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.guard import ANSWERS, ENFORCED, PERSON, Guard
from engine.people.guards.independence import GUARDS as OF_INDEPENDENCE
from engine.people.guards.independence import NO_PARTY, dependence
from engine.people.guards.likeness import competent_in, written
from engine.people.guards.years import length
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

MEMBERS = frozenset({"commission_chair", "commission_member"})

TOO_LITTLE_EXPERIENCE = (
    "{person} has {years} years and {months} months of experience in conformity assessment on "
    "{on}: members of the commission have at least {least} years ({clause})."
)
NO_MAJORITY = (
    "{count} of {members} members of the commission are for the decision: "
    "it needs more than half ({clause})."
)
NO_OPINION = (
    "The opinion of {person} is missing: the minutes record that of every member ({clause})."
)
SPECIAL_OPINION_EMPTY = (
    "{person} has a special opinion that is not written down: the decision states it ({clause})."
)
NOT_A_MEMBER = "{person} is no member of this commission and has no vote ({clause})."
NO_CONSENT = (
    "{person} has not agreed to be a member: the order on the commission follows the consent of "
    "every member ({clause})."
)
NOBODY_APPOINTED = "The order names no member of the commission ({clause})."
NO_CHAIR = (
    "The commission needs one chair and has {count}: a commission of one person is chaired by "
    "them ({clause})."
)
CHAIR_NOT_COMPETENT = (
    "{person} has no competence in {field} that holds on {on}: the chair is an expert of the "
    "service ({clause})."
)
NO_FIELDS = (
    "The case does not say which service it is about: the chair cannot be judged ({clause})."
)


def experienced(case: CaseForGuard) -> Refusal | None:
    """Chair and members have worked in conformity assessment long enough."""
    years, months = length(case.candidate.experience, case.on)
    least = int(case.thresholds["commission_experience_years"])
    if years >= least:
        return None
    return Refusal(
        TOO_LITTLE_EXPERIENCE,
        {
            "person": case.candidate.name,
            "years": str(years),
            "months": str(months),
            "on": written(case.on),
            "least": str(least),
        },
    )


def majority(case: CaseForGuard) -> Refusal | None:
    """More than half of the members are for the decision, and every opinion is recorded."""
    votes = rows(case.answers.get("votes"))
    voters = {person_of(row.get("member"))[0]: row for row in votes}
    members = {one.person_id for one in case.participants if one.part in MEMBERS}
    for row in votes:
        refused = _vote(row, members)
        if refused:
            return refused
    names = {one.candidate.person_id: one.candidate.name for one in case.team}
    for person_id in sorted(members - voters.keys()):
        return Refusal(NO_OPINION, {"person": names.get(person_id, str(person_id))})
    wanted = {"for", case.answers.get("decision")} - {None}
    count = sum(row.get("vote") in wanted for row in votes)
    total = len(members) or len(votes)
    if count * 2 > total:
        return None
    return Refusal(NO_MAJORITY, {"count": str(count), "members": str(total)})


def _vote(row: Mapping[str, Any], members: set[int]) -> Refusal | None:
    person_id, name = person_of(row.get("member"))
    if members and person_id not in members:
        return Refusal(NOT_A_MEMBER, {"person": name})
    if not row.get("vote"):
        return Refusal(NO_OPINION, {"person": name})
    if row.get("special") is True and not str(row.get("opinion") or "").strip():
        return Refusal(SPECIAL_OPINION_EMPTY, {"person": name})
    return None


def consented(case: CaseForGuard) -> Refusal | None:
    """Everybody whom the order names as a member has agreed."""
    members = case.of_team(*MEMBERS)
    if not members:
        return Refusal(NOBODY_APPOINTED)
    agreed = {
        person_of(row.get("person"))[0]
        for row in rows(case.answers.get("consents"))
        if row.get("consent") is True
    }
    for one in members:
        if one.row.get("consent") is not True and one.candidate.person_id not in agreed:
            return Refusal(NO_CONSENT, {"person": one.candidate.name})
    return None


def on_site_commission(case: CaseForGuard) -> Refusal | None:
    """One chair, an expert of the service; nobody depends on the client."""
    chairs = case.of_team("commission_chair")
    if len({one.candidate.person_id for one in chairs}) != 1:
        return Refusal(NO_CHAIR, {"count": str(len(chairs))})
    if not case.fields:
        return Refusal(NO_FIELDS)
    chair = chairs[0].candidate
    for field in case.fields:
        if not competent_in(chair.competences, field, case.on):
            return Refusal(
                CHAIR_NOT_COMPETENT,
                {"person": chair.name, "field": field, "on": written(case.on)},
            )
    if not case.party:
        return Refusal(NO_PARTY)
    found = [dependence(case, one.candidate) for one in case.of_team(*MEMBERS)]
    return next((refused for refused in found if refused), None)


_OF_IMPARTIALITY = next(guard for guard in OF_INDEPENDENCE if guard.name == "impartial")

GUARDS = (
    Guard(
        id="G2",
        name="commission_experience",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.1.5, 1.1.8.1 (L242, L261), 1.2.5 (L303)",
        rule=N_(
            "Chair and members of a commission have at least three years of experience in "
            "conformity assessment."
        ),
        refusals=(TOO_LITTLE_EXPERIENCE,),
        about=PERSON,
        judge=experienced,
        parts=MEMBERS,
    ),
    Guard(
        id="G6",
        name="majority",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.1.8.3 (L281–282), 1.2.9 (L324–325), 1.3.4 (L342)",
        rule=N_(
            "A commission decides by the majority of its members; every opinion is in the "
            "minutes, a special one in the decision."
        ),
        refusals=(NO_MAJORITY, NO_OPINION, SPECIAL_OPINION_EMPTY, NOT_A_MEMBER),
        about=ANSWERS,
        judge=majority,
        reading=N_(
            "The majority is that of all members, the chair included, not of those present."
        ),
    ),
    Guard(
        id="G18",
        name="on_site_commission",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.8 (L148–149)",
        rule=N_(
            "The commission on site is independent; an expert of the service chairs it; of one "
            "person, it is chaired by them."
        ),
        refusals=(NO_CHAIR, CHAIR_NOT_COMPETENT, NO_FIELDS, *_OF_IMPARTIALITY.refusals),
        about=ANSWERS,
        judge=on_site_commission,
        reads=("party", "fields"),
    ),
    Guard(
        id="G21",
        name="commission_consent",
        kind=ENFORCED,
        clause="§4, 4.1 (L275)",
        rule=N_("The order on the decision commission follows the consent of every member."),
        refusals=(NO_CONSENT, NOBODY_APPOINTED),
        about=ANSWERS,
        judge=consented,
    ),
)
