"""A document in a real browser: before its step, after it, signed outside, brought back, judged."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Locator, Page, Request, expect

from engine.application import Application
from engine.clock import SetClock
from tests.cast import APPLICANT, DIRECTOR, SPECIALIST
from tests.engine.documents.test_documents import trust
from tests.offices import Office
from tests.papers import PNG
from tests.signing import Signatory, signatory
from tests.web.test_browser import enter, narrow_enough

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[Any]]
UPLOADS = {"pdf": "application/pdf", "p7s": "application/pkcs7-signature", "png": "image/png"}


@pytest.fixture
def office(sqlite_application: Application, monday_clock: SetClock) -> Office:
    """The office whose pages are served."""
    return Office(sqlite_application, monday_clock)


@pytest.fixture(scope="module")
def director() -> Signatory:
    """A director whose certificate the body trusts, once a test says so."""
    return signatory(DIRECTOR.name)


def sound(page: Page, axe: Axe, width: int) -> None:
    """Accessible in both themes and no wider than the window."""
    page.set_viewport_size({"width": width, "height": 860})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert narrow_enough(page), f"{page.url} at {width}"
        assert axe(page) == [], f"{page.url} at {width}, {scheme}"
    page.emulate_media(color_scheme="light")


def sheets_are_drawn(page: Page) -> None:
    """Every page of the paper came as a picture."""
    pictures = page.locator(".sheets img")
    expect(pictures.first).to_be_visible()
    for one in pictures.all():
        assert one.evaluate("e => e.decode().then(() => e.naturalWidth)") > 0


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def bring(page: Page, name: str, brought: bytes) -> None:
    """Choose a file and send it with the mouse; what is only chosen is not sent."""
    kind = UPLOADS[name.rpartition(".")[2]]
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    page.on("request", note)
    page.set_input_files("#signed", {"name": name, "mimeType": kind, "buffer": brought})
    page.wait_for_timeout(200)  # nothing is to be seen of a request that is not made
    page.remove_listener("request", note)
    assert sent == []
    page.get_by_role("button", name="Bring the signed file").click()


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Go on with one key until the focus is there, seen and within the window."""
    for _ in range(120):
        page.keyboard.press(key)
        if wanted.evaluate("e => e === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            shown = wanted.evaluate("e => getComputedStyle(e).outlineStyle")
            assert shown != "none", "the focus is not seen"
            return
    pytest.fail(f"no key leads to {wanted}")


def test_a_contract_is_looked_at_drawn_up_signed_and_verified(
    page: Page, served: str, office: Office, director: Signatory, axe: Axe
) -> None:
    trust(office, director)
    case_id = office.apply(APPLICANT)
    office.go(case_id, "sign_contract")
    enter(page, served, DIRECTOR)
    page.goto(f"{served}/work-items/{office.item(case_id, 'sign_contract')}")
    page.get_by_role("link", name="Look at it with the answers saved so far").click()
    expect(page.get_by_text("It has no number yet")).to_be_visible()
    sheets_are_drawn(page)
    sound(page, axe, 1280)
    with page.expect_download() as draft:
        page.get_by_role("link", name="Download the PDF").click()
    assert draft.value.suggested_filename.endswith(".pdf")
    assert content(draft.value).startswith(b"%PDF")
    page.get_by_role("link", name="Back to the step").click()
    page.get_by_role("button", name="Finish the step").click()
    page.get_by_role("link", name="Open the case").click()
    panel = page.locator("#documents li", has_text="Accreditation contract")
    expect(panel).to_contain_text("is being drawn up")
    office.application.deliver()
    page.reload()
    expect(panel).to_contain_text("awaits signature")
    panel.get_by_role("link").click()
    sheets_are_drawn(page)
    with page.expect_download() as drawn_up:
        page.get_by_role("link", name="Download the PDF").click()
    paper = content(drawn_up.value)
    # PDF/A says of itself what it is (ISO 19005-2, 6.6.4).
    assert b"pdfaid:part" in paper
    assert b"pdfaid:conformance" in paper

    bring(page, "contract.pdf", paper)
    refusal = page.get_by_role("alert")
    expect(refusal).to_be_focused()
    expect(refusal).to_contain_text("without a signature")
    expect(page.locator("#signatures li")).to_have_count(0)
    sound(page, axe, 1280)
    bring(page, "signed.pdf", director.sign_pdf(paper))
    expect(page.get_by_role("status")).to_contain_text(DIRECTOR.name)
    signed = page.locator("#signatures li")
    expect(signed).to_have_count(1)
    expect(signed).to_contain_text(f"{DIRECTOR.name} verified")
    expect(page.locator(".head .tag")).to_have_text("awaits signature")  # the applicant's is owed
    page.get_by_role("button", name="Sign out").click()

    enter(page, served, APPLICANT)
    page.goto(f"{served}/cases/{case_id}")
    panel.get_by_role("link").click()
    bring(page, "contract.p7s", signatory(APPLICANT.name, "Unknown CA").sign_detached(paper))
    expect(page.get_by_role("status")).to_contain_text("it is not verified")
    expect(signed.nth(1)).to_contain_text("Detached signature: contract.p7s")
    expect(signed.nth(1)).to_contain_text("Unknown CA")
    bring(page, "scan.png", PNG)
    expect(signed.nth(2)).to_contain_text("Scan: scan.png")
    expect(signed.nth(2)).to_contain_text("Stored and not verified.")
    expect(page.locator(".head .tag")).to_have_text("stored and not verified")
    for width in (1280, 390):
        sound(page, axe, width)
    with page.expect_download() as brought:
        signed.nth(2).get_by_role("link").click()
    assert content(brought.value) == PNG


def test_a_notice_is_signed_twice_by_keyboard_on_a_telephone(
    page: Page, served: str, office: Office, axe: Axe, tmp_path: Path
) -> None:
    writer = signatory(SPECIALIST.name)
    trust(office, writer)
    case_id = office.apply(APPLICANT)
    page.set_viewport_size({"width": 390, "height": 840})
    enter(page, served, SPECIALIST)
    panel = page.locator("#documents li", has_text="Notice that the set")
    for version in (1, 2):
        office.do(SPECIALIST, case_id, "check_completeness", {"complete": False, "missing": "АБ"})
        page.goto(f"{served}/work-items/{office.item(case_id, 'notify_incomplete')}")
        tab_to(page, page.get_by_role("link", name="Look at it with the answers"))
        page.keyboard.press("Enter")
        sheets_are_drawn(page)
        tab_to(page, page.get_by_text("The same in words"))
        page.keyboard.press("Enter")
        expect(page.locator(".sheet-text")).to_be_visible()
        sound(page, axe, 390)
        tab_to(page, page.get_by_role("link", name="Back to the step"), "Shift+Tab")
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("button", name="Finish the step"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{served}/")
        office.application.deliver()
        page.goto(f"{served}/cases/{case_id}")
        expect(panel).to_contain_text("awaits signature")
        tab_to(page, panel.get_by_role("link"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/documents/*")
        tab_to(page, page.get_by_role("link", name="Download the PDF"))
        with page.expect_download() as drawn_up:
            page.keyboard.press("Enter")
        signed = tmp_path / f"v{version}.pdf"
        signed.write_bytes(writer.sign_pdf(content(drawn_up.value)))
        tab_to(page, page.locator("#signed"))
        page.set_input_files("#signed", signed)  # the dialog itself is the system's
        tab_to(page, page.get_by_role("button", name="Bring the signed file"))
        page.keyboard.press("Enter")
        expect(page.locator(".head .tag")).to_have_text("signed and verified")
        sound(page, axe, 390)
        if version == 1:
            office.do(APPLICANT, case_id, "complete_documents")
    former = page.locator("aside section", has_text="Earlier versions")
    expect(former.get_by_role("listitem")).to_contain_text("signed and verified")
    page.goto(f"{served}/cases/{case_id}")
    expect(panel).to_contain_text("version 2")
    expect(panel).to_contain_text(f"signed by: {SPECIALIST.name}")
    sound(page, axe, 390)
    page.goto(f"{served}/cases/{case_id}")
    panel.get_by_role("link").first.click()
    tab_to(page, former.get_by_role("link"))
    page.keyboard.press("Enter")
    expect(page.locator(".head .lede")).to_contain_text("version 1")
    expect(page.locator("#signed")).to_have_count(0)  # only the latest is signed
