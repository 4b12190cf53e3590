"""Documents over the pages: looked at before the step, shown after it, brought back signed."""

import io
from dataclasses import replace

from engine.application import Application
from engine.clock import SetClock
from tests.cast import APPLICANT, DIRECTOR, KG, OTHER_APPLICANT
from tests.offices import Office
from tests.signing import signatory
from tests.web.conftest import Visit


def test_a_document_is_looked_at_drawn_up_and_signed(
    visit: Visit, sqlite_application: Application, monday_clock: SetClock
) -> None:
    office = Office(sqlite_application, monday_clock)
    case_id = office.apply(APPLICANT, organisation="<b>#eval(1)</b> ЖЧК")
    office.go(case_id, "sign_contract")
    item = office.item(case_id, "sign_contract")
    visitor = visit(DIRECTOR)
    step = visitor.get(f"/work-items/{item}")
    link = step.one(f"//a[@href='/work-items/{item}/document']")
    ahead = visitor.get(link.get("href"))
    assert "<b>#eval(1)</b> ЖЧК" in ahead.words("//div[@class='sheet-text']")
    picture = visitor.client.get(ahead.all("//div[@class='sheets']/img")[0].get("src"))
    assert picture.mimetype == "image/svg+xml"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    office.do(DIRECTOR, case_id, "sign_contract")
    sqlite_application.deliver()
    case = visitor.get(f"/cases/{case_id}")
    address = case.one("//section[@id='documents']//a").get("href")
    document = visitor.get(address)
    assert "awaits signature" in document.words("//div[@class='head']")
    with visitor.client.get(f"{address}/file") as response:
        file = response.get_data()
    assert file.startswith(b"%PDF")
    director, customer = signatory("Director"), signatory("Customer", "Other CA")
    bodies = sqlite_application.library.bodies
    bodies[KG] = replace(bodies[KG], trusted_roots=(director.root,))
    sqlite_application.library._published.clear()
    refused = visitor.send({"signed": (io.BytesIO(file), "c.pdf")}, "Bring")
    assert "without a signature" in refused.words("//div[@role='alert']")
    visitor.get(address)
    once = visitor.send({"signed": (io.BytesIO(director.sign_pdf(file)), "signed.pdf")}, "Bring")
    assert "Director" in once.words("//section[@id='signatures']")
    assert "verified" in once.words("//section[@id='signatures']")
    own = visit(APPLICANT)
    own.get(address)
    unknown = own.send({"signed": (io.BytesIO(customer.sign_detached(file)), "c.p7s")}, "Bring")
    assert "stored and not verified" in unknown.words("//div[@class='head']")
    assert "Other CA" in unknown.words("//section[@id='signatures']")
    assert visit(OTHER_APPLICANT).get(address).status == 404


def test_a_signed_file_that_is_too_large_is_refused_on_the_page_of_the_document(
    visit: Visit, sqlite_application: Application, monday_clock: SetClock
) -> None:
    office = Office(sqlite_application, monday_clock)
    case_id = office.apply(APPLICANT)
    office.go(case_id, "sign_contract")
    office.do(DIRECTOR, case_id, "sign_contract")
    sqlite_application.deliver()
    sqlite_application.largest_file = 1024 * 1024
    visitor = visit(DIRECTOR)
    case = visitor.get(f"/cases/{case_id}")
    visitor.get(case.one("//section[@id='documents']//a").get("href"))
    large = visitor.send({"signed": (io.BytesIO(bytes(2 * 1024 * 1024)), "c.pdf")}, "Bring")
    assert "The file is larger than 1 MB." in large.words("//div[@role='alert']")
    assert large.all("//section[@id='signatures']//li") == []
