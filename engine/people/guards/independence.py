"""Who took part does not decide, and who is concerned does not judge."""

from collections.abc import Callable

from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.facts import Candidate, Involvement
from engine.people.guards.guard import ACTOR, ENFORCED, PERSON, Guard
from engine.people.guards.likeness import competent_by, one_of_parties, written
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

AUDITED = frozenset({"team_leader", "team_member", "technical_expert", "trainee"})
DECIDES = frozenset({"decision_maker", "head"})

TOOK_PART_IN_AUDIT = (
    "{person} took part in the audit of case {case} as {role}, {on}: "
    "whoever decides took no part in it ({clause})."
)
DECIDES_WITHOUT_COMPETENCE = (
    "{person} has no competence by {standard} that holds on {on}: "
    "an expert-auditor of the direction decides ({clause})."
)
NOT_APPOINTED_TO_DECIDE = (
    "{person} was not appointed to decide on case {case}: "
    "an order appoints whoever decides ({clause})."
)
NO_STANDARDS = (
    "The case does not say by which standards it assesses: this cannot be judged ({clause})."
)
NO_PARTY = "The case does not say who the client is: independence cannot be judged ({clause})."
TOOK_PART_IN_WORK = (
    "{person} took part in case {case} as {role}, «{step}», {on}: "
    "members took no part in the work that is disputed ({clause})."
)
APPOINTED_IN_WORK = (
    "{person} was appointed in case {case} as {role}, {on}: "
    "members took no part in the work that is disputed ({clause})."
)
CONCERNED = (
    "The complaint of case {case} is about {person}: nobody decides in their own case ({clause})."
)
OWN_DECISION = (
    "{person} decided in case {case}, «{step}», {on}: "
    "a complaint about one's own decision is decided by somebody else ({clause})."
)
SIDE_OF_DISPUTE = (
    "{person} is a party to case {case}: parties to a dispute do not explain it ({clause})."
)
DECLARED_CONFLICT = (
    "{person} declared a conflict of interest with {party} that holds on {on}: "
    "the team is independent of the client ({clause})."
)
WORKED_FOR_CLIENT = (
    "{person} worked for {party} from {since} to {until}: "
    "the team is independent of the client ({clause})."
)
WORKS_FOR_CLIENT = (
    "{person} has worked for {party} since {since}: "
    "the team is independent of the client ({clause})."
)
REPRESENTS_APPLICANT = (
    "{person} represents the applicant of this case; others do this step ({clause})."
)


def independent_decision(case: CaseForGuard) -> Refusal | None:
    """Whoever decides took no part in the audit, is competent, and was appointed."""
    person = case.candidate
    audited = _last(person, lambda one: one.part in AUDITED)
    if audited:
        return Refusal(
            TOOK_PART_IN_AUDIT,
            {
                "person": person.name,
                "case": audited.case,
                "role": audited.role,
                "on": written(audited.on),
            },
        )
    if not case.standards:
        return Refusal(NO_STANDARDS)
    for standard in case.standards:
        if not competent_by(person.competences, standard, case.on):
            return Refusal(
                DECIDES_WITHOUT_COMPETENCE,
                {"person": person.name, "standard": standard, "on": written(case.on)},
            )
    appointed_now = any(one.candidate.person_id == person.person_id for one in case.team)
    if not (appointed_now or case.plays("decision_maker")):
        return Refusal(NOT_APPOINTED_TO_DECIDE, {"person": person.name, "case": case.case})
    return None


def no_part_in_disputed_work(case: CaseForGuard) -> Refusal | None:
    """Members took no part in the disputed work, nor in the decision on the complaint about it."""
    person = case.candidate
    found = _last(person, lambda one: not one.own and one.part != "applicant")
    if found is None:
        return None
    values = {"person": person.name, "case": found.case, "role": found.role}
    values["on"] = written(found.on)
    if not found.step:
        return Refusal(APPOINTED_IN_WORK, values)
    return Refusal(TOOK_PART_IN_WORK, {**values, "step": found.step})


def head_not_concerned(case: CaseForGuard) -> Refusal | None:
    """The head is no party to the dispute, and it is not about the head's own decision."""
    concerned = not_a_side(case)
    if concerned:
        return Refusal(CONCERNED, concerned.values)
    person = case.candidate
    decided = _last(person, lambda one: not one.own and one.part in DECIDES and bool(one.step))
    if decided is None:
        return None
    return Refusal(
        OWN_DECISION,
        {
            "person": person.name,
            "case": decided.case,
            "step": decided.step,
            "on": written(decided.on),
        },
    )


def not_a_side(case: CaseForGuard) -> Refusal | None:
    """Whoever explains or examines a dispute is no party to it."""
    person = case.candidate
    side = any(one.part == "applicant" for one in person.involvements)
    if side or person.person_id in case.respondents or case.plays("applicant"):
        return Refusal(SIDE_OF_DISPUTE, {"person": person.name, "case": case.case})
    return None


def impartial(case: CaseForGuard) -> Refusal | None:
    """Nobody of the team has a declared conflict with the client, or worked for it."""
    if not case.party:
        return Refusal(NO_PARTY)
    return dependence(case, case.candidate)


def dependence(case: CaseForGuard, person: Candidate) -> Refusal | None:
    """Return what makes a person dependent on the client, if anything does."""
    for conflict in person.conflicts:
        if conflict.holds_on(case.on) and one_of_parties(conflict.party, case.party):
            return Refusal(
                DECLARED_CONFLICT,
                {"person": person.name, "party": conflict.party, "on": written(case.on)},
            )
    for work in person.employments:
        if not one_of_parties(work.organisation, case.party):
            continue
        values = {"person": person.name, "party": work.organisation, "since": written(work.since)}
        if work.until is None:
            return Refusal(WORKS_FOR_CLIENT, values)
        return Refusal(WORKED_FOR_CLIENT, {**values, "until": written(work.until)})
    return None


def not_a_party(case: CaseForGuard) -> Refusal | None:
    """Whoever represents the applicant does no step of the body."""
    if case.plays("applicant"):
        return Refusal(REPRESENTS_APPLICANT, {"person": case.candidate.name})
    return None


def _last(person: Candidate, counts: Callable[[Involvement], bool]) -> Involvement | None:
    """The latest involvement that counts; a finished step says more than an appointment."""
    found = [one for one in person.involvements if counts(one)]
    return max(found, key=lambda one: (bool(one.step), one.on), default=None)


GUARDS = (
    Guard(
        id="G1",
        name="independent_decision",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L174–179, L225",
        rule=N_(
            "An expert-auditor of the direction who took no part in the audit decides, "
            "appointed by order."
        ),
        refusals=(
            TOOK_PART_IN_AUDIT,
            DECIDES_WITHOUT_COMPETENCE,
            NOT_APPOINTED_TO_DECIDE,
            NO_STANDARDS,
        ),
        about=PERSON,
        judge=independent_decision,
        parts=frozenset({"decision_maker", "head"}),
        reads=("standards",),
        reading=N_("A direction is one of the standards of the case; all of them are needed."),
    ),
    Guard(
        id="G3",
        name="no_part_in_disputed_work",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.1.5, 1.1.8.1 (L242, L261), 1.2.5 (L303)",
        rule=N_(
            "Members of a commission took no part in the work that is disputed; for an appeal, "
            "nor in deciding the complaint."
        ),
        refusals=(TOOK_PART_IN_WORK, APPOINTED_IN_WORK),
        about=PERSON,
        judge=no_part_in_disputed_work,
        reading=N_("Every step finished in the disputed case counts, registration included."),
    ),
    Guard(
        id="G4",
        name="head_not_concerned",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.1.1.1, 1.1.1.3 (L246–252), 1.3.1 (L331)",
        rule=N_(
            "The head decides alone only where the head is no party to the dispute and it is "
            "not about the head's own decision."
        ),
        refusals=(CONCERNED, OWN_DECISION),
        about=ACTOR,
        judge=head_not_concerned,
        reading=N_(
            "Who decides in the head's place is not said: the general director, or the "
            "commission, as the diagram draws it."
        ),
    ),
    Guard(
        id="G5",
        name="not_a_side",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.1.4 (L241)",
        rule=N_("Experts who explain and staff who examine a complaint are no parties to it."),
        refusals=(SIDE_OF_DISPUTE,),
        about=PERSON,
        judge=not_a_side,
    ),
    Guard(
        id="G9",
        name="impartial",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L12, L103, L111, L121",
        rule=N_(
            "Everybody of the team is independent of the client: no conflict of interest, no "
            "work for it before."
        ),
        refusals=(DECLARED_CONFLICT, WORKED_FOR_CLIENT, WORKS_FOR_CLIENT, NO_PARTY),
        about=PERSON,
        judge=impartial,
        reads=("party",),
        reading=N_("Work for the client counts however long ago: the text sets no limit."),
    ),
    Guard(
        id="A1",
        name="not_a_party",
        kind=ENFORCED,
        clause="ISO/IEC 17011:2017, 4.4",
        rule=N_("Whoever represents the applicant of a case does no step of the body in it."),
        refusals=(REPRESENTS_APPLICANT,),
        about=ACTOR,
        judge=not_a_party,
    ),
)
