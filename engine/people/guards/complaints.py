"""Which complaints and appeals are examined."""

from typing import Final

from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.guard import ANSWERS, ENFORCED, Guard
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

FIXED: Final = frozenset({"fixed_by_law", "fixed_by_accreditation_body"})
"""Subjects of complaints that a body does not examine."""
REJECTIONS: Final = frozenset({"no_subject", "no_parties", "no_role", "illegible", "not_own_work"})
"""Grounds on which a complaint may be rejected."""
APPEALS: Final = frozenset({"complaint_not_settled", "disagreement_with_decision"})
"""Grounds of an appeal."""
SIGNERS: Final = frozenset({"head", "representative"})
"""Who may sign an appeal."""

FIXED_BY_OTHERS = (
    "The complaint is about what law or the accreditation body has fixed: it is not examined "
    "({clause})."
)
REJECTED_WITHOUT_GROUND = (
    "The rejection names no ground: a complaint may be rejected where subject, parties or the "
    "complainant's role are missing, where it cannot be read, or where it is not about the "
    "body's own work ({clause})."
)
APPEAL_WITHOUT_GROUND = (
    "The appeal names no ground: a complaint that was not settled, or disagreement with a "
    "decision ({clause})."
)
APPEAL_NOT_SIGNED = (
    "The appeal is signed by the head of the organisation or an authorised representative: name "
    "who signed ({clause})."
)


def examinable(case: CaseForGuard) -> Refusal | None:
    """What others have fixed is not examined."""
    accepted = case.answers.get("accepted") is not False
    if accepted and case.answers.get("subject_kind") in FIXED:
        return Refusal(FIXED_BY_OTHERS)
    return None


def grounded_rejection(case: CaseForGuard) -> Refusal | None:
    """Whoever rejects a complaint names one of the grounds; whoever accepts it may."""
    if case.answers.get("accepted") is not False:
        return None
    named = case.answers.get("ground")
    grounds = set(named) if isinstance(named, list) else {named}
    fixed = case.answers.get("subject_kind") in FIXED
    return None if fixed or grounds & REJECTIONS else Refusal(REJECTED_WITHOUT_GROUND)


def admissible_appeal(case: CaseForGuard) -> Refusal | None:
    """An appeal has one of two grounds and the signature of somebody who may sign."""
    if case.answers.get("accepted") is False:
        return None
    if case.answers.get("ground") not in APPEALS:
        return Refusal(APPEAL_WITHOUT_GROUND)
    if case.answers.get("signed_by") not in SIGNERS:
        return Refusal(APPEAL_NOT_SIGNED)
    return None


GUARDS = (
    Guard(
        id="G23",
        name="examinable_complaint",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.1.6 (L243–244)",
        rule=N_(
            "Complaints about procedures and forms that law or the accreditation body has fixed "
            "are not examined."
        ),
        refusals=(FIXED_BY_OTHERS,),
        about=ANSWERS,
        judge=examinable,
    ),
    Guard(
        id="G24",
        name="grounded_rejection",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.1.1, 1.1.2 (L222–234)",
        rule=N_(
            "A complaint states its subject, the parties and the complainant's role, can be read "
            "and is about the work of the body or a certified service; else it may be rejected."
        ),
        refusals=(REJECTED_WITHOUT_GROUND,),
        about=ANSWERS,
        judge=grounded_rejection,
        reading=N_(
            "To reject is a right and no duty: an imperfect complaint may be examined, but "
            "none is rejected on another ground."
        ),
    ),
    Guard(
        id="A3",
        name="admissible_appeal",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.2.1 (L287–291)",
        rule=N_(
            "An appeal has one of two grounds and is signed by the head of the organisation or "
            "an authorised representative."
        ),
        refusals=(APPEAL_WITHOUT_GROUND, APPEAL_NOT_SIGNED),
        about=ANSWERS,
        judge=admissible_appeal,
    ),
)
