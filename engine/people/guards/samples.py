"""Who takes samples."""

from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.guard import ANSWERS, ENFORCED, Guard
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

NOT_SAID_WHO = "Name where the tests are done and who took the samples ({clause})."
EXPERT_ON_SITE = "For tests on site the expert takes the samples, nobody else ({clause})."
LABORATORY_ALONE = (
    "The laboratory takes samples in the expert's presence or on the expert's order: name which "
    "({clause})."
)


def witnessed(case: CaseForGuard) -> Refusal | None:
    """The expert samples; for tests in a laboratory it may, watched or ordered by the expert."""
    answers = case.answers
    place, sampler = answers.get("place"), answers.get("sampled_by")
    if place not in ("site", "laboratory") or sampler not in ("expert", "laboratory"):
        return Refusal(NOT_SAID_WHO)
    if sampler == "expert":
        return None
    if place == "site":
        return Refusal(EXPERT_ON_SITE)
    if answers.get("witness") in ("presence", "order"):
        return None
    return Refusal(LABORATORY_ALONE)


GUARDS = (
    Guard(
        id="G19",
        name="witnessed_sampling",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.8 (L160)",
        rule=N_(
            "The expert takes the samples; for tests in a laboratory, the laboratory may in the "
            "expert's presence or on the expert's order."
        ),
        refusals=(NOT_SAID_WHO, EXPERT_ON_SITE, LABORATORY_ALONE),
        about=ANSWERS,
        judge=witnessed,
    ),
)
