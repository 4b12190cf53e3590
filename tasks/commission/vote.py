"""The vote of a commission: quorum, majority, special opinions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from tasks.errors import N_, InputFault, InputInvalid, ParametersInvalid
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = "1.1.8.3 (L281–282), 1.2.9 (L324–325), 1.3.4 (L342)"
_MAJORITY = "L281, L324"
_OPINIONS = "L282, L325"
ROLES = ("chair", "member", "secretary")
BASES = ("members", "present")
_SAID = {
    "decided": N_("decided"),
    "no_majority": N_("no decision: no option has a majority"),
    "no_quorum": N_("no decision: too few members are present"),
}


@dataclass(frozen=True, slots=True)
class CommissionMember:
    """One person of the commission.

    Attributes:
        name: who it is.
        role: chair, member or secretary; a secretary has no vote.
        present: whether present at the meeting.
        vote: the option chosen; nothing for an abstention.
        opinion: the opinion that goes into the minutes.
        special_opinion: a special opinion that the decision has to state.
    """

    name: str
    role: str = "member"
    present: bool = True
    vote: str | None = None
    opinion: str = ""
    special_opinion: str = ""


@dataclass(frozen=True, slots=True)
class VoteInputs:
    """The commission and what it votes on.

    Attributes:
        members: everybody appointed to it.
        options: what may be decided, e.g. to satisfy in full, in part, or to refuse.
    """

    members: Annotated[tuple[CommissionMember, ...], Limits(minimum=1)]
    options: Annotated[tuple[str, ...], Limits(minimum=2)]


@dataclass(frozen=True, slots=True)
class VoteParameters:
    """Dated parameters of the vote.

    Attributes:
        quorum: the part of the voting members that must be exceeded by those present, in per cent.
        majority_of: ``members`` or ``present``: of whom more than half is a majority.
    """

    quorum: Decimal
    majority_of: str


@dataclass(frozen=True, slots=True)
class VoteResult:
    """What the commission decided.

    Attributes:
        outcome: ``decided``, ``no_majority`` or ``no_quorum``.
        decision: the option decided for; ``""`` where there is none.
        voting: members with a vote.
        present: how many of them are present.
        quorum: how many must be.
        majority: how many votes decide.
        votes: votes by option.
        abstained: present without a vote cast.
        special_opinions: who has a special opinion, to be stated in the decision.
        opinions_missing: whose opinion the minutes still lack.
        working: how it was worked out.
    """

    outcome: str
    decision: str
    voting: int
    present: int
    quorum: int
    majority: int
    votes: dict[str, int]
    abstained: int
    special_opinions: tuple[str, ...]
    opinions_missing: tuple[str, ...]
    working: tuple[Line, ...]


@operation("commission.vote", clause=CLAUSE)
def calculate(inputs: VoteInputs, parameters: VoteParameters) -> VoteResult:
    """Return what a commission decided: by the opinion of the majority of its members.

    Args:
        inputs: the commission, its votes and opinions.
        parameters: quorum, and of whom the majority is taken.

    Raises:
        InputInvalid: there is not exactly one chair, a role or vote is not known, a name comes
            twice, or somebody absent or without a vote has voted.
        ParametersInvalid: it is not known of whom the majority is taken.

    Source: majority L281, L324; opinions in the minutes L282, L325; special opinion in the decision
    L342. Quorum, the secretary's vote and a tie are not in the text and are read.
    """
    _refuse(inputs)
    if parameters.majority_of not in BASES:
        raise ParametersInvalid(N_("«majority_of» is one of {known}."), known=", ".join(BASES))
    voting = [one for one in inputs.members if one.role != "secretary"]
    there = [one for one in voting if one.present]
    quorum = _more_than(Fraction(parameters.quorum) / 100, len(voting))
    counted_of = len(voting if parameters.majority_of == "members" else there)
    majority = _more_than(Fraction(1, 2), counted_of)
    cast = Counter(one.vote for one in there if one.vote)
    votes = {option: cast[option] for option in inputs.options}
    winner = next((option for option, number in votes.items() if number >= majority), "")
    enough = len(there) >= quorum
    outcome = ("decided" if winner else "no_majority") if enough else "no_quorum"
    special = tuple(one.name for one in there if one.special_opinion.strip())
    missing = tuple(one.name for one in there if not one.opinion.strip())
    return VoteResult(
        outcome=outcome,
        decision=winner if enough else "",
        voting=len(voting),
        present=len(there),
        quorum=quorum,
        majority=majority,
        votes=votes,
        abstained=len(there) - sum(votes.values()),
        special_opinions=special,
        opinions_missing=missing,
        working=(
            Line(N_("Members with a vote"), len(voting), "L258–261, L300–303"),
            Line(N_("Present, of whom {quorum} are needed"), len(there), "", {"quorum": quorum}),
            *(
                Line(N_("Votes for «{option}»"), number, _MAJORITY, {"option": option})
                for option, number in votes.items()
            ),
            Line(N_("Votes needed to decide"), majority, _MAJORITY),
            Line(N_("Outcome"), _SAID[outcome], _MAJORITY),
            *_opinion_lines(special, missing),
        ),
    )


def _more_than(part: Fraction, whole: int) -> int:
    """Return the least number above a part of a whole, at most the whole itself."""
    return min(int(part * whole) + 1, whole)


def _refuse(inputs: VoteInputs) -> None:
    faults: list[InputFault] = []
    chairs = sum(one.role == "chair" for one in inputs.members)
    if chairs != 1:
        template = N_("A commission has one chair, not {count}.")
        faults.append(InputFault("members", template, {"count": chairs}))
    for at, one in enumerate(inputs.members):
        faults += _member_faults(one, f"members.{at}", inputs)
        if one.name in [earlier.name for earlier in inputs.members[:at]]:
            template = N_("«{name}» is in the commission twice.")
            faults.append(InputFault(f"members.{at}.name", template, {"name": one.name}))
    if faults:
        raise InputInvalid(faults)


def _member_faults(one: CommissionMember, where: str, inputs: VoteInputs) -> Iterator[InputFault]:
    facts: dict[str, object]
    if one.role not in ROLES:
        facts = {"role": one.role, "known": ", ".join(ROLES)}
        yield InputFault(
            f"{where}.role", N_("The role «{role}» is not known; known are {known}."), facts
        )
    if one.vote and one.vote not in inputs.options:
        facts = {"vote": one.vote, "known": ", ".join(inputs.options)}
        yield InputFault(
            f"{where}.vote", N_("«{vote}» is not voted on; options are {known}."), facts
        )
    if one.vote and not one.present:
        yield InputFault(f"{where}.vote", N_("Who is absent does not vote."))
    if one.vote and one.role == "secretary":
        yield InputFault(f"{where}.vote", N_("The secretary does not vote."))


def _opinion_lines(special: Sequence[str], missing: Sequence[str]) -> Iterator[Line]:
    if special:
        label = N_("The decision states the special opinion of")
        yield Line(label, ", ".join(special), "1.3.4 (L342)")
    if missing:
        label = N_("The minutes still lack the opinion of")
        yield Line(label, ", ".join(missing), _OPINIONS)
