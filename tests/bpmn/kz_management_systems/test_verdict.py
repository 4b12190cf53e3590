"""The decision table of verdicts, played in a case: grades, actions, decision."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.runtime.advanced import ServiceCall
from engine.runtime.decisions import read_decisions
from engine.runtime.reading import read_xml
from tasks.catalog import OPERATIONS
from tasks.operation import Context
from tests.engine.runtime.play import END, START, Play, Port, document, el, line

DMN = (Path(__file__).parents[3] / "bpmn" / "kz_management_systems" / "verdict.dmn").read_bytes()
CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("verdict.yaml").read_text(encoding="utf-8")
)["cases"]
CLOSING = date(2027, 3, 15)
DIAGRAM = document(
    START
    + el("serviceTask", "grades", operation="verdict.grades",
         input_findings="findings", input_upgrades="upgrades")
    + el("serviceTask", "actions", operation="verdict.actions", input_occasion="occasion",
         input_closing="closing", input_as_of="as_of", input_needed="grades.needs_actions",
         input_actions="[{'finding': mark, 'carried_out': taken.carried_out,"
         " 'confirmed': taken.confirmed, 'visited': taken.visited}"
         " for mark in grades.needs_actions]",
         input_agreed="agreed", input_refused="refused",
         input_earlier_effective="earlier_effective")
    + el("businessRuleTask", "verdict", attributes='camunda:decisionRef="verdict"')
    + END
    + line("s", "grades", "actions", "verdict", "e")
)  # fmt: skip


class Catalogue(Port):
    """A port that calculates with the catalogue, as the application's does."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        super().__init__()
        self._context = Context(CLOSING, parameters)

    def call(self, call: ServiceCall) -> Any:
        return OPERATIONS[call.operation].run(call.inputs, self._context)


def findings_of(case: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    for kind, times in case.get("findings", []):
        grade, process, subdivision = [*kind.split("/"), "", ""][:3]
        found += [{"grade": grade, "process": process, "subdivision": subdivision}] * times
    return [{"mark": str(number), **one} for number, one in enumerate(found, 1)]


def played(case: dict[str, Any]) -> dict[str, Any]:
    closing = case.get("closing", CLOSING)
    own = [{"from": "2000-01-01", "reference": "the case", "value": case.get("counted")}]
    play = Play(
        DIAGRAM,
        Catalogue({"slight_grades": own} if "counted" in case else {}),
        decisions=(DMN,),
        occasion=case["occasion"],
        findings=findings_of(case),
        upgrades=case.get("upgrades", []),
        closing=closing.isoformat(),
        as_of=case.get("as_of", closing).isoformat(),
        agreed=case["agreed"].isoformat() if "agreed" in case else None,
        refused=case.get("refused", False),
        earlier_effective=case.get("earlier_effective", True),
        taken={
            "carried_out": case["carried_out"].isoformat() if "carried_out" in case else None,
            "confirmed": case.get("confirmed"),
            "visited": case.get("visited", False),
        },
    )
    assert play.incidents() == []
    return dict(play.now.data)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_the_table_decides_as_published(case: dict[str, Any]) -> None:
    data = played(case)
    assert data["verdict"]["outcome"] == case["outcome"]
    assert data["verdict"]["rule"] == case["rule"]
    assert data["verdict"]["reading"] is case.get("reading", False)
    assert data["verdict"]["clause"].startswith("L")
    for name, value in case.get("grades", {}).items():
        assert data["grades"][name] == value


def test_every_published_row_and_example_is_played() -> None:
    assert {case["row"] for case in CASES if "row" in case} == set(range(1, 15))
    assert {case["vector"] for case in CASES if "vector" in case} == {
        f"N{number}" for number in range(1, 13)
    }


def test_every_row_of_the_table_is_played() -> None:
    (table,) = read_decisions(read_xml(DMN))
    assert {case["rule"] for case in CASES} == {rule.results[3].strip('"') for rule in table.rules}


def test_every_combination_has_exactly_one_row() -> None:
    (table,) = read_decisions(read_xml(DMN))
    assert table.policy == "UNIQUE"
    occasions = ("initial", "recertification", "extension", "surveillance", "suspension")
    states = (
        "not_needed", "open", "done", "insufficient", "rejected", "late", "no_evidence", "refused",
    )  # fmt: skip
    numbers = product((0, 1), (0, 1), (0, 9, 10))
    for (waiting, major, counted), occasion, state in product(numbers, occasions, states):
        for within, earlier in product((True, False), repeat=2):
            found = table.decide(
                {
                    "occasion": occasion,
                    "grades": {
                        "proposals_open": waiting,
                        "major": major,
                        "counted": counted,
                        "limit": 10,
                    },
                    "actions": {
                        "state": state,
                        "within_month": within,
                        "earlier_effective": earlier,
                    },
                }
            )
            assert isinstance(found, dict), (occasion, waiting, major, counted, state)
