from forms.parsing import parse
from forms.paths import at_path
from forms.printing import changed, shown
from forms.wording import Wording
from tests.forms.sample_forms import PEOPLE, evaluate, every_kind

RAW = {
    "name": "Lab",
    "complete": True,
    "fee": "1250,5",
    "day": "23.11.2026",
    "scheme": "b",
    "fields": ["x", "y"],
    "leader": 7,
    "members": [{"person": "A", "hours": 1200, "leads": True}],
}
ANSWERS = parse(every_kind(), RAW, {}, evaluate, PEOPLE).answers


def test_answers_as_text() -> None:
    texts = {one.path: one.text for one in shown(every_kind(), ANSWERS, Wording("ru"))}
    assert texts["fee"] == "1\u00a0250,50\u00a0KGS"
    assert texts["day"] == "23.11.2026"
    assert texts["scheme"] == "Second"
    assert texts["fields"] == "X-rays; Yeast"
    assert texts["leader"] == "A. Asanova"
    assert texts["complete"] == "Yes"
    assert texts["agreed"] == "No"
    assert texts["total"] == "1\u00a0200"
    assert texts["is_large"] == "Yes"
    assert "notes" not in texts


def test_a_table_as_text() -> None:
    (table,) = (one for one in shown(every_kind(), ANSWERS) if one.columns)
    columns = ("Person", "Hours", "Employer", "Proof", "Consent", "Leads", "Why")
    assert table.columns == columns
    assert table.rows == (("A", "1\u00a0200", "", "", "", "Yes", ""),)


def test_changes_as_text() -> None:
    new = {
        **ANSWERS,
        "name": "Laboratory",
        "notes": "x",
        "fee": None,
        "members": [{"person": "B", "hours": 1200, "leads": True, "why": None}, {"person": "C"}],
    }
    assert changed(every_kind(), ANSWERS, new) == (
        ("name", "Name", "Lab", "Laboratory"),
        ("notes", "Notes", "", "x"),
        ("fee", "Fee", "1\u00a0250.50\u00a0KGS", ""),
        ("members.0.person", "Members 1: Person", "A", "B"),
        ("members.1.person", "Members 2: Person", "", "C"),
    )
    assert changed(every_kind(), new, new) == ()
    assert changed(every_kind(), {}, {"scheme": "gone"})[0][3] == "gone"


def test_a_path_leads_through_objects_and_rows() -> None:
    data = {"a": {"b": [{"c": 1}]}}
    assert at_path(data, "a.b.0.c") == 1
    assert at_path(data, "a.b.1.c") is None
    assert at_path(data, "a.b.c") is None
    assert at_path(data, "x.y") is None
