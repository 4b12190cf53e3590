"""Guards as pages show them: who is blocked and by what, and the rules of a step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.library import Published
from engine.people.choices import Choices
from engine.people.eligibility import StepOfCase, eligibility
from engine.people.grounds import Appointment, AskedCase, AskedPerson, Grounds
from engine.people.guards import GUARDS, Guard
from engine.people.guards.guard import PERSON
from engine.people.guards.naming import guards_of
from engine.people.refusal import Refusal
from engine.persistence.guard_store import GuardStore
from engine.persistence.person_fact_store import PersonFactStore
from engine.procedures.appointing import namings
from engine.procedures.body import Body
from engine.procedures.diagram import Element
from engine.queries.read_context import ReadContext
from engine.queries.work_item_views import BlockedPerson, GuardRule
from forms.definition import FormDefinition
from forms.fields.person import PersonField


def with_question(
    context: ReadContext, step: StepOfCase, row: Mapping[str, Any], language: str
) -> StepOfCase:
    """Let the guards of a step see who reads the page; nothing is read where there are none."""
    if step.body is None or context.actor.person_id is None or not step.guards_of_actor:
        return step
    grounds = read_grounds(context, [row["case_id"]], [context.actor.person_id])
    return _asked(context, grounds, step, row, language)


def blocked_items(
    context: ReadContext, rows: Sequence[Mapping[str, Any]], language: str = ""
) -> dict[str, Refusal]:
    """Return why the reader may not do some of these open work items, by the item's id.

    Args:
        context: who reads.
        rows: work items with ``case_number`` and ``version_id`` of their case.
        language: of role names in a refusal.
    """
    actor = context.actor
    guarded = [row for row in rows if _has_guards(context, row)]
    if not guarded or actor.person_id is None:
        return {}
    case_ids = {row["case_id"] for row in guarded}
    grounds = read_grounds(context, case_ids, [actor.person_id])
    found = {}
    for row in guarded:
        published = context.published(row["version_id"])
        parts = grounds.participants_of(row["case_id"])
        step = published.step_of(row["element_id"], row["role"], parts)
        judged = eligibility(actor, _asked(context, grounds, step, row, language), language or "en")
        if judged.refusal and judged.refusal.guard:
            found[row["id"]] = judged.refusal
    return found


def _has_guards(context: ReadContext, row: Mapping[str, Any]) -> bool:
    published = context.published(row["version_id"])
    step = published.step_of(row["element_id"], row["role"], frozenset())
    return published.body is not None and bool(step.guards_of_actor)


def _asked(
    context: ReadContext,
    grounds: Grounds,
    step: StepOfCase,
    row: Mapping[str, Any],
    language: str,
) -> StepOfCase:
    assert step.body is not None
    case = AskedCase(step.body, row["case_id"], row["case_number"], row.get("local"))
    asked = AskedPerson.of(context.actor, step.role)
    question = grounds.question(case, asked, language=language)
    return replace(step, question=question, waived=grounds.waived_in(case.id))


def read_grounds(
    context: ReadContext, case_ids: Iterable[str], person_ids: Iterable[int]
) -> Grounds:
    """Read what guards judge by, for these people in these cases."""
    guards, facts = GuardStore(context.connection), PersonFactStore(context.connection)
    return Grounds.read(guards, facts, tuple(case_ids), tuple(person_ids), context.now)


def rules_of(element: Element, body: Body | None) -> tuple[GuardRule, ...]:
    """Return the rules that a step shows: those it states, and those nothing could enforce."""
    named = [GUARDS[name] for name in guards_of(element) if name in GUARDS]
    return tuple(_rule(guard, body) for guard in named)


def _rule(guard: Guard, body: Body | None) -> GuardRule:
    own = body.rules.get(guard.name) if body else None
    clause = own.clause if own else guard.clause
    reading = (own.reading if own else None) or guard.reading
    return GuardRule(guard.name, guard.kind, guard.rule, clause, reading)


def open_choices(
    context: ReadContext,
    published: Published,
    element: Element,
    row: Mapping[str, Any],
    choices: Choices,
    language: str = "",
) -> tuple[Choices, tuple[BlockedPerson, ...]]:
    """Return the people a form lets one choose, and those it does not, each with the reason.

    Somebody whom every part of the form would refuse is left out of the choice; whoever names them
    all the same is refused when the step is finished.
    """
    body, form = published.body, published.form_of(element)
    named = [GUARDS[name] for name in guards_of(element) if name in GUARDS]
    guards = [guard for guard in named if guard.about == PERSON]
    if body is None or form is None or not guards:
        return choices, ()
    wanted = _appointing(form, element)
    people = {int(one) for source in wanted for one, _ in choices.get(source, ())}
    grounds = read_grounds(context, [row["case_id"]], people)
    case = AskedCase(body, row["case_id"], row["case_number"])
    judge = _Judge(grounds, case, guards, language)
    blocked: dict[int, BlockedPerson] = {}
    kept: dict[str, tuple[tuple[str, str], ...]] = dict(choices)
    for source, roles in wanted.items():
        refusals = {one: judge.refuses(int(one), roles) for one, _ in choices.get(source, ())}
        kept[source] = tuple(pair for pair in choices[source] if refusals[pair[0]] is None)
        for one, name in choices[source]:
            found = refusals[one]
            if found:
                because = found.template, found.values
                blocked[int(one)] = BlockedPerson(int(one), name, because, found.guard)
    return kept, tuple(blocked.values())


def _appointing(form: FormDefinition, element: Element) -> dict[str, tuple[str, ...]]:
    """Source of people -> roles its people would be appointed to; only where all its fields do."""
    paths: dict[str, list[str]] = {}
    for one in namings(element):
        paths.setdefault(one.path, []).append(one.role)
    found: dict[str, list[str]] = {}
    free: set[str] = set()
    for walked, field in form.walk():
        path = walked.replace(".*", "")  # whichever row
        if isinstance(field, PersonField):
            for source in field.roles:
                found.setdefault(source, []).extend(paths.get(path, ()))
                free |= set() if path in paths else {source}
    return {source: tuple(roles) for source, roles in found.items() if source not in free}


class _Judge:
    def __init__(
        self, grounds: Grounds, case: AskedCase, guards: Sequence[Guard], language: str
    ) -> None:
        self._grounds = grounds
        self._case = case
        self._guards = guards
        self._language = language

    def refuses(self, person_id: int, roles: Iterable[str]) -> Refusal | None:
        """Return why nobody may appoint this person to any of the roles."""
        found = [self._refuses(person_id, role) for role in roles]
        return found[0] if found and all(found) else None

    def _refuses(self, person_id: int, role: str) -> Refusal | None:
        body: Body = self._case.body
        appointed = [Appointment(role, person_id)]
        question = self._grounds.question(
            self._case,
            AskedPerson(person_id, "", role),
            appointed=appointed,
            language=self._language,
        )
        waived = self._grounds.waived_in(self._case.id)
        for guard in self._guards:
            if guard.binds(body.part_of(role)) and (guard.name, person_id) not in waived:
                refusal = guard.forbids(question)
                if refusal:
                    return refusal
        return None
