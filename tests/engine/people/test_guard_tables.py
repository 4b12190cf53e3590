"""Every guard lets pass and refuses as its table says; every sentence it can say is met."""

from typing import Any

import pytest

from engine.people.guards import DECLARED, ENFORCED, GUARDS, SHOWN, Guard
from tests.engine.people.guard_table import FOLDER, question, table_of

JUDGING = [guard for guard in GUARDS.values() if guard.judge]
CASES = [
    pytest.param(guard, case, id=f"{guard.name}-{case['name']}")
    for guard in JUDGING
    for case in table_of(guard)
]


@pytest.mark.parametrize(("guard", "case"), CASES)
def test_a_guard_judges_as_its_table_says(guard: Guard, case: dict[str, Any]) -> None:
    refusal = guard.forbids(question(case))
    assert (str(refusal) if refusal else None) == case.get("refusal")
    assert refusal is None or refusal.guard == guard.name


@pytest.mark.parametrize("guard", JUDGING, ids=lambda guard: guard.name)
def test_every_sentence_of_a_guard_is_met_and_it_can_be_passed(guard: Guard) -> None:
    found = [guard.forbids(question(case)) for case in table_of(guard)]
    assert {refusal.template for refusal in found if refusal} == set(guard.refusals)
    assert None in found


@pytest.mark.parametrize("guard", JUDGING, ids=lambda guard: guard.name)
def test_every_refusal_names_the_clause_and_says_a_whole_sentence(guard: Guard) -> None:
    for template in guard.refusals:
        assert "{clause}" in template
        assert template.endswith(".")


def test_none_of_the_twenty_seven_rules_is_left_out() -> None:
    numbers = [guard.id for guard in GUARDS.values()]
    assert numbers[:27] == [f"G{number}" for number in range(1, 28)]
    assert len(set(numbers)) == len(numbers)


def test_every_guard_is_enforced_declared_or_shown() -> None:
    by_kind = {
        kind: [g for g in GUARDS.values() if g.kind == kind] for kind in (ENFORCED, DECLARED, SHOWN)
    }
    assert sum(map(len, by_kind.values())) == len(GUARDS)
    assert all(guard.judge and guard.refusals for guard in by_kind[ENFORCED])
    assert all(guard.judge and guard.refusals for guard in by_kind[DECLARED])
    assert all(guard.judge is None and not guard.refusals for guard in by_kind[SHOWN])


@pytest.mark.parametrize("guard", GUARDS.values(), ids=lambda guard: guard.name)
def test_every_guard_has_a_rule_and_a_clause(guard: Guard) -> None:
    assert guard.rule.endswith(".")
    assert guard.clause
    assert set(guard.reads) <= {"party", "standards", "fields", "respondents", "judges"}


def test_there_is_no_table_without_a_guard() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {guard.name for guard in JUDGING}
