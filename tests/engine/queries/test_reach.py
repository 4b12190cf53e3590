"""What a person sees: the work of their roles, the cases they take part in, and nothing else."""

import pytest

from engine.actor import SYSTEM, Actor
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.save_draft import SaveDraft
from engine.errors import FormInvalid, NotFound
from tests.cast import (
    APPLICANT,
    DIRECTOR,
    LEAD_ASSESSOR,
    OTHER_APPLICANT,
    OTHER_SPECIALIST,
    SPECIALIST,
    STRANGER,
    Person,
)
from tests.offices import APPLICATION, Office

ELSEWHERE = Actor(4711, "Staff of another body", frozenset({("elsewhere", "specialist")}))


def listed(office: Office, person: Person, **narrowed: object) -> list[tuple[str, str]]:
    """Return (case number, element) of the rows of a person's work list."""
    rows = office.application.read.work_list(office.actor(person), **narrowed).rows
    return [(row.case_number, row.element_id) for row in rows]


def numbers(office: Office, person: Person, **narrowed: object) -> list[str]:
    """Return the numbers of the cases a person sees."""
    rows, total = office.application.read.cases(office.actor(person), **narrowed)
    assert total >= len(rows)
    return [row.number for row in rows]


@pytest.fixture
def three(office: Office) -> dict[str, str]:
    """Three applications: of each applicant one, at the applicant, and one by the specialist."""
    ids = {
        "own": office.apply(APPLICANT),
        "other": office.apply(OTHER_APPLICANT),
        "paper": office.apply(SPECIALIST),
    }
    for case_id in ids.values():
        office.do(SPECIALIST, case_id, "check_completeness", {"complete": False})
        office.do(SPECIALIST, case_id, "notify_incomplete", {})
    return ids


def test_applicants_see_their_own_cases_alone(office: Office, three: dict[str, str]) -> None:
    assert numbers(office, APPLICANT) == ["КАБ-2026-0001"]
    assert numbers(office, OTHER_APPLICANT) == ["КАБ-2026-0002"]
    assert len(numbers(office, SPECIALIST)) == len(numbers(office, DIRECTOR)) == 3
    read, actor = office.application.read, office.actor(APPLICANT)
    assert read.case_page(three["own"], actor).row.number == "КАБ-2026-0001"
    assert read.history(three["own"], actor)
    for question in (read.case_page, read.history, read.diagram_xml):
        for case_id in (three["other"], "0" * 32):
            with pytest.raises(NotFound):
                question(case_id, actor)


def test_an_applicant_opens_no_work_item_of_another(office: Office, three: dict[str, str]) -> None:
    read = office.application.read
    theirs = office.item(three["other"], "complete_documents")
    own = office.item(three["own"], "complete_documents")
    assert read.work_item(own, office.actor(APPLICANT)).may_complete
    page = read.work_item(theirs, office.actor(SPECIALIST))
    assert page.may_complete
    assert page.records_for == "applicant"
    for person in (APPLICANT, STRANGER, LEAD_ASSESSOR):
        with pytest.raises(NotFound):
            read.work_item(theirs, office.actor(person))
    with pytest.raises(NotFound):
        read.work_item(theirs, ELSEWHERE)
    refused = read.work_item(theirs, office.actor(DIRECTOR))
    assert (refused.may_complete, refused.refusal is not None) == (False, True)


def test_an_applicant_does_not_open_a_step_of_the_staff(
    office: Office, three: dict[str, str]
) -> None:
    office.do(APPLICANT, three["own"], "complete_documents", {})
    item = office.item(three["own"], "check_completeness")
    with pytest.raises(NotFound):
        office.application.read.work_item(item, office.actor(APPLICANT))


def test_the_work_list_holds_what_a_person_may_do(office: Office, three: dict[str, str]) -> None:
    office.do(APPLICANT, three["own"], "complete_documents", {})
    assert sorted(listed(office, SPECIALIST)) == [
        ("КАБ-2026-0001", "check_completeness"),
        ("КАБ-2026-0002", "complete_documents"),
        ("КАБ-2026-0003", "complete_documents"),
    ]
    # Nobody was appointed in the third case: its applicant answers through the specialist.
    assert listed(office, OTHER_APPLICANT) == [("КАБ-2026-0002", "complete_documents")]
    assert listed(office, APPLICANT) == []
    assert listed(office, DIRECTOR) == listed(office, STRANGER) == []
    read = office.application.read
    assert read.open_count(office.actor(SPECIALIST)) == 3
    assert read.open_count(office.actor(STRANGER)) == 0
    assert read.open_count(SYSTEM) == 3
    waits = {r.element_id: r.waits_for_applicant for r in read.work_list(SYSTEM).rows}
    assert waits == {"check_completeness": False, "complete_documents": True}


def test_staff_of_another_body_see_nothing(office: Office, three: dict[str, str]) -> None:
    read = office.application.read
    assert read.work_list(ELSEWHERE).rows == ()
    assert read.cases(ELSEWHERE) == ((), 0)
    assert read.procedures(ELSEWHERE) == ()
    assert read.open_count(ELSEWHERE) == 0
    with pytest.raises(NotFound):
        read.case_page(three["own"], ELSEWHERE)


def test_procedures_say_who_may_start_them(office: Office) -> None:
    read = office.application.read
    office.apply(SPECIALIST)
    for person, may, open_cases in (
        (SPECIALIST, True, 1),
        (APPLICANT, True, 0),  # it is not theirs
        (DIRECTOR, False, 1),
    ):
        [row] = [r for r in read.procedures(office.actor(person)) if r.key == APPLICATION]
        assert (row.may_start, row.open_cases, row.version_number) == (may, open_cases, 1)
        assert row.form is not None
    assert read.procedures(office.actor(STRANGER)) == ()
    assert read.start_choices(APPLICATION, SYSTEM) == {}
    assert read.start_choices("kg_accreditation/nothing", SYSTEM) == {}


def test_the_most_urgent_comes_first_and_what_has_no_term_last(office: Office) -> None:
    no_term = office.apply(SPECIALIST, organisation="Мөөнөтсүз")
    office.go(no_term, "sign_contract_applicant")
    office.at("2026-03-02T10:00:00+06:00")
    later = office.apply(SPECIALIST, organisation="Кийин")
    office.clock.moment = office.clock.moment.replace(hour=3, minute=30)  # 09:30
    sooner = office.apply(SPECIALIST, organisation="Эрте")
    rows = office.application.read.work_list(office.actor(SPECIALIST)).rows
    assert [row.case_id for row in rows] == [sooner, later, no_term]
    assert [row.due is None for row in rows] == [False, False, True]


def test_counts_filters_and_claims(office: Office) -> None:
    ids = [office.apply(SPECIALIST, organisation=f"Уюм {n}") for n in range(3)]
    items = [office.item(case_id, "check_completeness") for case_id in ids]
    office.by(SPECIALIST, ClaimWorkItem(items[0]))
    office.by(OTHER_SPECIALIST, ClaimWorkItem(items[1]))
    office.by(SPECIALIST, SaveDraft(items[2], {"complete": "no"}))
    office.at("2026-03-02T12:00:00+06:00")
    found = office.application.read.work_list(office.actor(SPECIALIST))
    assert dict(found.counts) == {
        "all": 3, "mine": 1, "free": 1, "overdue": 3, "absent": 0, "body:kg_accreditation": 3,
    }  # fmt: skip
    by_id = {row.id: row for row in found.rows}
    assert [by_id[i].claim for i in items] == ["mine", "colleague", "free"]
    assert [by_id[i].has_draft for i in items] == [False, False, True]
    holder = by_id[items[1]].claimed_by
    assert holder is not None
    assert holder.name == OTHER_SPECIALIST.name
    assert {row.due.state for row in found.rows if row.due} == {"overdue"}

    def ids_of(**narrowed: object) -> set[str]:
        page = office.application.read.work_list(office.actor(SPECIALIST), **narrowed)
        assert page.total == len(page.rows)
        assert page.counts["all"] == 3
        return {row.id for row in page.rows}

    assert ids_of(claim="mine") == {items[0]}
    assert ids_of(claim="free") == {items[2]}
    assert ids_of(q="УЮМ 1") == {items[1]}
    assert ids_of(q="0003") == {items[2]}
    assert ids_of(q="толуктугун ТЕКШЕРҮҮ") == set(items)
    assert ids_of(q="%") == ids_of(q="_") == set()
    assert ids_of(body="kg_accreditation") == set(items)
    assert ids_of(body="elsewhere") == set()


def test_a_draft_comes_back_unchecked(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    typed = {"complete": "perhaps", "missing": "Ан"}
    office.by(SPECIALIST, SaveDraft(item, typed))
    page = office.application.read.work_item(item, office.actor(SPECIALIST))
    assert page.answers == typed
    assert page.draft_saved_at is not None
    assert page.draft_saved_at.isoformat() == "2026-03-02T09:00:00+06:00"


def test_pages_of_a_list_hold_everything_once(office: Office) -> None:
    ids = {office.apply(SPECIALIST) for _ in range(7)}
    read, actor = office.application.read, office.actor(SPECIALIST)
    pages = [read.work_list(actor, limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page.rows) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7}
    assert {row.case_id for page in pages for row in page.rows} == ids
    found = [read.cases(actor, limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert {total for _, total in found} == {7}
    assert [row.number for rows, _ in found for row in rows] == [
        f"КАБ-2026-{n:04d}" for n in range(7, 0, -1)
    ]


def test_cases_are_found_by_state_number_and_title(office: Office) -> None:
    ended = office.apply(SPECIALIST, organisation="Аяктаган ЖЧК")
    office.apply(SPECIALIST, organisation="Ачык ЖЧК")
    office.go(ended, "order")
    office.do(DIRECTOR, ended, "order", {"number": "1", "date": "2026-03-02"})
    assert numbers(office, SPECIALIST, state="ended") == ["КАБ-2026-0001"]
    # The order starts the examination of the documents as a linked case.
    assert numbers(office, SPECIALIST, state="open") == ["КАБ-2026-0003", "КАБ-2026-0002"]
    assert numbers(office, SPECIALIST, q="аяктаган жчк", state="ended") == ["КАБ-2026-0001"]
    assert numbers(office, SPECIALIST, q="каб-2026-0002") == ["КАБ-2026-0002"]
    assert numbers(office, SPECIALIST, body="elsewhere") == []
    rows, _ = office.application.read.cases(office.actor(SPECIALIST))
    _, opened, done = rows
    assert opened.waiting == ("1.1 Документ толуктугун текшерүү",)
    assert opened.due is not None
    assert opened.ended_at is None
    assert (done.waiting, done.due) == ((), None)
    assert done.outcome_name == "Эксперттик топ түзүү жөнүндө буйрук"
    assert done.ended_at == office.clock.now()


@pytest.mark.parametrize("text", ["a\u0000b", "'; --", "\\", "💾", "x" * 5000])
def test_any_text_may_be_looked_for(walked: Office, text: str) -> None:
    read, actor = walked.application.read, walked.actor(SPECIALIST)
    assert read.cases(actor, q=text) == ((), 0)
    assert read.work_list(actor, q=text).rows == ()


def test_any_text_may_be_answered(office: Office) -> None:
    case_id = office.apply(SPECIALIST, organisation="a ' \\ 💾 {b} %s")
    title = office.application.read.case_page(case_id, office.actor(SPECIALIST)).row.title
    assert title == "a ' \\ 💾 {b} %s"
    with pytest.raises(FormInvalid):  # no database keeps a NUL in a text
        office.apply(SPECIALIST, organisation="a\u0000b")
