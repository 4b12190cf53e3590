"""Bodies, versions, labels and the files they come from."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from engine.actor import SYSTEM
from engine.application import Application, bodies_in
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.errors import NotFound, ProcedureInvalid
from engine.inspection import checkable, inspect
from engine.labels import Labels
from engine.library import Library
from engine.persistence.tables import deadlines, versions
from engine.persistence.unit_of_work import UnitOfWork
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from tests.offices import WORKSHOP, Office, worker

ORDER = WORKSHOP / "bpmn" / "workshop" / "order.bpmn"
FORMS = WORKSHOP / "forms" / "definitions"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the workshop's files that a test may change: its folder of diagrams."""
    for name in ("bpmn", "forms"):
        shutil.copytree(WORKSHOP / name, tmp_path / "copy" / name)
    return tmp_path / "copy" / "bpmn" / "workshop"


def publish(office: Office, folder: Path) -> int:
    """Publish the order as the files in a folder say; returns the number of its version."""
    sources = sources_of(folder / "order.bpmn", FORMS)
    return int(office.by(None, PublishProcedure("workshop/order", sources)).number)


def test_a_version_changes_with_what_its_diagram_refers_to(workshop: Office, copy: Path) -> None:
    assert publish(workshop, copy) == 1
    (copy / "translations" / "ru.po").unlink()
    (copy / "body.yaml").write_text((copy / "body.yaml").read_text() + "# a remark\n")
    assert publish(workshop, copy) == 1
    form = copy.parent.parent / "forms" / "definitions" / "workshop" / "note.json"
    form.write_text(form.read_text().replace('"Note"', '"Remark"'))
    assert publish(workshop, copy) == 2
    terms = copy / "deadlines.yaml"
    terms.write_text(terms.read_text().replace("amount: 3", "amount: 4"))
    assert publish(workshop, copy) == 3
    terms.write_text(terms.read_text().replace("amount: 4", "amount: 3"))
    form.write_text(form.read_text().replace('"Remark"', '"Note"'))
    assert publish(workshop, copy) == 4  # as the first, but a decision of its own
    rows = workshop.rows(versions, procedure="workshop/order")
    assert rows[0]["digest"] == rows[3]["digest"]
    assert [row["in_force"] for row in rows] == [False, False, False, True]


def test_a_case_keeps_the_form_and_the_terms_it_began_with(workshop: Office, copy: Path) -> None:
    clerk = worker(workshop, "clara", "clerk")
    start = StartCase("workshop/order", answers={"thing": "x"})
    old = workshop.by(clerk, start)
    form = copy.parent.parent / "forms" / "definitions" / "workshop" / "choose.json"
    form.write_text(form.read_text().replace('"Register"', '"Which register"'))
    terms = copy / "deadlines.yaml"
    terms.write_text(terms.read_text().replace("amount: 3", "amount: 5"))
    assert publish(workshop, copy) == 2
    new = workshop.by(clerk, start)
    read = workshop.application.read
    labels = {
        case_id: read.work_item(workshop.item(case_id, "choose"), SYSTEM).form.fields[0].label
        for case_id in (old, new)
    }
    assert labels == {old: "Register", new: "Which register"}
    dues = {row["case_id"]: row["due_at"].day for row in workshop.rows(deadlines)}
    assert dues == {old: 5, new: 9}


def test_a_faulty_diagram_is_not_published_and_every_fault_named(
    workshop: Office, copy: Path
) -> None:
    diagram = copy / "order.bpmn"
    text = diagram.read_text()
    for old, new in (
        ('value="note"', 'value="nothing"'),
        ('value="not_a_party"', 'value="nobody"'),
        ('value="W-1"', 'value="W-9"'),
        ('value="number.take"', 'value="number.give"'),
        ('name="Judge">', 'name="Nobody">'),
    ):
        text = text.replace(old, new, 1)
    diagram.write_text(text)
    with pytest.raises(ProcedureInvalid) as refused:
        publish(workshop, copy)
    said = str(refused.value)
    for words in ("«nothing»", "«nobody»", "«W-9»", "«number.give»", "Nobody"):
        assert words in said
    assert all(line.startswith(f"{diagram}:") for line in said.splitlines())
    assert [row["number"] for row in workshop.rows(versions)] == [1]


def test_a_version_is_parsed_once_however_many_ask(workshop: Office) -> None:
    library = Library(workshop.application.library.bodies.values())
    with UnitOfWork(workshop.application.database) as work:
        [record] = work.versions.all_in_force()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: library.published(record), range(8)))
    assert len({id(published) for published in found}) == 1
    with UnitOfWork(workshop.application.database) as work:
        assert library.version(work.versions, record.id) is found[0]
        with pytest.raises(NotFound):
            library.version(work.versions, 4711)


def test_a_published_version_knows_its_elements(workshop: Office) -> None:
    with UnitOfWork(workshop.application.database) as work:
        [record] = work.versions.all_in_force()
    published = workshop.application.library.published(record)
    assert published.name_of("choose") == "Choose a judge"
    assert published.name_of("s") == "s"
    assert published.deadline_of("choose") == "W-1"
    assert [published.role_of(e) for e in ("s", "choose", "judge", "sign")] == [
        "client",
        "clerk",
        "judge",
        "chief",
    ]
    assert published.role_name("chief", "ru") == "начальник"
    assert published.title({}) == ""
    assert published.title({"what": {"thing": "a chair"}}) == "a chair"
    assert replace(published, body=None).role_of("choose") == "Office"
    with pytest.raises(NotFound):
        published.element("nothing")


def test_labels_are_translated_where_somebody_did() -> None:
    bodies = {body.key: body for body in bodies_in(WORKSHOP / "bpmn")}
    labels = Labels.read(WORKSHOP / "bpmn", bodies)
    assert labels.translate("workshop", "Choose a judge", "ru") == "Выбрать судью"
    for text, language in (("Choose a judge", "en"), ("Sign", "ru"), ("Judge", "ru"), ("", "ru")):
        assert labels.translate("workshop", text, language) == text
    assert labels.translate("elsewhere", "Sign", "ru") == "Sign"
    assert labels.missing("workshop", "ru", ["Choose a judge", "Sign"]) == ["Sign"]


def test_an_application_answers_for_its_bodies(workshop: Office) -> None:
    application: Application = workshop.application
    body = application.body("workshop")
    assert body is not None
    assert body.country == "KG"
    assert application.body("elsewhere") is None
    assert application.label("workshop", "Choose a judge", "ru") == "Выбрать судью"


def test_the_files_of_a_procedure_are_found() -> None:
    sources = sources_of(ORDER, Path("elsewhere"))
    assert procedure_of(ORDER) == "workshop/order"
    assert sources.body is not None
    assert sorted(sources.forms) == ["choose", "note", "order"]
    assert sources.called == ()
    lonely = sources_of(Path(__file__), FORMS)
    assert (lonely.body, dict(lonely.forms), dict(lonely.decisions)) == (None, {}, {})


def test_a_diagram_beside_the_forms_of_an_installation_uses_those(tmp_path: Path) -> None:
    shutil.copytree(WORKSHOP / "bpmn" / "workshop", tmp_path / "workshop")
    assert sorted(sources_of(tmp_path / "workshop" / "order.bpmn", FORMS).forms) == [
        "choose",
        "note",
        "order",
    ]


def test_checking_names_every_fault_of_every_file_once(copy: Path) -> None:
    root = copy.parent.parent
    assert inspect(checkable([root]), Settings()) == []
    (copy / "deadlines.yaml").write_text("W-1: {amount: three}\n")
    form = root / "forms" / "definitions" / "workshop" / "note.json"
    form.write_text(form.read_text().replace('"textarea"', '"hologram"'))
    faults = [str(fault) for fault in inspect(checkable([root]), Settings())]
    assert len(faults) == len(set(faults))
    assert any("deadlines.yaml" in fault for fault in faults)
    assert any("hologram" in fault for fault in faults)


def test_what_can_be_checked_is_found(copy: Path, tmp_path: Path) -> None:
    (copy / "notes.json").write_text("{}")
    found = {path.name for path in checkable([tmp_path])}
    rehearsals = {path.name for path in copy.glob("rehearsals/*/*.yaml")}
    assert rehearsals
    forms = {"order.json", "note.json", "choose.json"}
    assert found == {"order.bpmn", "body.yaml", *forms, *rehearsals}
    single = copy / "deadlines.yaml"
    assert checkable([single, single, tmp_path / "nowhere"]) == [single]
    [fault] = inspect([tmp_path / "nowhere.bpmn"], Settings())
    assert "cannot be read" in str(fault)
    [fault] = inspect([copy / "translations" / "ru.po"], Settings())
    assert "no diagram" in str(fault)
