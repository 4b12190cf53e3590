"""Whole lives walked by clicking, as rehearsals lay them down; each with its end looked at."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.walks.conftest import Walk
from tests.web.walks.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]


def walked(walker: Walker) -> None:
    """Walk it to its end: as the rehearsal says, and with nothing that a stranger stumbles over."""
    assert [str(one) for one in walker.play()] == []
    assert walker.walk.faults == []


def seen(walker: Walker, case: str, element: str) -> tuple[str, str, tuple[str, ...]]:
    """Return what the page of a step said: who, by when, on what ground."""
    found = next(one for one in walker.walk.seen if (one.case, one.element) == (case, element))
    return found.role, found.term, found.grounds


def entry_of(walker: Walker, page: Page, register: str, number: str) -> None:
    """Open an entry from the list of registers."""
    page.locator('.bar nav a[href$="/registers"]').click()
    page.locator("main").get_by_role("link", name=register).click()
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    walker.listen(page, f"the entry {number}")


def test_a_complaint_is_walked_to_the_decision_of_a_repeated_meeting(walker: Walk) -> None:
    ready = walker("ru_services", "2_complaint_commission/adjourned_once.yaml", "en")
    walked(ready)
    assert seen(ready, "commission", "appoint") == (
        "General Director", "by 6 November, Friday", ("rules, 1.1.8.1",),
    )  # fmt: skip


def test_an_applicant_sends_what_was_returned_before_its_term_ends(walker: Walk) -> None:
    ready = walker("kz_management_systems", "1_application_review/rework_once.yaml", "ru")
    walked(ready)
    assert seen(ready, "main", "rework_application") == (
        "заказчик", "до 09:00, 31 мая, воскресенье", ("правила, «Анализ заявки»",),
    )  # fmt: skip
    page = ready.page_of("Төлеген Заказов")
    ready.open_case(page, "main")
    expect(page.locator(".facts")).to_contain_text("Заявка принята")
    assert ready.walk.faults == []


@pytest.mark.soak
def test_a_term_ends_what_an_applicant_did_not_send(walker: Walk) -> None:
    ready = walker("kz_management_systems", "1_application_review/rework_not_sent.yaml", "ru")
    walked(ready)
    page = ready.page_of("Төлеген Заказов")
    expect(page.get_by_role("link", name="Доработать заявку")).to_have_count(0)
    ready.open_case(page, "main")
    expect(page.locator(".facts")).to_contain_text("Заявка не принята")
    expect(page.locator("#history")).to_contain_text("90 дней без ответа")
    assert ready.walk.faults == []


@pytest.mark.soak
def test_guards_say_who_may_not_sit_on_a_commission(walker: Walk) -> None:
    walked(walker("ru_services", "2_complaint_commission/members_unfit.yaml", "ru"))


@pytest.mark.soak
def test_a_complaint_is_walked_to_the_decision_on_the_appeal(walker: Walk) -> None:
    ready = walker("ru_services", "whole_life/refused_complained_appealed.yaml", "ru")
    walked(ready)
    assert seen(ready, "complaint", "objection") == (
        "предъявитель жалобы", "до 23 декабря, среда", ("правила, 1.4.2",),
    )  # fmt: skip
    page = ready.page_of("Пётр Жалобин")
    ready.open_case(page, "complaint")
    expect(page.locator(".facts")).to_contain_text("Подана апелляция")
    expect(page.locator("#history")).to_contain_text("принято решение")
    expect(page.locator("#documents")).to_contain_text("Ответ на жалобу")
    ready.open_case(page, "appeal")
    expect(page.locator("#documents")).to_contain_text("Решение по апелляции")
    page = ready.page_of("Ольга Журналова")
    entry_of(ready, page, "Журнал регистрации жалоб", "Ж-2026-001")
    assert ready.walk.faults == []


@pytest.mark.soak
def test_an_organisation_is_walked_to_its_certificate(walker: Walk) -> None:
    ready = walker("kz_management_systems", "8_surveillance/whole_life.yaml", "ru")
    walked(ready)
    number = ready.data("decision")["certificate"]["number"]
    page = ready.page_of("Асель Басшыева")
    ready.open_case(page, "decision")
    expect(page.locator(".facts")).to_contain_text(number)
    entry_of(ready, page, "Реестр сертифицированных заказчиков", number)
    expect(page.get_by_role("heading", level=1)).to_contain_text("действует")
    page = ready.page_of("Төлеген Заказов")
    ready.open_case(page, "decision")
    expect(page.locator("#documents")).to_contain_text("Сертификат")
    page = ready.stranger()
    page.goto(f"{ready.address}/public/kz_management_systems/certificates?q={number}")
    expect(page.locator("main")).to_contain_text("ТОО «Алтын Дән»")
    ready.listen(page, "the public register")
    assert ready.walk.faults == []


@pytest.mark.soak
def test_a_body_is_walked_through_five_procedures_in_kyrgyz(walker: Walk) -> None:
    ready = walker("kg_accreditation", "whole_life/accreditation.yaml", "ky")
    walked(ready)
    assert seen(ready, "main", "check_completeness") == (
        "АИУБ адиси", "мөөнөтү: 11:00, 2-март, дүйшөмбү", ("регламент, 4-бөлүм, 1.1",),
    )  # fmt: skip
    page = ready.page_of("Айгүл Адисова")
    ready.open_case(page, "decision")
    expect(page.locator(".facts")).to_contain_text("АА-2026-0001")
    entry_of(ready, page, "органдарынын реестри", "АА-2026-0001")
    planned = page.locator("aside .people li")
    for day in ("15.08.2027", "15.02.2029", "15.08.2030"):
        expect(planned.filter(has_text=day)).to_have_count(1)
    page = ready.page_of("Элнура Арызова")
    ready.open_case(page, "decision")
    expect(page.locator("#documents")).to_contain_text("ттестат")
    assert ready.walk.faults == []
