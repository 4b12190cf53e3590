"""What a guard is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.refusal import Refusal
from engine.procedures.body import Body

ENFORCED: Final = "enforced"
"""Computed from what is recorded, and blocking."""
DECLARED: Final = "declared"
"""Stated by the person who finishes the step, and recorded with it."""
SHOWN: Final = "shown"
"""A rule that the step shows; nothing that is recorded could prove it."""

ACTOR: Final = "actor"
"""Judges whoever does the step."""
PERSON: Final = "person"
"""Judges those whom the step appoints; where it appoints nobody, whoever does it."""
ANSWERS: Final = "answers"
"""Judges the step's answers, with the whole team they appoint."""

Judge = Callable[[CaseForGuard], Refusal | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that keeps a person from a step, or answers from being accepted.

    Attributes:
        id: number of the rule: ``G1`` to ``G27`` and those that were added.
        name: as written in the diagram's property ``guard``.
        kind: ``ENFORCED``, ``DECLARED`` or ``SHOWN``.
        clause: where the rule stands; a body may name the place in its own text.
        rule: English sentence, shown at the step.
        refusals: English templates of its refusals; each is filled with the clause and the fact.
        about: ``ACTOR``, ``PERSON`` or ``ANSWERS``.
        judge: says why not; ``None`` for a rule that is only shown.
        parts: of those whom a step appoints, the parts it binds; empty for everybody.
        reads: properties of the process it cannot be judged without.
        reading: what the text leaves open, and how it is read here.
    """

    id: str
    name: str
    kind: str
    clause: str
    rule: str
    refusals: tuple[str, ...] = ()
    about: str = ANSWERS
    judge: Judge | None = None
    parts: frozenset[str] = frozenset()
    reads: tuple[str, ...] = ()
    reading: str = ""

    def forbids(self, case: CaseForGuard) -> Refusal | None:
        """Return why the rule forbids it, with its clause; ``None`` when it does not."""
        found = self.judge(case) if self.judge else None
        if found is None:
            return None
        clause = case.clauses.get(self.name, self.clause)
        return replace(found, values={**found.values, "clause": clause}, guard=self.name)

    def clause_in(self, body: Body) -> str:
        """Return where the rule stands for a body: in its own text, where it names the place."""
        return body.rules[self.name].clause if self.name in body.rules else self.clause

    def binds(self, part: str) -> bool:
        """Whether it binds whoever is appointed to a part.

        A role whose part nobody named is bound, too: what is not known must not open a door.
        """
        return not self.parts or not part or part in self.parts
