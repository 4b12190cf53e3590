"""Files over both databases: attached, kept by the case, swept when unused, backed up with it."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from engine.application import Application, build
from engine.clock import SetClock
from engine.commands.attach_file import AttachFile
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.save_draft import SaveDraft
from engine.commands.sweep_files import SweepFiles
from engine.commands.sweeping import KEPT_UNUSED
from engine.errors import Conflict, EngineError, FormInvalid, NotAllowed
from engine.persistence.backup import back_up, restore
from engine.persistence.database import open_database
from engine.persistence.file_contents import FolderOfContents, TooLarge
from engine.settings import Settings
from tests.cast import APPLICANT, SPECIALIST
from tests.installations import actor_of
from tests.papers import PDF, begin_papers, publish_papers

CLIENT = {"name": "Lab", "number": "01234567890123"}


@pytest.fixture
def papers(application: Application) -> Application:
    """An installation with the procedure that takes files."""
    publish_papers(application)
    return application


def attach(application: Application, item: str, content: bytes = PDF) -> str:
    taken = application.take_in(io.BytesIO(content))
    command = AttachFile("act", "act.pdf", taken.sha256, taken.size, work_item_id=item)
    return str(application.execute(command, actor_of(application, SPECIALIST))["id"])


def finish(application: Application, item: str, file_id: str) -> str:
    command = CompleteWorkItem(item, {"client": CLIENT, "act": file_id, "signed": True})
    return str(application.execute(command, actor_of(application, SPECIALIST)))


def test_a_finished_step_keeps_its_files_and_their_hashes(papers: Application) -> None:
    item = begin_papers(papers)
    file_id = attach(papers, item)
    case_id = finish(papers, item, file_id)
    actor = actor_of(papers, SPECIALIST)
    found = papers.read.file(file_id, actor)
    assert (found.name, found.size, found.type) == ("act.pdf", len(PDF), "application/pdf")
    event = next(e for e in papers.read.history(case_id, actor) if e.kind == "work_item_completed")
    assert event.facts["files"] == [[file_id, found.sha256]]
    signed = next(change for change in event.changes if change.path == "collect.signed.by.name")
    assert signed.new == SPECIALIST.name


def test_who_may_not_work_on_the_step_attaches_nothing(papers: Application) -> None:
    item = begin_papers(papers)
    taken = papers.take_in(io.BytesIO(PDF))
    command = AttachFile("act", "act.pdf", taken.sha256, taken.size, work_item_id=item)
    with pytest.raises(NotAllowed):
        papers.execute(command, actor_of(papers, APPLICANT))
    missing = AttachFile("act", "act.pdf", "0" * 64, 5, work_item_id=item)
    with pytest.raises(Conflict):
        papers.execute(missing, actor_of(papers, SPECIALIST))


def test_a_kept_file_of_another_case_is_no_answer(papers: Application) -> None:
    item = begin_papers(papers)
    file_id = attach(papers, item)
    finish(papers, item, file_id)
    with pytest.raises(FormInvalid):
        finish(papers, begin_papers(papers), file_id)


def test_what_nobody_uses_is_swept_and_what_a_draft_names_is_not(
    papers: Application, monday_clock: SetClock, database_url: str
) -> None:
    actor = actor_of(papers, SPECIALIST)
    kept_item, drafted_item = begin_papers(papers), begin_papers(papers)
    kept = attach(papers, kept_item, PDF + b"1")
    finish(papers, kept_item, kept)
    drafted = attach(papers, drafted_item, PDF + b"2")
    papers.execute(SaveDraft(drafted_item, {"act": drafted}), actor)
    left = attach(papers, drafted_item, PDF + b"3")
    content = papers.read.file(left, actor).sha256
    assert papers.execute(SweepFiles(), actor) == 0  # too early
    monday_clock.move_to(monday_clock.moment + KEPT_UNUSED + timedelta(days=2))
    papers.deliver()
    with pytest.raises(EngineError):
        papers.read.file(left, actor)
    assert papers.read.file(kept, actor)
    assert papers.read.file(drafted, actor)
    for path in Path(papers.contents._path).rglob("*"):  # type: ignore[attr-defined]
        os.utime(path, (0, 0))
    papers.execute(SweepFiles(), actor)
    assert not papers.contents.has(content)
    assert papers.contents.has(papers.read.file(kept, actor).sha256)


@pytest.fixture
def folder(tmp_path: Path) -> FolderOfContents:
    """A folder of contents."""
    return FolderOfContents(tmp_path / "files")


def test_a_content_is_kept_once_and_never_in_halves(
    folder: FolderOfContents, tmp_path: Path
) -> None:
    first, second = (folder.put(io.BytesIO(PDF), 1000) for _ in range(2))
    assert first == second
    with folder.open(first.sha256) as source:
        assert source.read() == PDF
    with pytest.raises(TooLarge):
        folder.put(io.BytesIO(bytes(1001)), 1000)
    files = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert len(files) == 1
    assert not os.access(files[0], os.X_OK)
    for name in ("../../etc/passwd", "", "A" * 64):
        with pytest.raises(FileNotFoundError):
            folder.open(name)


@pytest.fixture
def elsewhere(empty_url: str, tmp_path: Path) -> Settings:
    """Settings of another, empty installation."""
    return Settings(database_url=empty_url, files_path=tmp_path / "restored")


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    """The address of an empty database."""
    return f"sqlite:///{tmp_path / 'other.sqlite'}"


def test_a_backup_holds_the_files(papers: Application, elsewhere: Settings, tmp_path: Path) -> None:
    item = begin_papers(papers)
    file_id = attach(papers, item)
    finish(papers, item, file_id)
    counted = back_up(papers.database, tmp_path / "b.gz", lambda *_: None, papers.contents)
    database = open_database(elsewhere.database_url)
    contents = FolderOfContents(elsewhere.folder_of_files())
    assert restore(database, tmp_path / "b.gz", lambda *_: None, contents) == counted
    database.dispose()
    other = build(elsewhere)
    found = other.read.file(file_id, actor_of(other, SPECIALIST))
    with other.contents.open(found.sha256) as source:
        assert source.read() == PDF
    other.database.dispose()
    papers.contents.remove(found.sha256)
    with pytest.raises(EngineError, match=r"act\.pdf"):
        back_up(papers.database, tmp_path / "c.gz", lambda *_: None, papers.contents)
