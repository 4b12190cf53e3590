"""Guards at a step: of whoever does it, of those it appoints, and of its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.commands.appointments import appointments_of, leaving
from engine.commands.case_subjects import keep_subjects
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.expressions import compile_expression
from engine.library import Published
from engine.people.eligibility import StepOfCase
from engine.people.grounds import Appointment, AskedCase, AskedPerson, Grounds
from engine.people.guards import DECLARED, GUARDS, Guard
from engine.people.guards.guard import ANSWERS, PERSON
from engine.people.guards.naming import guards_of
from engine.people.refusal import Refusal
from engine.persistence.records import CaseRecord
from engine.procedures.body import Body
from engine.procedures.diagram import Element


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """Answers that guards judge.

    Attributes:
        data: the case data around them, for the condition ``guard_when``.
        key: where they will go in it; ``None`` for flat.
    """

    answers: Mapping[str, Any]
    data: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None

    @property
    def after(self) -> dict[str, Any]:
        """The case data with these answers in them."""
        own = dict(self.answers) if self.key is None else {self.key: self.answers}
        return {**self.data, **own}

    @property
    def before(self) -> Mapping[str, Any] | None:
        """The step's answers when it was done before."""
        found = self.data if self.key is None else self.data.get(self.key)
        return found if isinstance(found, Mapping) else None

    def meet(self, condition: str) -> bool:
        """Whether the guards on answers are to judge these."""
        return not condition or bool(compile_expression(condition).evaluate(self.after))


def with_question(
    transaction: Transaction,
    step: StepOfCase,
    case_id: str = "",
    number: str = "",
    instance: Mapping[str, Any] | None = None,
) -> StepOfCase:
    """Let the guards of a step see who would do it; nothing is read where there are none."""
    actor = transaction.actor
    if step.body is None or actor.person_id is None or not step.guards_of_actor:
        return step
    grounds = _read(transaction, case_id, [actor.person_id])
    asked = AskedCase(step.body, case_id, number, instance)
    question = grounds.question(asked, AskedPerson.of(actor, step.role))
    return replace(step, question=question, waived=grounds.waived_in(case_id))


def refuse_answers(
    transaction: Transaction,
    record: CaseRecord,
    published: Published,
    element: Element,
    given: GivenAnswers,
) -> dict[str, Any]:
    """Refuse answers, and those whom they appoint, where a guard of the step forbids it.

    Args:
        transaction: whose actor gives the answers.
        record: the case.
        published: the version it runs on.
        element: the step, or the start event.
        given: the answers.

    Returns:
        Facts for the history: ``declared``, the statements made, and ``waived``, the guards that
        would have refused; empty where there are none.

    Raises:
        NotAllowed: with the rule, the clause and the fact.
    """
    body, named = published.body, [GUARDS[name] for name in guards_of(element) if name in GUARDS]
    if body is None or not named:
        return {}
    # Answers may name the very client or standard that a guard asks for.
    keep_subjects(transaction, record, published, given.after)
    actor = transaction.actor
    appointed = appointments_of(element, given.answers)
    ids = [one.person_id for one in appointed]
    grounds = _read(transaction, record.id, [*ids, *([actor.person_id] if actor.person_id else [])])
    role = published.role_of(element.id)
    gone = leaving(element, given.answers, given.before)
    asked = _Asked(grounds, AskedCase(body, record.id, record.number), given, appointed, gone)
    if not given.meet(element.properties.get("guard_when", "")):
        named = [guard for guard in named if guard.about == PERSON]
    refusals = [
        *asked.about_appointed(body, named),
        *asked.about_answers(AskedPerson.of(actor, role), named),
    ]
    waived = grounds.waived_in(record.id)
    for person_id, refusal in refusals:
        if (refusal.guard, person_id) not in waived:
            raise NotAllowed(refusal.template, **refusal.values)
    declared = [guard.name for guard in named if guard.kind == DECLARED]
    facts = {"declared": declared, "waived": [refusal.guard for _, refusal in refusals]}
    return {name: value for name, value in facts.items() if value}


@dataclass(frozen=True, slots=True)
class _Asked:
    grounds: Grounds
    case: AskedCase
    given: GivenAnswers
    appointed: Sequence[Appointment]
    leaving: frozenset[tuple[str, int]]

    def about_appointed(
        self, body: Body, guards: Sequence[Guard]
    ) -> list[tuple[int | None, Refusal]]:
        found: list[tuple[int | None, Refusal]] = []
        for one in self.appointed:
            person = AskedPerson(one.person_id, "", one.role)
            question = self.grounds.question(
                self.case,
                person,
                answers=self.given.answers,
                appointed=self.appointed,
                leaving=self.leaving,
            )
            for guard in guards:
                if guard.about == PERSON and guard.binds(body.part_of(one.role)):
                    refusal = guard.forbids(question)
                    found += [(one.person_id, refusal)] if refusal else []
        return found

    def about_answers(
        self, actor: AskedPerson, guards: Sequence[Guard]
    ) -> list[tuple[int | None, Refusal]]:
        """A guard on answers is waived for nobody in particular."""
        question = self.grounds.question(
            self.case,
            actor,
            answers=self.given.answers,
            appointed=self.appointed,
            leaving=self.leaving,
        )
        found = [guard.forbids(question) for guard in guards if guard.about == ANSWERS]
        return [(None, refusal) for refusal in found if refusal]


def _read(transaction: Transaction, case_id: str, person_ids: Sequence[int]) -> Grounds:
    work = transaction.work
    case_ids = [case_id] if case_id else []
    return Grounds.read(work.guards, work.person_facts, case_ids, person_ids, transaction.now)
