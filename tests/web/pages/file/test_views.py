"""Files that come with a form: stored at once, given out to those who may see them."""

from io import BytesIO
from pathlib import Path

import pytest

from engine.application import Application
from tests.cast import APPLICANT, DIRECTOR, OTHER_SPECIALIST, SPECIALIST
from tests.forms.compound_files import compound_file
from tests.papers import PDF, PNG, PROCEDURE, begin_papers, open_item, publish_papers
from tests.web.conftest import Visit
from tests.web.visitor import Answer

CLIENT = {"client.name": "ОсОО «Лаб»", "client.number": "01234567890123"}
LINKS = "//ul[@class='files']//a"


@pytest.fixture
def item(sqlite_application: Application) -> str:
    """A step whose form takes files."""
    publish_papers(sqlite_application)
    return begin_papers(sqlite_application)


def upload(name: str, content: bytes = PDF) -> tuple[BytesIO, str]:
    return BytesIO(content), name


def texts(answer: Answer, xpath: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in answer.all(xpath)]


def test_a_file_is_attached_used_and_given_out(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    typed = {**CLIENT, "notes": "half a sen", "_file.act": upload("Акт 1.pdf")}
    answer = visitor.send(typed, button="_attach")
    assert answer.status == 200
    assert texts(answer, LINKS) == ["Акт 1.pdf"]
    assert answer.words("//textarea[@name='notes']") == "half a sen"
    assert answer.one("//input[@id='client']").get("value") == "ОсОО «Лаб»"
    again = visitor.get(f"/work-items/{item}")  # it is in the draft
    assert texts(again, LINKS) == ["Акт 1.pdf"]
    link = again.one(LINKS).get("href")
    response = visitor.client.get(link, buffered=True)
    assert response.get_data() == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    visitor.get(f"/work-items/{item}")
    done = visitor.send(
        {
            **CLIENT,
            "signed": "yes",
            "findings.0.text": "No plan",
            "_file.findings.0.proof": upload("photo.png", PNG),
            "_file.more": [upload("a.pdf"), upload("b.png", PNG)],
        }
    )
    assert done.path == "/", done.words()
    case = visitor.get(done.one("//*[contains(@class, 'toast')]//a").get("href"))
    assert case.status == 200
    following = visitor.get(case.one("//main//a[starts-with(@href, '/work-items/')]").get("href"))
    assert texts(following, "//dl//a") == ["Акт 1.pdf"]
    assert texts(following, "//table//td[@data-l='Proof']//a") == ["photo.png"]


def test_what_was_chosen_is_kept_when_answers_are_refused(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    answer = visitor.send({"_file.act": upload("act.pdf")})
    assert answer.status == 422
    assert texts(answer, LINKS) == ["act.pdf"]
    assert visitor.send(CLIENT).path == "/"


def test_a_file_is_replaced_and_taken_away(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    visitor.send({"_file.act": upload("one.pdf")}, button="_attach")
    answer = visitor.send({"_file.act": upload("two.pdf")}, button="_attach")
    assert texts(answer, LINKS) == ["two.pdf"]
    answer = visitor.send({}, button="_detach")
    assert texts(answer, LINKS) == []
    assert texts(visitor.get(f"/work-items/{item}"), LINKS) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("act.png", PNG),
        ("act.pdf", b"<html><script>alert(1)</script>"),
        ("act.pdf", b"MZ\x90\x00"),
        ("act.pdf", b""),
        ("act.docm", b"PK\x03\x04"),
        ("act.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_the_rest_is_kept(
    visit: Visit, item: str, name: str, content: bytes
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    answer = visitor.send({**CLIENT, "_file.act": upload(name, content)}, button="_attach")
    assert answer.status == 422
    assert "is not a file of the kind that is asked for" in answer.words("//*[@role='alert']")
    assert answer.one("//input[@id='client']").get("value") == "ОсОО «Лаб»"
    assert texts(answer, LINKS) == []


def test_an_old_office_file_comes_without_macros_or_not_at_all(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    plain = compound_file({"WordDocument": PDF})
    acting = compound_file({"WordDocument": PDF}, ("VBA",))
    answer = visitor.send({**CLIENT, "_file.more": upload("act.doc", acting)}, button="_attach")
    assert answer.status == 422
    assert "is not a file of the kind that is asked for" in answer.words("//*[@role='alert']")
    assert answer.one("//input[@id='client']").get("value") == "ОсОО «Лаб»"
    answer = visitor.send({"_file.more": upload("act.doc", plain)}, button="_attach")
    assert texts(answer, LINKS) == ["act.doc"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("act.pdf.exe", "act.pdf.exe.pdf"),
        ("act\u202efdp.exe", "actfdp.exe.pdf"),
        ("..", "file.pdf"),
        ("<img>.pdf", "_img_.pdf"),
    ],
)
def test_names_are_cleaned(visit: Visit, item: str, sent: str, kept: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    answer = visitor.send({"_file.act": upload(sent)}, button="_attach")
    assert texts(answer, LINKS) == [kept]


def test_a_file_that_is_too_large_is_refused_by_its_field(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    sqlite_application.largest_file = 1024 * 1024
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    large = upload("act.pdf", PDF + bytes(1024 * 1024))
    answer = visitor.send({**CLIENT, "_file.act": large}, button="_attach")
    assert answer.status == 422
    assert "The file is larger than 1 MB." in answer.words("//*[@role='alert']")
    assert answer.one("//input[@id='client']").get("value") == "ОсОО «Лаб»"


def test_a_request_that_is_far_too_large_is_refused_before_it_is_read(
    visit: Visit, item: str
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    address = f"/work-items/{item}"
    response = visitor.client.post(
        address,
        data=b"x",
        headers={"Referer": f"http://localhost{address}", "Accept-Language": "ru"},
        environ_overrides={"CONTENT_LENGTH": str(10**12)},
    )
    assert response.status_code == 413
    answer = Answer.of(response)
    assert "Один файл — до 25 МБ, всё вместе за один раз — до 100 МБ" in answer.words()
    assert answer.one("//main//a[contains(., 'Назад к форме')]").get("href") == address


def test_only_who_may_see_the_case_opens_its_files(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    link = visitor.send({"_file.act": upload("act.pdf")}, button="_attach").one(LINKS).get("href")
    assert visit(APPLICANT).get(link).status == 404
    assert visit(DIRECTOR).get(link).status == 404  # a draft of another role
    assert visit(OTHER_SPECIALIST).get(link).status == 200  # may go on with it
    signed_out = visit()
    assert signed_out.get(link).path.startswith("/sign-in")
    visitor.get(f"/work-items/{item}")
    visitor.send(CLIENT)
    assert visit(APPLICANT).get(link).status == 404
    assert visit(DIRECTOR).get(link).status == 200
    assert visitor.get("/files/0123456789abcdef").status == 404
    assert visitor.get(f"{link}x").status == 404


def test_a_file_of_another_step_or_case_is_no_answer(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    mine = visit(SPECIALIST)
    mine.get(f"/work-items/{item}")
    answer = mine.send({"_file.act": upload("act.pdf")}, button="_attach")
    identity = answer.one("//input[@type='hidden'][@name='act']").get("value")
    other = begin_papers(sqlite_application)
    theirs = visit(OTHER_SPECIALIST)
    theirs.get(f"/work-items/{other}")
    refused = theirs.send({**CLIENT, "act": identity})
    assert refused.status == 422
    assert "this file is not here any more" in refused.words("//*[@role='alert']")
    start = visit(OTHER_SPECIALIST)
    start.get(f"/procedures/{PROCEDURE}/start")
    refused = start.send({"letter": identity})
    assert refused.status == 422


def test_a_case_is_started_with_a_file(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/procedures/{PROCEDURE}/start")
    answer = visitor.send({"_file.letter": upload("letter.pdf")}, button="_attach")
    assert texts(answer, LINKS) == ["letter.pdf"]
    case = visitor.send({})
    assert case.path.startswith("/cases/")
    assert "letter.pdf" in case.text


def test_a_field_that_asks_for_no_file_takes_none(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    for path in ("notes", "nothing", "findings.0.text", "findings.999999.proof"):
        answer = visitor.send({f"_file.{path}": upload("act.pdf")}, button="_attach")
        assert answer.status in (200, 404, 422)
        assert texts(answer, LINKS) == []
        visitor.get(f"/work-items/{item}")


def test_a_content_that_is_gone_is_said(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    link = visitor.send({"_file.act": upload("act.pdf")}, button="_attach").one(LINKS).get("href")
    for content in Path(sqlite_application.contents._path).rglob("*"):
        if content.is_file():
            content.unlink()
    answer = visitor.get(link)
    assert answer.status == 404
    assert "act.pdf" in answer.words()


def test_the_history_tells_the_files_and_keeps_their_hashes(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    done = visitor.send({**CLIENT, "_file.act": upload("act.pdf"), "signed": "yes"})
    case = visitor.get(done.one("//*[contains(@class, 'toast')]//a").get("href"))
    assert open_item(sqlite_application, case.path.removeprefix("/cases/"))
    history = visitor.get(f"{case.path}/history")
    assert "act.pdf" in history.words()
