"""Owners upload, check, publish and take back; on both databases."""

import pytest

from engine.actor import SYSTEM
from engine.commands.discard_draft import DiscardDraft
from engine.commands.publish_draft import PublishDraft
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.take_back_version import TakeBackVersion
from engine.commands.upload_draft import UploadDraft
from engine.errors import Conflict, EngineError, NotAllowed, NotFound, ProcedureInvalid
from engine.persistence.tables import versions
from engine.queries.change import change_page, file_in_force
from engine.queries.moves import moves_page
from engine.queries.owned_procedure import procedure_page
from engine.settings import Settings
from engine.sources import sources_of
from engine.workspace import path_of_upload
from tests.cast import KG, OWNER, SPECIALIST
from tests.offices import APPLICATION, Office

FOLDER = Settings().bpmn_path / KG
DIAGRAM = FOLDER / "1_application.bpmn"
FORM = Settings().forms_path / KG / "consent.json"
TWO = "  amount: 2\n  unit: working_hours"
NAME = 'name="1.1 Документ толуктугун текшерүү"'


def diagram(*texts: tuple[str, str]) -> bytes:
    xml = DIAGRAM.read_text(encoding="utf-8")
    for old, new in texts:
        assert old in xml, old
        xml = xml.replace(old, new)
    return xml.encode()


def upload(office: Office, path: str, content: bytes) -> None:
    office.by(OWNER, UploadDraft(KG, path, content))


def page(office: Office):  # type: ignore[no-untyped-def]
    return office.application.read.ask(change_page, office.actor(OWNER), KG)


def in_force(office: Office) -> tuple[int, bool]:
    [row] = [r for r in office.rows(versions, procedure=APPLICATION) if r["in_force"]]
    return row["number"], row["uploaded"]


def test_a_change_with_faults_is_mended_compared_and_published(office: Office) -> None:
    upload(
        office,
        "1_application.bpmn",
        diagram(('value="consent"', 'value="consnet"'), ('value="KG-1.5"', 'value="KG-1.55"')),
    )
    found = page(office)
    assert [(f.file, f.element_id) for f in found.faults] == [("1_application.bpmn", "consent")] * 2
    assert all(fault.line for fault in found.faults)
    assert (found.procedures, set(found.drawings)) == ((), {"1_application.bpmn"})
    with pytest.raises(ProcedureInvalid):
        office.by(OWNER, PublishDraft(KG, "a try"))
    assert in_force(office) == (1, False)
    upload(
        office,
        "1_application.bpmn",
        diagram((NAME, 'name="1.1 Кайра"'), ('value="KG-1.5"', 'value="KG-1.4"')),
    )
    found = page(office)
    assert found.faults == ()
    [change] = found.procedures
    assert (change.key, change.number) == (APPLICATION, 1)
    told = {
        one.id: [(d.name, d.new) for d in one.differences] for one in change.comparison.elements
    }
    assert told["check_completeness"] == [("name", "1.1 Кайра")]
    assert ("deadline", "KG-1.4") in told["consent"]
    assert {f.key: f.state for f in change.comparison.files} == {"KG-1.5": "removed"}
    with pytest.raises(Conflict, match="Say why"):
        office.by(OWNER, PublishDraft(KG, " "))
    with pytest.raises(Conflict, match="look again"):
        office.by(OWNER, PublishDraft(KG, "why", seen_digest="another"))
    [record] = office.by(OWNER, PublishDraft(KG, "clearer", seen_digest=found.digest))
    assert (record.number, record.note, record.published_by) == (2, "clearer", OWNER.name)
    assert in_force(office) == (2, True)
    assert page(office).files == ()
    told_now = office.application.read.ask(procedure_page, office.actor(SPECIALIST), APPLICATION)
    assert [v.number for v in told_now.versions] == [2, 1]
    assert "1.1 Кайра" in {e.name for e in told_now.elements}
    assert office.application.read.ask(
        file_in_force, office.actor(OWNER), KG, "1_application.bpmn"
    ) == diagram((NAME, 'name="1.1 Кайра"'), ('value="KG-1.5"', 'value="KG-1.4"'))


def test_a_form_and_the_terms_change_the_procedures_that_use_them(office: Office) -> None:
    form = FORM.read_text(encoding="utf-8")
    upload(office, "forms/consent.json", form.replace('"label": "', '"label": "Так: ', 1).encode())
    terms = (FOLDER / "deadlines.yaml").read_text(encoding="utf-8")
    upload(office, "deadlines.yaml", terms.replace(TWO, TWO.replace("2", "3"), 1).encode())
    found = page(office)
    assert [file.state for file in found.files] == ["changed", "changed"]
    [change] = found.procedures
    kinds = {(f.what, f.state) for f in change.comparison.files}
    assert kinds == {("form", "changed"), ("deadline", "changed")}
    office.by(OWNER, PublishDraft(KG, "three hours"))
    case_id = office.apply(SPECIALIST)
    due = office.facts(case_id)["dues"]["check_completeness"]
    assert due.isoformat().startswith("2026-03-02T06:00")


def test_a_version_that_no_case_uses_is_taken_back_with_its_files(office: Office) -> None:
    upload(office, "1_application.bpmn", diagram((NAME, 'name="New"')))
    [record] = office.by(OWNER, PublishDraft(KG, "new name"))
    with pytest.raises(NotAllowed):
        office.by(SPECIALIST, TakeBackVersion(record.id))
    back = office.by(OWNER, TakeBackVersion(record.id))
    assert back.number == 1
    assert in_force(office) == (1, False)
    assert (
        office.application.read.ask(file_in_force, office.actor(OWNER), KG, "1_application.bpmn")
        == DIAGRAM.read_bytes()
    )
    with pytest.raises(Conflict, match="taken back before"):
        office.by(OWNER, TakeBackVersion(record.id))
    upload(office, "1_application.bpmn", diagram((NAME, 'name="Newer"')))
    [third] = office.by(OWNER, PublishDraft(KG, "newer"))
    assert third.number == 3
    office.apply(SPECIALIST)
    with pytest.raises(Conflict, match="1 case"):
        office.by(OWNER, TakeBackVersion(third.id))
    with pytest.raises(NotFound):
        office.by(OWNER, TakeBackVersion(999))


def test_the_checkout_does_not_overwrite_an_upload_in_silence(office: Office) -> None:
    upload(office, "1_application.bpmn", diagram((NAME, 'name="New"')))
    office.by(OWNER, PublishDraft(KG, "new name"))
    sources = sources_of(DIAGRAM, Settings().forms_path)
    with pytest.raises(Conflict, match="--over-uploads"):
        office.by(None, PublishProcedure(APPLICATION, sources))
    office.by(None, PublishProcedure(APPLICATION, sources, "from files", over_uploads=True))
    assert in_force(office) == (3, False)
    assert (
        office.application.read.ask(file_in_force, SYSTEM, KG, "1_application.bpmn")
        == DIAGRAM.read_bytes()
    )


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b"PK\x03\x04 no diagram",
        b"<definitions/>",
        b"\x00" * 40 + b"x",
    ],
)
def test_hostile_files_are_faults_and_nothing_else(office: Office, content: bytes) -> None:
    upload(office, "1_application.bpmn", content)
    found = page(office)
    assert found.faults[0].file == "1_application.bpmn"
    with pytest.raises(ProcedureInvalid):
        office.by(OWNER, PublishDraft(KG, "a try"))
    office.by(OWNER, DiscardDraft(KG, "1_application.bpmn"))
    assert page(office).faults == ()
    with pytest.raises(NotFound):
        office.by(OWNER, DiscardDraft(KG))


@pytest.mark.parametrize(
    "name", ["../x.bpmn", "body.yaml", "x.exe", "X.bpmn", "forms/../y.json", ".bpmn", "a b.json"]
)
def test_no_other_file_can_be_named(office: Office, name: str) -> None:
    with pytest.raises(EngineError):
        upload(office, name, b"x")
    if "/" not in name:
        with pytest.raises(EngineError):
            path_of_upload(name)
    assert path_of_upload("C:\\work\\order.json") == "forms/order.json"
    assert path_of_upload(f"{'a' * 81}.bpmn") == f"{'a' * 81}.bpmn"
    assert path_of_upload("work/1_application.bpmn") == "1_application.bpmn"


def test_only_owners_change_and_look(office: Office) -> None:
    for command in (
        UploadDraft(KG, "1_application.bpmn", b"x"),
        DiscardDraft(KG),
        PublishDraft(KG, "why"),
    ):
        with pytest.raises(NotAllowed):
            office.by(SPECIALIST, command)
    for question in (change_page, moves_page):
        with pytest.raises(NotAllowed):
            office.application.read.ask(
                question, office.actor(SPECIALIST), KG if question is change_page else APPLICATION
            )
    with pytest.raises(Conflict, match="Nothing is uploaded"):
        office.by(OWNER, PublishDraft(KG, "why"))
    with pytest.raises(EngineError, match="empty"):
        upload(office, "1_application.bpmn", b"  ")


def test_what_would_become_of_running_cases_is_seen_before(office: Office) -> None:
    first, second = office.apply(SPECIALIST), office.apply(SPECIALIST, organisation="B")
    office.do(SPECIALIST, second, "check_completeness", {"complete": True})
    texts = (
        ('"check_completeness"', '"look"'),
        ('value="look"', 'value="check_completeness"'),
        (">check_completeness<", ">look<"),
        ("check_completeness.complete", "look.complete"),
    )
    upload(office, "1_application.bpmn", diagram(*texts))
    office.by(OWNER, PublishDraft(KG, "renamed"))
    found = office.application.read.ask(moves_page, office.actor(OWNER), APPLICATION)
    moves = {move.case_id: move for move in found.moves}
    assert [o.mappable for o in moves[first].plan.obstacles] == [True]
    assert moves[second].plan.obstacles == ()
    assert moves[second].plan.behind == ("1.1 Документ толуктугун текшерүү",)
    mapped = office.application.read.ask(
        moves_page, office.actor(OWNER), APPLICATION, mapping={"check_completeness": "look"}
    )
    assert all(not move.plan.obstacles for move in mapped.moves)
