"""Objections of the client to members of the team."""

from collections.abc import Mapping
from typing import Any

from engine.people.guards.answered import person_of, rows, ticked
from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.guard import ANSWERS, ENFORCED, Guard
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

NO_GROUND = (
    "The objection to {person} names no ground: a conflict of interest, unethical conduct or "
    "another reasonable one ({clause})."
)
NO_GROUND_AT_ALL = (
    "The objection names no ground: a conflict of interest, unethical conduct or another "
    "reasonable one ({clause})."
)
NOT_DECIDED_BY_BOTH = (
    "Team leader and head of the body decide on an objection together: both have to be recorded "
    "({clause})."
)
OBJECTION_NOT_ALLOWED = (
    "The client objects to the team: at an unplanned surveillance it cannot ({clause})."
)


def reasonable_objection(case: CaseForGuard) -> Refusal | None:
    """An objection has a ground; where it is accepted or not, leader and head have decided."""
    for row in _objections(case.answers):
        name = person_of(row["person"])[1] if row.get("person") else ""
        if not str(row.get("ground") or "").strip():
            return Refusal(NO_GROUND, {"person": name}) if name else Refusal(NO_GROUND_AT_ALL)
        decided = isinstance(row.get("accepted"), bool)
        if decided and not (ticked(row, "decided_by_leader") and ticked(row, "decided_by_head")):
            return Refusal(NOT_DECIDED_BY_BOTH)
    return None


def no_objection(case: CaseForGuard) -> Refusal | None:
    """Nobody objects."""
    return Refusal(OBJECTION_NOT_ALLOWED) if _objections(case.answers) else None


def _objections(answers: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The rows of ``objections``; or the answers themselves, where ``objection`` is ticked."""
    return rows(answers.get("objections")) + ((answers,) if ticked(answers, "objection") else ())


GUARDS = (
    Guard(
        id="G13",
        name="reasonable_objection",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L111",
        rule=N_(
            "The client may ask to replace somebody of the team on a reasonable ground; team "
            "leader and head of the body decide, and a new order follows."
        ),
        refusals=(NO_GROUND, NO_GROUND_AT_ALL, NOT_DECIDED_BY_BOTH),
        about=ANSWERS,
        judge=reasonable_objection,
        reading=N_("Any ground that is named counts: the text gives two as examples."),
    ),
    Guard(
        id="G14",
        name="no_objection",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L216",
        rule=N_("At an unplanned surveillance the client cannot object to the team."),
        refusals=(OBJECTION_NOT_ALLOWED,),
        about=ANSWERS,
        judge=no_objection,
    ),
)
