"""The page of guards says what the catalogue holds, and the how-to adds a guard that works."""

import re
from dataclasses import replace
from datetime import date

import yaml

from engine.people.guards import ENFORCED, GUARDS, Guard, case_for_guard, facts, likeness
from engine.people.guards.guard import ACTOR, ANSWERS, PERSON
from engine.people.refusal import Refusal
from engine.procedures.body_parts import PARTS
from engine.procedures.fault import N_
from tests.engine.people.guard_table import question
from tests.installations import repository

PAGE = (repository() / "docs" / "guards.md").read_text("utf-8")
HOWTO = (repository() / "docs" / "howto" / "add-a-guard.md").read_text("utf-8")
LINE = re.compile(r"\| ([GA]\d+) \| `(\w+)`([^|]*)\| (\w+) \| (\S+) \| ([^|]+) \|")


def test_the_page_lists_every_guard_as_the_catalogue_has_it() -> None:
    listed = [
        (number, name, set(re.findall(r"`(\w+)`", parts)), kind, about, clause.strip())
        for number, name, parts, kind, about, clause in LINE.findall(PAGE)
    ]
    assert listed == [
        (g.id, g.name, set(g.parts), g.kind, g.about if g.judge else "–", g.clause)
        for g in GUARDS.values()
    ]


def test_the_page_names_what_each_guard_reads_of_the_process() -> None:
    rows = {name: line for line in PAGE.splitlines() for _, name, *_ in LINE.findall(line)}
    for guard in GUARDS.values():
        assert all(f"`{name}`" in rows[guard.name] for name in guard.reads), guard.name


def test_the_page_names_every_part() -> None:
    assert set(re.findall(r"`(\w+)`", PAGE)) >= PARTS


def test_a_guard_is_added_as_the_how_to_says() -> None:
    function, entry = re.findall(r"```python\n(.*?)```", HOWTO, re.DOTALL)
    names = {
        "CaseForGuard": case_for_guard.CaseForGuard,
        "Refusal": Refusal,
        "written": likeness.written,
        "Guard": Guard,
        "ENFORCED": ENFORCED,
        "PERSON": PERSON,
        "ACTOR": ACTOR,
        "ANSWERS": ANSWERS,
        "N_": N_,
    }
    exec(function, names)
    guard: Guard = eval(entry, names)
    table = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", HOWTO, re.DOTALL)[0])
    assert table["guard"] == guard.name
    for case in table["cases"]:
        refusal = guard.forbids(question(case))
        assert (str(refusal) if refusal else None) == case.get("refusal")
    expired = question(table["cases"][0])
    old = facts.Competence(standard="oath", since=date(2020, 1, 1), until=date(2020, 1, 2))
    person = replace(expired.candidate, competences=(old,))
    assert guard.forbids(replace(expired, candidate=person))
