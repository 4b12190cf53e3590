"""Running cases go over to another version, on both databases: drafts and terms with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.move_case import MoveCase
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.save_draft import SaveDraft
from engine.errors import Conflict, NotAllowed, NotFound
from engine.persistence.records import VersionRecord
from engine.persistence.tables import cases, deadlines, events, work_items
from engine.procedures.body import read_body
from engine.settings import Settings
from engine.sources import sources_of
from tests.cast import OWNER, SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.offices import APPLICATION, STRAIGHT, Office

FOLDER = Settings().bpmn_path / "kg_accreditation"
DIAGRAM = FOLDER / "1_application.bpmn"


def changed(office: Office, *texts: tuple[str, str], terms: tuple[str, str] = ("", "")) -> Any:
    """Publish the application with some texts of its diagram and terms replaced."""
    xml = DIAGRAM.read_text(encoding="utf-8")
    for old, new in texts:
        assert old in xml
        xml = xml.replace(old, new)
    sources = sources_of(DIAGRAM, Settings().forms_path)
    written = (FOLDER / "deadlines.yaml").read_text(encoding="utf-8")
    assert terms[0] in written
    body = read_body(
        "kg_accreditation",
        (FOLDER / "body.yaml").read_bytes(),
        written.replace(*terms, 1).encode(),
    )
    sources = replace(sources, diagram=xml.encode(), body=body)
    record: VersionRecord = office.by(None, PublishProcedure(APPLICATION, sources, "changed"))
    return record


NAME = 'name="1.1 Документ толуктугун текшерүү"'
NAMED = (NAME, 'name="1.1 Кайра текшерүү"')


def rest_of(office: Office, case_id: str) -> None:
    """Walk the application on to its end."""
    for person, element_id, answers in STRAIGHT:
        if element_id in office.waiting(case_id):
            office.do(person, case_id, element_id, answers)


def row(office: Office, table: Any, **wanted: Any) -> Mapping[str, Any]:
    return office.rows(table, **wanted)[-1]


def test_a_case_goes_over_with_its_draft_and_its_term_and_runs_to_its_end(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    office.by(SPECIALIST, SaveDraft(item, {"analysis": "half a page"}))
    before = row(office, deadlines, task_id=item)
    new = changed(
        office,
        NAMED,
        terms=("  amount: 2\n  unit: working_hours", "  amount: 4\n  unit: working_hours"),
    )
    assert row(office, cases, id=case_id)["version_id"] != new.id
    done = office.by(OWNER, MoveCase(case_id, new.id))
    assert [change.moves for change in done.terms] == [True]
    after = row(office, deadlines, task_id=item)
    assert after["started_at"] == before["started_at"]
    assert (after["due_at"] - before["due_at"]).total_seconds() == 2 * 3600
    stored = row(office, work_items, id=item)
    assert (stored["name"], stored["draft"]) == ("1.1 Кайра текшерүү", {"analysis": "half a page"})
    assert stored["due_at"] == after["due_at"]
    told = row(office, events, case_id=case_id, kind="case_moved")
    assert (told["facts"]["from"], told["facts"]["to"]) == (1, 2)
    assert told["actor"] == OWNER.name
    moved = row(office, events, case_id=case_id, kind="deadline_recomputed")
    assert (moved["facts"]["old"], moved["facts"]["due"]) == (
        before["due_at"].isoformat(),
        after["due_at"].astimezone(done.terms[0].new_due.tzinfo).isoformat(),
    )
    rest_of(office, case_id)
    assert row(office, cases, id=case_id)["outcome"] == "expert_group_ordered"
    assert_history_is_whole(office, case_id)


def test_the_new_version_decides_what_comes_next(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    condition = ">check_completeness.complete<"
    new = changed(office, (condition, ">not check_completeness.complete<"))
    other = office.apply(SPECIALIST)
    office.by(OWNER, MoveCase(case_id, new.id))
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, other, "check_completeness", {"complete": True})
    assert office.waiting(case_id) == office.waiting(other) == ["notify_incomplete"]


def test_a_term_that_a_version_brings_or_takes_away(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    property_ = '          <spiffworkflow:property name="deadline" value="KG-1.1" />\n'
    without = changed(office, (property_, ""))
    office.by(OWNER, MoveCase(case_id, without.id))
    assert row(office, deadlines, task_id=item)["state"] == "withdrawn"
    assert row(office, work_items, id=item)["due_at"] is None
    office.at("2026-03-02T15:00:00+06:00")
    again = changed(office)
    office.by(OWNER, MoveCase(case_id, again.id))
    began = row(office, deadlines, task_id=item)
    assert (began["state"], began["started_at"]) == (
        "running",
        row(office, work_items, id=item)["created_at"],
    )
    office.at("2026-03-02T15:01:00+06:00")
    assert row(office, deadlines, task_id=item)["state"] == "overdue"
    rest_of(office, case_id)
    assert row(office, cases, id=case_id)["state"] == "ended"


def test_a_removed_step_needs_its_owner_to_name_another(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    new = changed(
        office,
        ('"check_completeness"', '"look"'),
        ('value="look"', 'value="check_completeness"'),
        (">check_completeness<", ">look<"),
        ("check_completeness.complete", "look.complete"),
    )
    with pytest.raises(Conflict, match="no step"):
        office.by(OWNER, MoveCase(case_id, new.id))
    assert row(office, cases, id=case_id)["version_id"] != new.id
    office.by(OWNER, MoveCase(case_id, new.id, {"check_completeness": "look"}))
    [item] = [i for i in office.rows(work_items, case_id=case_id) if i["state"] == "open"]
    assert item["element_id"] == "look"
    term = row(office, deadlines, task_id=item["id"])
    assert (term["element_id"], term["state"], term["entry"]) == ("look", "running", "KG-1.1")


def test_who_may_and_what_cannot(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    old = row(office, cases, id=case_id)["version_id"]
    new = changed(office, NAMED)
    with pytest.raises(NotAllowed):
        office.by(SPECIALIST, MoveCase(case_id, new.id))
    with pytest.raises(Conflict, match="runs on this version"):
        office.by(OWNER, MoveCase(case_id, old))
    with pytest.raises(NotFound):
        office.by(OWNER, MoveCase("nothing", new.id))
    with pytest.raises(NotFound):
        office.by(OWNER, MoveCase(case_id, 999))
    other = office.publish(PLAIN)
    with pytest.raises(NotFound):
        office.by(OWNER, MoveCase(case_id, other.id))
    seen = row(office, cases, id=case_id)["revision"]
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    with pytest.raises(Conflict, match="moved on"):
        office.by(OWNER, MoveCase(case_id, new.id, seen_revision=seen))
    office.go(case_id, "")
    rest_of(office, case_id)
    with pytest.raises(Conflict, match="has ended"):
        office.by(OWNER, MoveCase(case_id, new.id))


PLAIN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
    '<process id="P"><startEvent id="s"/><userTask id="a"/>'
    '<sequenceFlow id="f" sourceRef="s" targetRef="a"/></process></definitions>'
)


def test_work_in_hand_goes_on_after_the_case_went_over(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    new = changed(office, NAMED)
    office.by(OWNER, MoveCase(case_id, new.id))
    office.by(SPECIALIST, CompleteWorkItem(item, {"complete": True}))
    assert office.waiting(case_id) == ["analyse_resources"]
