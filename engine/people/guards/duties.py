"""Whose duty a step is: evaluated authors, the team leader's last word, advisory voices."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.guard import ACTOR, ANSWERS, ENFORCED, SHOWN, Guard
from engine.people.guards.likeness import competent_by, standard_number, written
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

EXPERT_ADVISES = (
    "{person} is a technical expert in case {case} and has an advisory voice: the auditors "
    "conclude ({clause})."
)
TRAINEE_ADVISES = (
    "{person} is a trainee in case {case} and has an advisory voice: the auditors conclude "
    "({clause})."
)
NOT_THE_LEADER = (
    "{person} is not the team leader of case {case}: the leader has the final word on grades "
    "({clause})."
)
NOT_EVALUATED = (
    "{person} has no evaluation by {standard} that holds on {on}: whoever does this passed it "
    "({clause})."
)
NO_REASON_OF_ABSENCE = (
    "{person} acts for the head: name the reason of the head's absence ({clause})."
)
ANOTHERS = "This one is {named}'s: each does it for themself ({clause})."
NOBODYS = "The step does not say whose it is ({clause})."
ADVISES = {"technical_expert": EXPERT_ADVISES, "trainee": TRAINEE_ADVISES}


def advisory_voice(case: CaseForGuard) -> Refusal | None:
    """Technical experts and trainees advise; they do not conclude."""
    if case.plays("team_leader", "team_member"):
        return None
    for part, template in ADVISES.items():
        if case.plays(part) or case.part == part:
            return Refusal(template, {"person": case.candidate.name, "case": case.case})
    return None


def final_word(case: CaseForGuard) -> Refusal | None:
    """Only the team leader decides on grades."""
    if case.plays("team_leader"):
        return None
    return Refusal(NOT_THE_LEADER, {"person": case.candidate.name, "case": case.case})


def evaluated(case: CaseForGuard) -> Refusal | None:
    """Whoever reviews, calculates, plans or writes passed the evaluation of competence."""
    evaluations = case.thresholds["evaluations"]
    wanted = [evaluations.get(standard_number(one)) for one in case.standards]
    needed = [one for one in wanted if one]
    competences, on = case.candidate.competences, case.on
    if not needed:  # no standard that has an evaluation of its own: any of them will do
        known = tuple(evaluations.values())
        if any(competent_by(competences, one, on) for one in known):
            return None
        needed = [" / ".join(known)]
    for one in needed:
        if not competent_by(competences, one, on):
            values = {"person": case.candidate.name, "standard": one, "on": written(on)}
            return Refusal(NOT_EVALUATED, values)
    return None


def deputy_in_absence(case: CaseForGuard) -> Refusal | None:
    """A deputy acts for the head only while the head is absent."""
    reason = str(case.answers.get("absence") or "").strip()
    if reason or "deputy_head" not in case.candidate.held:
        return None
    return Refusal(NO_REASON_OF_ABSENCE, {"person": case.candidate.name})


def for_oneself(case: CaseForGuard) -> Refusal | None:
    """Of a step that is done once by each, everybody does their own."""
    named = dict(_people_in(case.instance))
    if not named:
        return Refusal(NOBODYS, {})
    if case.candidate.person_id in named:
        return None
    return Refusal(ANOTHERS, {"named": ", ".join(named.values())})


def _people_in(value: Any) -> Iterator[tuple[int, str]]:
    if not isinstance(value, Mapping):
        return
    if isinstance(value.get("id"), int) and "name" in value:
        yield value["id"], str(value["name"])
    for part in value.values():
        yield from _people_in(part)


GUARDS = (
    Guard(
        id="G11",
        name="advisory_voice",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L141",
        rule=N_(
            "Technical experts and trainees have an advisory voice when evidence is weighed and "
            "conclusions are drawn."
        ),
        refusals=(EXPERT_ADVISES, TRAINEE_ADVISES),
        about=ACTOR,
        judge=advisory_voice,
    ),
    Guard(
        id="G12",
        name="trainee_asks_with_permission",
        kind=SHOWN,
        clause="ТОО «ПЦС» L137",
        rule=N_("Trainees ask questions only with the team leader's permission."),
    ),
    Guard(
        id="G15",
        name="final_word_on_grades",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L144",
        rule=N_("The team leader has the final word on the grades of nonconformities."),
        refusals=(NOT_THE_LEADER,),
        about=ACTOR,
        judge=final_word,
    ),
    Guard(
        id="G16",
        name="evaluated_author",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L26, L37, L115, L149, L170, L175",
        rule=N_(
            "Whoever reviews an application, calculates, plans, or writes an act or a report "
            "passed the evaluation of competence."
        ),
        refusals=(NOT_EVALUATED,),
        about=ACTOR,
        judge=evaluated,
        reading=N_(
            "The evaluation is that of the management systems in the case, where the case "
            "names them; else any of them."
        ),
    ),
    Guard(
        id="A2",
        name="deputy_in_absence",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.5.3 (L356)",
        rule=N_(
            "While the head is absent the deputy acts, and reports to the general director "
            "afterwards."
        ),
        refusals=(NO_REASON_OF_ABSENCE,),
        about=ANSWERS,
        judge=deputy_in_absence,
        reading=N_(
            "A deputy holds the head's role too; of their own role the body says that its part "
            "is deputy_head."
        ),
    ),
    Guard(
        id="A5",
        name="for_oneself",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.2.9 (L326)",
        rule=N_("Each member signs for themself."),
        refusals=(ANOTHERS, NOBODYS),
        about=ACTOR,
        judge=for_oneself,
    ),
)
