"""What somebody states by finishing a step: recorded with it, for nothing recorded proves it."""

from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.guard import ANSWERS, DECLARED, Guard, Judge
from engine.people.refusal import Refusal

PRESSURE = (
    "The step cannot be finished while pressure on the staff is not denied: report the pressure "
    "to the head ({clause})."
)
NOT_CONFIDENTIAL = "The step cannot be finished without the promise of confidentiality ({clause})."
NOT_VERIFIED = (
    "The step cannot be finished: only verified information is evidence of the audit ({clause})."
)
NOT_QUALIFIED = (
    "The licence cannot be granted: the applicant does not meet the qualification requirements "
    "({clause})."
)


def stated(name: str, template: str) -> Judge:
    """Return a judge for a statement.

    To finish the step is to state it. A form may ask for it by a box of the guard's name: then
    the box has to be ticked.
    """

    def judge(case: CaseForGuard) -> Refusal | None:
        return None if case.answers.get(name, True) is True else Refusal(template)

    return judge


def _statement(number: str, name: str, clause: str, rule: str, template: str) -> Guard:
    return Guard(
        id=number,
        name=name,
        kind=DECLARED,
        clause=clause,
        rule=rule,
        refusals=(template,),
        about=ANSWERS,
        judge=stated(name, template),
    )


NO_PRESSURE_RULE = (
    "Nobody put commercial, financial or administrative pressure on the staff of the body."
)
CONFIDENTIALITY_RULE = "Whoever deals with a case keeps its information confidential."
VERIFIED_RULE = "Only information that was verified is evidence of the audit."
QUALIFIED_RULE = "The applicant for the licence meets the qualification requirements."

GUARDS = (
    _statement(
        "G20", "no_pressure", "ОС «МАДИТЕСТ», обязанности 4 (L32)", NO_PRESSURE_RULE, PRESSURE
    ),
    _statement(
        "G25",
        "confidentiality",
        "ТОО «ПЦС» L9, L121; ОС «МАДИТЕСТ» 1.1.8.3 (L272), 1.5.4 (L359)",
        CONFIDENTIALITY_RULE,
        NOT_CONFIDENTIAL,
    ),
    _statement("G26", "verified_evidence", "ТОО «ПЦС» L129, L137", VERIFIED_RULE, NOT_VERIFIED),
    _statement(
        "G27",
        "qualified_applicant",
        "приказ № 509, прил. 6, п. 6 14), 7 10)",
        QUALIFIED_RULE,
        NOT_QUALIFIED,
    ),
)
