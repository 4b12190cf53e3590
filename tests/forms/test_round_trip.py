"""What a page shows of answers, sent back untouched, is the same answers - in every language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.parsing import gather, parse
from forms.rendering import render
from forms.views import FieldView
from forms.wording import Wording
from tests.forms.sample_forms import PEOPLE, SETTING, evaluate, every_kind

BISHKEK = ZoneInfo("Asia/Bishkek")
FORM = every_kind()

CONTROLS = "".join(chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160)))
LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=50)
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters=CONTROLS))
HOURS = st.none() | st.integers(-(10**6), 10**6)
AMOUNTS = st.decimals(0, Decimal(10) ** 9, places=2)
MOMENTS = st.datetimes(datetime(1930, 1, 1), datetime(2199, 1, 1))  # noqa: DTZ001 - local, as typed
ROWS = st.fixed_dictionaries(
    {
        "person": LINES.filter(str.strip),
        "hours": HOURS,
        "leads": st.none() | st.booleans(),
        "employer": st.none() | st.fixed_dictionaries({"name": LINES.filter(str.strip)}),
        "proof": st.none() | st.sampled_from(["f1", "f2"]),
        "consent": st.none() | st.booleans(),
    }
)
NUMBERS = st.from_regex(r"[0-9]{14}", fullmatch=True) | st.from_regex(
    r"KZ [0-9]{12}|RU [0-9]{13}|DE [A-Z]{1,9}", fullmatch=True
)
TYPED = st.fixed_dictionaries(
    {"name": LINES.filter(str.strip), "complete": st.booleans()},
    optional={
        "code": st.from_regex(r"[A-Z]{2}[0-9]{3}", fullmatch=True),
        "notes": TEXTS,
        "staff": st.integers(0, 999),
        "days": st.decimals(-999, 999, places=1).map(str),
        "fee": AMOUNTS.map(lambda fee: {"amount": str(fee), "currency": "KGS"}),
        "day": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
        "hour": st.times().map(lambda moment: moment.isoformat("minutes")),
        "at": MOMENTS.map(lambda moment: moment.isoformat(timespec="minutes")),
        "scheme": st.sampled_from(["a", "b"]),
        "grade": st.sampled_from(["low", "high"]),
        "leader": st.sampled_from([7, 9]),
        "agreed": st.booleans(),
        "client": st.fixed_dictionaries({"name": LINES.filter(str.strip), "number": NUMBERS}),
        "standard": st.sampled_from(["ISO 9001:2015", "ISO 14001:2015"]),
        "standards": st.lists(st.sampled_from(["ISO 9001:2015", "ISO 14001:2015"]), unique=True),
        "area": st.sampled_from(["IAF 17", "IAF 28"]),
        "areas": st.lists(st.sampled_from(["IAF 17", "IAF 28"]), unique=True),
        "act": st.just("f1"),
        "photos": st.lists(st.sampled_from(["f1", "f2"]), unique=True),
        "signed": st.booleans(),
        "fields": st.lists(st.sampled_from(["x", "y"]), unique=True),
        "missing": LINES.filter(str.strip),
        "members": st.lists(ROWS, max_size=4),
    },
)


def controls(views: tuple[FieldView, ...]) -> dict[str, list[str]]:
    """Return what a browser would send of these views."""
    found: dict[str, list[str]] = {}
    for view in views:
        if view.kind == "group":
            found |= controls(view.children)
        elif view.kind == "rows":
            for row in view.rows:
                found |= controls(row.cells)
        elif view.kind not in ("help", "facts", "figures", "figure", "nothing"):
            found |= sent_by(view)
    return found


def sent_by(view: FieldView) -> dict[str, list[str]]:
    """Return what one field sends: nothing is sent of boxes without a tick, of no files."""
    if view.kind == "party":
        return {part.name: [part.value] for part in view.children}
    if view.kind == "file":
        files = [file.id for file in view.files]
        return {view.name: files} if files else {}
    if view.options:
        chosen = [option.value for option in view.options if option.is_selected]
        return {view.name: chosen} if chosen else {}
    return {view.name: [view.value]}


@given(TYPED, st.sampled_from(["en", "ru", "ky", "kk"]))
@settings(max_examples=150)
def test_shown_and_sent_back(typed: dict[str, Any], language: str) -> None:
    first = parse(FORM, typed, {}, evaluate, PEOPLE, zone=BISHKEK, setting=SETTING)
    if not typed["complete"] and "missing" not in typed:
        assert [error.path for error in first.errors] == ["missing"]
    else:
        assert first.errors == ()
    again = parse(FORM, first.answers, {}, evaluate, PEOPLE, zone=BISHKEK, setting=SETTING)
    assert again == first
    wording = Wording(language)
    views = render(
        FORM,
        first.answers,
        {},
        first.errors,
        evaluate,
        PEOPLE,
        wording=wording,
        zone=BISHKEK,
        setting=SETTING,
    )
    sent = gather(controls(views))
    back = parse(FORM, sent, {}, evaluate, PEOPLE, zone=BISHKEK, setting=SETTING)
    assert back == first


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("fee", "12,"),
        ("day", "tomorrow"),
        ("staff", "many"),
        ("at", "23.11"),
        ("code", "x"),
        ("hour", "9"),
    ],
)
def test_what_was_typed_wrongly_comes_back_untouched(key: str, typed: str) -> None:
    raw = {"name": "Lab", "complete": "yes", key: typed}
    parsed = parse(FORM, raw, {}, evaluate, PEOPLE)
    assert [error.path for error in parsed.errors] == [key]
    views = render(FORM, raw, {}, parsed.errors, evaluate, PEOPLE)
    assert controls(views)[key] == [typed]
