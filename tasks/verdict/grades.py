"""Grades of nonconformities: counting them, and proposing to raise those that repeat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.errors import N_, InputFault, InputInvalid, ParametersInvalid
from tasks.operation import Line, operation
from tasks.verdict.upgrades import (
    LIGHTER,
    Finding,
    Proposal,
    UpgradeDecision,
    decided,
    proposed,
)

CLAUSE = "L140–145, L158"
GRADES = ("major", "minor", "slight", "notice")
_CLAUSE_LIMIT = "L158, L223"
_CLAUSE_ACTIONS = "L159–160"
_CLAUSE_DISPUTED = "L145"
_CLAUSE_SITES = "L142, L161"


@dataclass(frozen=True, slots=True)
class GradesInputs:
    """The findings of an audit as the team leader graded them.

    Attributes:
        findings: every nonconformity and notice.
        upgrades: what the team leader decided on proposals to raise repeated ones.
    """

    findings: tuple[Finding, ...] = ()
    upgrades: tuple[UpgradeDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class GradesParameters:
    """Dated parameters of the count.

    Attributes:
        slight_limit: from how many on lighter nonconformities weigh like a major one.
        slight_grades: the grades counted towards that limit.
        upgrade_subdivisions: in how many subdivisions a nonconformity repeats to be raised.
    """

    slight_limit: int
    slight_grades: tuple[str, ...]
    upgrade_subdivisions: int


@dataclass(frozen=True, slots=True)
class GradesResult:
    """The count, as decision tables read it.

    Attributes:
        major: major nonconformities, each accepted proposal counted as one.
        minor: minor ones left after upgrades.
        slight: slight ones left after upgrades.
        notice: notices of possible nonconformities.
        counted: how many are counted towards the limit.
        limit: the limit.
        conforming: whether the system can be found conforming; ``None`` while a proposal is open.
        proposals: repeated nonconformities with what the team leader decided.
        proposals_open: how many proposals wait for the decision.
        needs_actions: findings that need corrective actions.
        disputed: findings whose two views go into the report.
        working: how it was worked out.
    """

    major: int
    minor: int
    slight: int
    notice: int
    counted: int
    limit: int
    conforming: bool | None
    proposals: tuple[Proposal, ...]
    proposals_open: int
    needs_actions: tuple[str, ...]
    disputed: tuple[str, ...]
    working: tuple[Line, ...]


@operation("verdict.grades", clause=CLAUSE)
def calculate(inputs: GradesInputs, parameters: GradesParameters) -> GradesResult:
    """Count findings by grade and propose to raise lighter ones that repeat in one process.

    A proposal is only that: the team leader accepts it, or rejects it with a reason, and there is
    no verdict while one is open. Accepted, its findings become one major nonconformity and are no
    longer counted as lighter ones.

    Args:
        inputs: findings with their grades, and the team leader's decisions.
        parameters: the limit, what counts towards it, and when repetition is proposed.

    Raises:
        InputInvalid: a grade is not known, two findings share a mark, or a decision concerns no
            proposal, is given twice or rejects without a reason.
        ParametersInvalid: a grade is counted that is not a lighter one.

    Source: grades L140–141; repetition L143; final word of the team leader L144; both views L145;
    limit L158; actions L159–160; sites L142, L161.
    """
    _refuse_unknown(inputs.findings)
    _refuse_uncountable(parameters)
    proposals = decided(proposed(inputs.findings, parameters.upgrade_subdivisions), inputs.upgrades)
    raised = {mark for one in proposals if one.decision == "accepted" for mark in one.findings}
    left = [one for one in inputs.findings if one.mark not in raised]
    number = {grade: sum(one.grade == grade for one in left) for grade in GRADES}
    accepted = sum(one.decision == "accepted" for one in proposals)
    major = number["major"] + accepted
    counted = sum(number[grade] for grade in parameters.slight_grades)
    still_open = sum(one.decision == "open" for one in proposals)
    clean = major == 0 and counted < parameters.slight_limit
    return GradesResult(
        major=major,
        minor=number["minor"],
        slight=number["slight"],
        notice=number["notice"],
        counted=counted,
        limit=parameters.slight_limit,
        conforming=None if still_open else clean,
        proposals=proposals,
        proposals_open=still_open,
        needs_actions=tuple(one.mark for one in inputs.findings if one.grade != "notice"),
        disputed=tuple(one.mark for one in inputs.findings if one.disputed),
        working=(
            Line(N_("Findings"), len(inputs.findings), "L140–141"),
            *_proposal_lines(proposals),
            Line(N_("Major nonconformities"), major, "L158"),
            Line(
                N_("Counted towards the limit ({grades})"),
                counted,
                _CLAUSE_LIMIT,
                {"grades": ", ".join(parameters.slight_grades)},
            ),
            Line(
                N_("Limit from which they weigh like a major one"),
                parameters.slight_limit,
                _CLAUSE_LIMIT,
            ),
            Line(N_("Can the system be found conforming?"), _answer(clean, still_open), "L158"),
            *_remarks(inputs.findings),
        ),
    )


def _refuse_unknown(findings: Sequence[Finding]) -> None:
    faults: list[InputFault] = []
    seen: set[str] = set()
    for at, one in enumerate(findings):
        if one.grade not in GRADES:
            facts = {"grade": one.grade, "known": ", ".join(GRADES)}
            template = N_("The grade «{grade}» is not known; known are {known}.")
            faults.append(InputFault(f"findings.{at}.grade", template, facts))
        if one.mark in seen:
            template = N_("Two findings are marked «{mark}».")
            faults.append(InputFault(f"findings.{at}.mark", template, {"mark": one.mark}))
        seen.add(one.mark)
    if faults:
        raise InputInvalid(faults)


def _refuse_uncountable(parameters: GradesParameters) -> None:
    for grade in parameters.slight_grades:
        if grade not in LIGHTER:
            raise ParametersInvalid(
                N_("«slight_grades»: {grade} is none of {known}."),
                grade=grade,
                known=", ".join(sorted(LIGHTER)),
            )


def _answer(clean: bool, still_open: int) -> str:
    if still_open:
        return N_("not until the team leader has decided on every proposal")
    return N_("yes") if clean else N_("no")


def _proposal_lines(proposals: Sequence[Proposal]) -> Iterator[Line]:
    said = {
        "open": N_("proposed as one major nonconformity; the team leader decides"),
        "accepted": N_("raised to one major nonconformity by the team leader"),
        "rejected": N_("left as they are by the team leader"),
    }
    for one in proposals:
        yield Line(
            N_("«{process}» in {number} subdivisions: {findings}"),
            said[one.decision],
            "L143–144",
            {
                "process": one.process,
                "number": len(one.subdivisions),
                "findings": ", ".join(one.findings),
            },
        )
        if one.reason:
            yield Line(N_("Reason of the team leader"), one.reason, "L144")


def _remarks(findings: Sequence[Finding]) -> Iterator[Line]:
    needing = [one for one in findings if one.grade != "notice"]
    if needing:
        label = N_("Corrective actions are due for")
        yield Line(label, ", ".join(one.mark for one in needing), _CLAUSE_ACTIONS)
    if any(one.site for one in needing):
        text = N_("at every site of the organisation to which they apply")
        yield Line(N_("Actions are carried out"), text, _CLAUSE_SITES)
    disputed = [one.mark for one in findings if one.disputed]
    if disputed:
        label = N_("Both views go into the report on")
        yield Line(label, ", ".join(disputed), _CLAUSE_DISPUTED)
