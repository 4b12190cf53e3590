"""Nonconformities that repeat: proposals to raise them, and what the team leader decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.errors import N_, InputFault, InputInvalid

LIGHTER = frozenset({"minor", "slight"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One nonconformity or notice.

    Attributes:
        mark: number of its protocol.
        grade: major, minor, slight or notice.
        process: process of the management system it is connected with.
        subdivision: where it was found.
        site: site of the organisation, where it has several.
        disputed: whether the organisation disagrees.
    """

    mark: str
    grade: str
    process: str = ""
    subdivision: str = ""
    site: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class UpgradeDecision:
    """What the team leader decided on one proposal.

    Attributes:
        process: the process in which nonconformities repeat.
        accepted: whether they become one major nonconformity.
        reason: why not; needed to reject.
    """

    process: str
    accepted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lighter nonconformities of one process in several subdivisions.

    Attributes:
        process: the process.
        findings: their marks.
        subdivisions: where they were found.
        decision: ``open``, ``accepted`` or ``rejected``.
        reason: of the team leader.
    """

    process: str
    findings: tuple[str, ...]
    subdivisions: tuple[str, ...]
    decision: str = "open"
    reason: str = ""


def proposed(findings: Sequence[Finding], least: int) -> tuple[Proposal, ...]:
    """Return the proposals that repetition gives ground for (L143), in the order of the findings.

    Args:
        findings: all of the audit.
        least: in how many different subdivisions one process must be affected.
    """
    lighter = [one for one in findings if one.grade in LIGHTER and one.process]
    proposals = []
    for process in dict.fromkeys(one.process for one in lighter):
        same = [one for one in lighter if one.process == process and one.subdivision]
        places = tuple(dict.fromkeys(one.subdivision for one in same))
        if len(places) >= least:
            proposals.append(Proposal(process, tuple(one.mark for one in same), places))
    return tuple(proposals)


def decided(
    proposals: Sequence[Proposal], decisions: Sequence[UpgradeDecision]
) -> tuple[Proposal, ...]:
    """Return the proposals with the team leader's decisions (L144).

    Raises:
        InputInvalid: a decision concerns no proposal, comes twice, or rejects without a reason.
    """
    known = {one.process for one in proposals}
    faults: list[InputFault] = []
    made: dict[str, UpgradeDecision] = {}
    for at, one in enumerate(decisions):
        facts = {"process": one.process}
        where = f"upgrades.{at}.process"
        if one.process not in known:
            faults.append(InputFault(where, N_("Nothing is proposed for «{process}»."), facts))
        elif one.process in made:
            faults.append(InputFault(where, N_("«{process}» is decided twice."), facts))
        if not one.accepted and not one.reason.strip():
            template = N_("A proposal is rejected with a reason.")
            faults.append(InputFault(f"upgrades.{at}.reason", template))
        made[one.process] = one
    if faults:
        raise InputInvalid(faults)
    return tuple(_with(one, made.get(one.process)) for one in proposals)


def _with(proposal: Proposal, decision: UpgradeDecision | None) -> Proposal:
    if decision is None:
        return proposal
    chosen = "accepted" if decision.accepted else "rejected"
    return replace(proposal, decision=chosen, reason=decision.reason)
