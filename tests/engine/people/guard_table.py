"""Tables of cases for guards: what each sees, and the whole sentence of its refusal.

A case is ``name``, what ``CaseForGuard`` holds (``day candidate part case participants party
standards fields respondents scope schemes answers team thresholds instance``), and ``refusal``: the
sentence, or nothing where the guard lets pass. ``candidate`` and each ``candidate`` of the team
hold what ``Candidate`` does; people, days and facts are written as plain YAML.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from engine.people.guards import GUARDS, Guard
from engine.people.guards.case_for_guard import Appointee, CaseForGuard, Participant
from engine.people.guards.facts import (
    Candidate,
    Competence,
    Conflict,
    Contract,
    Employment,
    Experience,
    Involvement,
)
from engine.people.guards.thresholds import thresholds

FOLDER = Path(__file__).parent / "guards"
DAY = date(2026, 3, 12)
FACTS = {
    "competences": Competence,
    "conflicts": Conflict,
    "employments": Employment,
    "experience": Experience,
    "contracts": Contract,
}


def table_of(guard: Guard) -> list[dict[str, Any]]:
    """Return the cases of a guard."""
    read = yaml.safe_load((FOLDER / f"{guard.name}.yaml").read_text(encoding="utf-8"))
    assert GUARDS[read["guard"]] is guard
    cases: list[dict[str, Any]] = read["cases"]
    return cases


def question(case: Mapping[str, Any]) -> CaseForGuard:
    """Return what the guard sees in a case."""
    on = case.get("day", DAY)
    scope = case.get("scope")
    return CaseForGuard(
        on=on,
        candidate=person(case.get("candidate", {})),
        part=case.get("part", ""),
        case=case.get("case", "КАБ-2026-0007"),
        body_names=frozenset(case.get("body_names", ())),
        participants=tuple(
            Participant(part, one) for part, one in case.get("participants", {}).items()
        ),
        party=tuple(case.get("party", ())),
        standards=tuple(case.get("standards", ())),
        fields=tuple(case.get("fields", ())),
        respondents=frozenset(case.get("respondents", ())),
        scope=None if scope is None else tuple((name, tuple(f)) for name, f in scope.items()),
        schemes=None if case.get("schemes") is None else tuple(case["schemes"]),
        answers=case.get("answers", {}),
        team=tuple(
            Appointee(one["part"], person(one["candidate"]), one.get("row", {}))
            for one in case.get("team", ())
        ),
        thresholds={**thresholds(None, on), **case.get("thresholds", {})},
        instance=case.get("instance", {}),
    )


def person(written: Mapping[str, Any]) -> Candidate:
    """Return a person: 7, А. Ахметов, unless the case names another."""
    facts = {
        name: tuple(kind(**one) for one in written.get(name, ())) for name, kind in FACTS.items()
    }
    involvements = tuple(
        Involvement(
            case=one.get("case", "КАБ-2026-0001"),
            own=one.get("own", False),
            role=one.get("role", one.get("part", "")),
            part=one.get("part", ""),
            step=one.get("step", ""),
            on=one.get("day", date(2026, 2, 3)),
        )
        for one in written.get("involvements", ())
    )
    return Candidate(
        person_id=written.get("id", 7),
        name=written.get("name", "А. Ахметов"),
        held=frozenset(written.get("held", ())),
        involvements=involvements,
        **facts,
    )
