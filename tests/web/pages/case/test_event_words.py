"""Events and values in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from engine.queries.views import Change, TimelineEvent
from tests.web.pages.case.hand_built import Engine, app_of
from web.pages.case.composed_changes import composed, composed_words
from web.pages.case.event_words import (
    change_label,
    change_row,
    changes_with_label,
    event_facts,
    event_tone,
    event_words,
    value_words,
)

BISHKEK = timezone(timedelta(hours=6))


@pytest.fixture(autouse=True)
def _english() -> Any:
    with app_of(Engine()).test_request_context(headers={"Accept-Language": "en"}):
        yield


def event(kind: str, actor: str = "", **facts: Any) -> TimelineEvent:
    at = datetime(2026, 3, 2, 15, tzinfo=BISHKEK)
    return TimelineEvent(1, at, kind, actor, "", "", "", "", facts=facts)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("", ""),
        ("text", "text"),
        (True, "yes"),
        (1200, "1,200"),
        ("2026-03-17", "March 17, 2026"),
        ("2026-03-17T12:00:00+00:00", "March 17, 2026, 18:00"),
        ("2026-13-45", "2026-13-45"),
        (
            {"amount": "1200.00", "currency": "KGS"},
            "1\N{NO-BREAK SPACE}200.00\N{NO-BREAK SPACE}KGS",
        ),
        ({"en": "Contract", "ru": "Договор"}, "Contract"),
        ({"number": 12, "empty": None}, "number: 12"),
        ({}, ""),
        (["a", "", ["b", 2]], "a; b; 2"),
    ],
)
def test_values_in_words(value: Any, words: str) -> None:
    told = value_words(value, BISHKEK)
    assert told in {words, words.replace("March 17, 2026", "17 March 2026")}


def test_moments_without_a_zone_are_told_as_written() -> None:
    assert value_words("2026-03-17T12:00:00").endswith("12:00")


def test_a_kind_nobody_named_is_still_shown() -> None:
    assert event_words(event("case_started")) == "Case started"
    assert event_words(event("moon_landed")) == "Moon landed"


@pytest.mark.parametrize(
    ("happened", "tone"),
    [
        (event("work_item_completed", "A"), ""),
        (event("deadline_started"), "sys"),
        (event("incident_opened"), "late"),
    ],
)
def test_tones(happened: TimelineEvent, tone: str) -> None:
    assert event_tone(happened) == tone


def test_facts_are_told_by_name_and_the_machine_s_are_left_out() -> None:
    found = event_facts(
        event("work_items_created", elements=["check", "gone"], passed=[["a", "completed", []]]),
        {"check": "Check the set"},
    )
    assert found == (("Steps", "Check the set; gone"),)


def test_moments_of_facts_are_told_in_the_time_of_the_event() -> None:
    due = datetime(2026, 3, 17, 12, tzinfo=UTC).isoformat()
    ((name, told),) = event_facts(event("deadline_started", due=due, entry="KG-1.1"), {})
    assert (name, told[-5:]) == ("Falls due", "18:00")


def test_a_term_counted_anew_tells_the_days_of_the_body() -> None:
    one = {"first": "2026-03-04", "last": "2026-03-04", "working": False, "withdrawn": False}
    two = {**one, "last": "2026-03-05", "working": True}
    reasons = [
        {**one, "ground": "Order No. 7"},
        {**two, "ground": "Order No. 8"},
        {**one, "withdrawn": True, "ground": "Repealed"},
    ]
    ((name, told),) = event_facts(event("deadline_recomputed", because=reasons), {})
    assert name == "By the calendar of the body"
    assert told == (
        "04.03.2026 is a day off: Order No. 7; "
        "04.03.2026 – 05.03.2026 is worked: Order No. 8; "
        "the override for 04.03.2026 is withdrawn: Repealed"
    )


def test_a_clause_is_told_without_its_lines() -> None:
    told = event_facts(event("calculated", clause="§1, 3.3 (L22)"), {})
    assert told == (("Ground", "section 1, 3.3"),)


def test_an_amount_of_money_is_one_change() -> None:
    halves = (
        Change("pay.amount.amount", "Paid", None, "1200.00"),
        Change("pay.amount.currency", "Paid", None, "KGS"),
        Change("pay.number", "Number", None, "4471"),
        Change("pay.fee.amount", "Fee", "1.00", "2.00"),
    )
    happened = replace(event("work_item_completed", "A"), changes=halves)
    paid, number, fee = changes_with_label(happened)
    assert (paid.path, paid.label, paid.old) == ("pay.amount", "Paid", None)
    assert paid.new == {"amount": "1200.00", "currency": "KGS"}
    assert (number.new, fee.old, fee.new) == ("4471", "1.00", "2.00")


def test_a_value_of_a_table_says_its_row() -> None:
    assert change_row(Change("group.members.1.name", "Name", None, "A")) == 2
    assert change_row(Change("group.created", "Created", None, True)) is None


def test_values_without_a_form_have_names() -> None:
    assert change_label("result") == "Result"
    assert change_label("Комплект полный") == "Комплект полный"


def test_an_answer_of_several_parts_is_one_change() -> None:
    parts = {"id": "f1", "name": "act.pdf", "size": 5, "type": "application/pdf", "sha256": "ab"}
    changes = (
        *(Change(f"c.act.{key}", "Act", None, one, "c.act") for key, one in parts.items()),
        Change("c.client.name", "Client", "Lab", "Laboratory", "c.client"),
        Change("c.client.number", "Client", "1", "2", "c.client"),
        *(Change(f"c.more.0.{key}", "More", one, None, "c.more") for key, one in parts.items()),
        Change("c.sign.signed", "Sign", None, True, "c.sign"),
        Change("c.sign.by.id", "Sign", None, 7, "c.sign"),
        Change("c.sign.by.name", "Sign", None, "A. Asanova", "c.sign"),
        Change("c.notes", "Notes", None, "x"),
        Change("c.who.name", "Who", "A", "B", "c.who"),
    )
    found = composed(changes)
    said = [(one.label, composed_text(one.old), composed_text(one.new)) for one in found]
    assert said == [
        ("Act", "", "act.pdf"),
        ("Client", "Lab, 1", "Laboratory, 2"),
        ("More", "act.pdf", ""),
        ("Sign", "", "A. Asanova"),
        ("Notes", "", "x"),
        ("Who", "A", "B"),
    ]


def composed_text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(composed_text, value))
    if isinstance(value, dict):
        return composed_words(value, lambda one: str(one or "")) or ""
    return str(value or "")


def test_a_document_is_named_in_the_language_of_the_page() -> None:
    told = event("document_drawn_up", name={"ru": "Приказ", "en": "Order"}, number="7")
    assert event_facts(told, {}) == (("Name", "Order"), ("Number", "7"))
