"""Owners bring templates and rehearsals, and take unused files away; on both databases."""

from datetime import timedelta

import pytest

from engine.commands.discard_draft import DiscardDraft
from engine.commands.publish_draft import PublishDraft
from engine.commands.remove_file import RemoveFile
from engine.commands.take_back_version import TakeBackVersion
from engine.commands.upload_draft import UploadDraft
from engine.errors import Conflict, EngineError, NotAllowed, NotFound, ProcedureInvalid
from engine.persistence.tables import versions
from engine.queries.change import change_page, file_in_force
from engine.queries.documents import document_manuscript
from engine.settings import Settings
from engine.workspace import path_of_upload
from tests.cast import KG, OWNER, SPECIALIST
from tests.engine.documents.test_documents import documents, to_refusal
from tests.offices import APPLICATION, Office

FOLDER = Settings().bpmn_path / KG
LETTER = "documents/refusal.typ"
TEXT = (FOLDER / LETTER).read_bytes()
OWN = b'/*\nname: {ky: A, ru: B}\n*/\n#import "base.typ": *\n= A\n'
REHEARSAL = "rehearsals/1_application/friday_afternoon.yaml"


def page(office: Office):  # type: ignore[no-untyped-def]
    return office.application.read.ask(change_page, office.actor(OWNER), KG)


def in_force(office: Office, path: str) -> bytes:
    return office.application.read.ask(file_in_force, office.actor(OWNER), KG, path)


def publish(office: Office, note: str):  # type: ignore[no-untyped-def]
    """Some time later than whatever was published before."""
    office.clock.move_by(timedelta(minutes=1))
    return office.by(OWNER, PublishDraft(KG, note))


def upload(office: Office, path: str, content: bytes) -> None:
    office.by(OWNER, UploadDraft(KG, path, content))


def test_a_template_is_tried_compared_and_published_with_a_version(office: Office) -> None:
    upload(office, LETTER, TEXT + b"\n#unheard-of\n")
    [fault] = page(office).faults
    assert fault.file == LETTER
    assert fault.line == TEXT.count(b"\n") + 2
    assert "unknown variable" in fault.sentence
    with pytest.raises(ProcedureInvalid):
        publish(office, "a try")
    upload(office, LETTER, TEXT + b"\nA further line.\n")
    found = page(office)
    assert found.faults == ()
    assert {change.key for change in found.procedures} >= {APPLICATION}
    [file] = next(c for c in found.procedures if c.key == APPLICATION).comparison.files
    assert (file.what, file.key, file.state) == ("document", "refusal", "changed")
    assert (file.old, file.new) == (TEXT, TEXT + b"\nA further line.\n")
    new = publish(office, "a further line")
    assert APPLICATION in [record.procedure for record in new]
    assert in_force(office, LETTER).endswith(b"A further line.\n")
    record = next(one for one in new if one.procedure == APPLICATION)
    if len(new) == 1:
        office.by(OWNER, TakeBackVersion(record.id))
        assert in_force(office, LETTER) == TEXT


@pytest.mark.parametrize(
    "call",
    [
        b'#read("/etc/passwd")',
        b'#plugin("a.wasm")',
        b'#eval("1")',
        b'#import "@preview/cetz:0.3.0": *',
    ],
)
def test_a_template_that_reaches_out_is_a_fault(office: Office, call: bytes) -> None:
    upload(office, "documents/own.typ", OWN + call)
    faults = page(office).faults
    assert {fault.file for fault in faults} == {"documents/own.typ"}
    assert any("may not use" in fault.sentence for fault in faults)


def test_a_template_that_nothing_names_yet_is_checked_and_kept(office: Office) -> None:
    upload(office, "documents/own.typ", b"no head")
    assert "begins with" in page(office).faults[0].sentence
    upload(office, "documents/own.typ", OWN)
    found = page(office)
    assert (found.faults, found.procedures, found.changes_files) == ((), (), True)
    assert publish(office, "for later") == ()
    assert in_force(office, "documents/own.typ") == OWN
    office.by(OWNER, RemoveFile(KG, "documents/own.typ"))
    publish(office, "not needed")
    with pytest.raises(EngineError):
        in_force(office, "documents/own.typ")


def test_what_is_used_stays_and_says_by_what(office: Office) -> None:
    for path, user in (
        ("forms/consent.json", "1_application.bpmn:"),
        (LETTER, "1_application.bpmn:"),
        ("documents/base.typ", "documents/refusal.typ"),
    ):
        with pytest.raises(Conflict) as refused:
            office.by(OWNER, RemoveFile(KG, path))
        assert user in refused.value.values["users"]
    for path in ("1_application.bpmn", "deadlines.yaml", "body.yaml", "../x/y.json"):
        with pytest.raises(EngineError, match="not taken away"):
            office.by(OWNER, RemoveFile(KG, path))
    with pytest.raises(NotFound):
        office.by(OWNER, RemoveFile(KG, "forms/unheard_of.json"))
    with pytest.raises(NotAllowed):
        office.by(SPECIALIST, RemoveFile(KG, REHEARSAL))


def test_a_form_goes_with_the_diagram_that_no_longer_names_it(office: Office) -> None:
    xml = (FOLDER / "1_application.bpmn").read_bytes()
    form = (Settings().forms_path / KG / "consent.json").read_bytes()
    upload(office, "forms/agreement.json", form)
    upload(
        office,
        "1_application.bpmn",
        xml.replace(b'name="form" value="consent"', b'name="form" value="agreement"'),
    )
    office.by(OWNER, RemoveFile(KG, "forms/consent.json"))
    states = {file.path: file.state for file in page(office).files}
    assert states == {
        "1_application.bpmn": "changed",
        "forms/agreement.json": "new",
        "forms/consent.json": "removed",
    }
    case_id = office.apply(SPECIALIST)
    [record] = publish(office, "another form")
    assert "agreement" in office.application.library.published(record).forms
    with pytest.raises(EngineError):
        in_force(office, "forms/consent.json")
    assert office.waiting(case_id)  # it runs on with the form of its version
    office.by(OWNER, TakeBackVersion(record.id))
    assert in_force(office, "forms/consent.json") == form


def test_a_rehearsal_is_brought_read_and_taken_away(office: Office) -> None:
    office.by(OWNER, RemoveFile(KG, REHEARSAL))
    assert [(file.path, file.state) for file in page(office).files] == [(REHEARSAL, "removed")]
    office.by(OWNER, DiscardDraft(KG, REHEARSAL))
    assert page(office).files == ()
    upload(office, REHEARSAL, b"diagram: ../../1_application.bpmn\nsteps:\n  - wait: [a]\n")
    [fault] = page(office).faults
    assert (fault.file, fault.line, fault.element_id) == (REHEARSAL, 3, "wait")
    text = (FOLDER / REHEARSAL).read_bytes() + b"# a word more\n"
    upload(office, REHEARSAL, text)
    found = page(office)
    assert found.faults == ()
    assert [one.name for one in found.rehearsals] == [REHEARSAL]
    assert publish(office, "a word more") == ()
    assert in_force(office, REHEARSAL) == text
    upload(office, REHEARSAL, text)
    with pytest.raises(Conflict, match="as in force"):
        publish(office, "again")
    assert len(office.rows(versions, procedure=APPLICATION)) == 1


@pytest.mark.parametrize(
    ("name", "content", "procedure", "path"),
    [
        ("refusal.typ", b"", "", LETTER),
        (
            "way.yaml",
            b"diagram: ../../1_application.bpmn\n",
            "",
            "rehearsals/1_application/way.yaml",
        ),
        ("way.yaml", b"procedure: kg/4_decision\n", "", "rehearsals/4_decision/way.yaml"),
        ("way.yaml", b"", "4_decision", "rehearsals/4_decision/way.yaml"),
        ("deadlines.yaml", b"", "4_decision", "deadlines.yaml"),
    ],
)
def test_a_file_finds_its_place(name: str, content: bytes, procedure: str, path: str) -> None:
    assert path_of_upload(name, content, procedure) == path


@pytest.mark.parametrize(
    "name", ["body.yaml", "clauses.yaml", "way.yaml", "Letter.typ", "base.typ.bak"]
)
def test_other_files_have_none(name: str) -> None:
    with pytest.raises(EngineError):
        path_of_upload(name)


def test_documents_drawn_up_stay_and_those_after_are_of_the_new_template(office: Office) -> None:
    before = to_refusal(office)
    [old] = documents(office, SPECIALIST, before)
    upload(office, LETTER, TEXT + b"\nA further line.\n")
    publish(office, "a further line")
    [still] = documents(office, SPECIALIST, before)
    assert (still.id, still.sha256, still.size) == (old.id, old.sha256, old.size)
    told = office.application.read.ask(document_manuscript, office.actor(SPECIALIST), old.id)
    assert told.templates["refusal"] == TEXT
    [new] = documents(office, SPECIALIST, to_refusal(office))
    told = office.application.read.ask(document_manuscript, office.actor(SPECIALIST), new.id)
    assert told.templates["refusal"] == TEXT + b"\nA further line.\n"
