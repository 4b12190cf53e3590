"""What rehearsals leave out is named by file, line and element."""

from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.rehearsals.coverage import Coverage, cover, folder_of
from engine.settings import Settings
from tests.engine.rehearsals.office import PLAY, office_in


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return office_in(tmp_path)


def covered(folder: Path) -> Coverage:
    settings = Settings().model_copy(
        update={"bpmn_path": folder.parent, "forms_path": folder.parent / "forms"}
    )
    return cover(folder, settings)


def test_what_no_rehearsal_touches_is_named(office: Path) -> None:
    found = covered(office)
    (procedure,) = found.procedures
    missing = {
        name: {fault.element_id for fault in share.missing}
        for name, share in procedure.shares.items()
    }
    assert found.differences == ()
    assert missing["elements"] == {"b", "no_end", "e"}
    assert missing["flows"] == {"which_to_no_end", "late_to_b", "b_to_e"}
    assert missing["fired"] == {"late"}
    assert missing["spared"] == set()
    assert missing["clauses"] == {"s", "a", "b", "late", "yes_end", "no_end", "e"}
    assert all(fault.line and fault.file for fault in found.findings() if hasattr(fault, "file"))


def test_a_second_rehearsal_reaches_the_rest(office: Path) -> None:
    folder = office / "rehearsals" / "answer"
    (folder / "no.yaml").write_text(PLAY.replace("x: 2", "x: 0").replace("yes_end", "no_end"))
    (folder / "late.yaml").write_text(
        "diagram: ../../answer.bpmn\nstart: {as: clerk}\nsteps:\n  - advance: P3D\n"
        "  - complete: b\n  - ended: true\n"
    )
    shares = covered(office).procedures[0].shares
    names = ("elements", "flows", "fired", "spared")
    assert [shares[name].missing for name in names] == [(), (), (), ()]


def test_an_event_that_always_happens_is_not_spared(office: Path) -> None:
    play = office / "rehearsals" / "answer" / "yes.yaml"
    play.write_text(
        "diagram: ../../answer.bpmn\nstart: {as: clerk}\nsteps:\n  - advance: P3D\n  - waits: [b]\n"
    )
    shares = covered(office).procedures[0].shares
    assert [fault.element_id for fault in shares["spared"].missing] == ["late"]
    assert "b" not in {fault.element_id for fault in shares["elements"].missing}
    assert "late_to_b" not in {fault.element_id for fault in shares["flows"].missing}


def test_statements_without_element_need_a_reason_and_names_must_be_there(office: Path) -> None:
    found = covered(office)
    assert [(f.element_id, f.line) for f in found.statements.missing] == [("L2", 4)]
    assert sorted(fault.values["name"] for fault in found.wrong) == ["answer/gone", "no_such"]


def test_a_rehearsal_that_differs_is_a_finding(office: Path) -> None:
    play = office / "rehearsals" / "answer" / "yes.yaml"
    play.write_text(PLAY.replace("yes_end", "no_end"))
    (difference,) = covered(office).differences
    assert (difference.file, difference.line) == (play, 6)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("source: x\n", "statements"),
        ("source: x\nstatements: {a: 1}\n", "list of statements"),
        ("source: x\nstatements: [{line: 3, to: 2, says: {en: a}}]\n", "Lines"),
        ("source: x\nstatements: [{line: 3, says: {}, element: [a]}]\n", "element"),
        ("source: x\nstatements: [{line: 3, says: a}]\n", "by language"),
        ("source: x\nstatements: [{line: 3, says: {en: a}, elements: b}]\n", "list of names"),
    ],
)
def test_a_list_of_clauses_that_cannot_be_read_names_its_line(
    office: Path, text: str, word: str
) -> None:
    (office / "clauses.yaml").write_text(text)
    wrong = covered(office).wrong
    assert any(word in fault.sentence for fault in wrong), wrong
    (office / "clauses.yaml").unlink()
    assert "no clauses.yaml" in covered(office).wrong[0].sentence


def test_a_body_is_found_by_key_or_folder(office: Path) -> None:
    assert folder_of("kg_accreditation", Settings()).name == "kg_accreditation"
    assert folder_of(str(office), Settings()) == office
    with pytest.raises(EngineError, match="no body"):
        folder_of("nobody", Settings())
