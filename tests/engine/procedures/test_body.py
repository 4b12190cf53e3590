# ruff: noqa: E501  # a tiny diagram reads better on one line
"""A body's folder: read whole, or every fault of its files at once."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from engine.errors import ProcedureInvalid
from engine.procedures.body import load_body
from engine.procedures.deadline_entries import Amount, DeadlineEntry
from engine.procedures.references import References

BODY = """\
key: kg
name: {ky: КАБ, en: KCA}
short_name: {ky: КАБ, en: KCA}
language: ky
languages: [ky, en]
country: KG
time_zone: Asia/Bishkek
working_hours: {value: [["09:00", "13:00"], ["14:00", "18:00"]], reading: {en: Chosen.}}
currency: KGS
document: {ky: регламент, en: regulation}
roles:
  specialist: {name: {en: Specialist}, lanes: [Адис], clause: "§1"}
  applicant: {name: {en: Applicant}, lanes: [Арыз ээси], participant: true, recorded_by: [specialist]}
numbers:
  case: {pattern: "КАБ-{year}-{sequence:04d}"}
registers:
  contracts: {name: {en: Contracts}, number: case}
parameters:
  tariff:
    - {from: 2025-01-01, reference: Order 1, value: {day: 12.50, days: 3}}
    - {from: 2026-01-01, value: 0.10}
"""
DEADLINES = """\
KG-1.1:
  name: {en: Check the documents}
  kind: range
  amount: 30
  unit: working_days
  minimum: {amount: 0.5, unit: working_days}
  starts: {en: application submitted}
  paused_while: [complete_documents]
  clause: "§4, 1.1"
KG-1.2: {name: {en: At once}, kind: event, clause: "§4, 1.2"}
"""


def folder(tmp_path, body=BODY, deadlines=DEADLINES):
    path = tmp_path / "kg"
    path.mkdir()
    (path / "body.yaml").write_text(body, "utf-8")
    if deadlines is not None:
        (path / "deadlines.yaml").write_text(deadlines, "utf-8")
    return path


def faults(path):
    with pytest.raises(ProcedureInvalid) as caught:
        load_body(path)
    return [str(fault) for fault in caught.value.faults]


def test_a_body(tmp_path):
    body = load_body(folder(tmp_path))
    assert body.key == "kg"
    assert body.working_hours == ((time(9), time(13)), (time(14), time(18)))
    assert body.roles["applicant"].participant
    assert body.roles["applicant"].recorded_by == ("specialist",)
    assert body.lanes() == {"Адис": "specialist", "Арыз ээси": "applicant"}
    assert body.numbers["case"].number("kg", 2026, 7) == "КАБ-2026-0007"
    first, second = body.parameters["tariff"]
    assert (first.since, first.value) == (date(2025, 1, 1), {"day": "12.50", "days": 3})
    assert second.value == "0.10"
    entry = body.deadlines["KG-1.1"]
    assert entry.term == Amount(30, "working_days")
    assert entry.minimum == Amount(Decimal("0.5"), "working_days")
    assert entry.paused_while == ("complete_documents",)
    assert body.deadlines["KG-1.2"].term is None
    for one in body.deadlines.values():
        assert DeadlineEntry.from_json(one.to_json()) == one


def test_a_term_that_is_counted_back_and_its_next_step(tmp_path):
    text = DEADLINES.replace("  starts: {en: application submitted}\n", "").replace(
        "  paused_while: [complete_documents]\n",
        "  back_from: {en: the meeting}\n  next: {en: the meeting is held}\n",
    )
    entries = load_body(folder(tmp_path, deadlines=text)).deadlines
    assert entries["KG-1.1"].counted_back
    assert entries["KG-1.1"].next == {"en": "the meeting is held"}
    assert not entries["KG-1.2"].counted_back
    assert DeadlineEntry.from_json(entries["KG-1.1"].to_json()) == entries["KG-1.1"]


def test_a_version_stored_before_a_key_was_known_keeps_its_digest(tmp_path):
    written = load_body(folder(tmp_path)).deadlines["KG-1.1"].to_json()
    assert {"back_from", "next"}.isdisjoint(written)


def test_a_body_names_its_own_grounds_of_rules(tmp_path):
    grounds = (
        'rules: {majority: {clause: "§4", reading: {en: All count.}}, impartial: {clause: "§2"}}'
    )
    rules = load_body(folder(tmp_path, f"{BODY}{grounds}\n")).rules
    assert (rules["majority"].clause, rules["majority"].reading) == ("§4", {"en": "All count."})
    assert (rules["impartial"].clause, rules["impartial"].reading) == ("§2", {})


def test_a_body_without_terms(tmp_path):
    assert load_body(folder(tmp_path, deadlines=None)).deadlines == {}


def test_references_of_a_body(tmp_path):
    references = References.of_body(load_body(folder(tmp_path)), guards={"awake"})
    assert references.roles == {"specialist", "applicant"}
    assert references.lanes["Адис"] == "specialist"
    assert references.deadlines == {"KG-1.1", "KG-1.2"}
    assert references.forms is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "specialist: {",
            "s" * 51 + ": {",
            f"kg/body.yaml:12 roles.{'s' * 51}: «{'s' * 40}…» is longer than 50 characters",
        ),
        (
            "КАБ-{year}",
            "К" * 47 + "-{year}",
            f"kg/body.yaml:15 numbers.case.pattern: «{'К' * 40}…» is longer than 60 characters",
        ),
        ("key: kg", "key: k" + "g" * 40, "kg/body.yaml:1 key: A key has up to 40 small letters"),
        (
            "country: KG",
            "contry: KG",
            "kg/body.yaml:6 contry: The key «contry» is not known; did you mean «country»?",
        ),
        ("country: KG", "contry: KG", "kg/body.yaml:1: The key «country» is missing."),
        (
            "country: KG",
            "country: Kyrgyzstan",
            "kg/body.yaml:6 country: A country has two capital letters",
        ),
        ("country: KG", "key: kg", "kg/body.yaml:6 key: The key «key» stands here twice."),
        ("key: kg", "key: other", "kg/body.yaml:1 key: The key is the name of the folder, «kg»."),
        ("language: ky", "language: ru", "kg/body.yaml:4 language: The language must be one of"),
        ("Asia/Bishkek", "Asia/Nowhere", "kg/body.yaml:7 time_zone: A time zone is named as"),
        (
            '["14:00", "18:00"]',
            '["12:00", "18:00"]',
            "kg/body.yaml:8 working_hours.value: The spans stand in order",
        ),
        (
            '["14:00", "18:00"]',
            "[14:00, late]",
            "kg/body.yaml:8 working_hours.value: Spans are written as",
        ),
        (
            "{ky: КАБ, en: KCA}",
            "{kz: КАБ}",
            "kg/body.yaml:2 name.kz: The body has no language «kz»",
        ),
        ("{ky: КАБ, en: KCA}", "KCA", "kg/body.yaml:2 name: A text by language is needed here"),
        (
            "[Арыз ээси]",
            "[Адис]",
            "kg/body.yaml:13 roles.applicant.lanes: The lane «Адис» belongs to the role «specialist»",
        ),
        (
            "[specialist]}",
            "[boss]}",
            "kg/body.yaml:13 roles.applicant.recorded_by: There is no role «boss».",
        ),
        (
            "participant: true",
            "participant: perhaps",
            "kg/body.yaml:13 roles.applicant.participant: Write true or false.",
        ),
        (
            "{sequence:04d}",
            "{number}",
            "kg/body.yaml:15 numbers.case.pattern: A pattern has the field {sequence:04d}",
        ),
        (
            "{sequence:04d}",
            "{sequence.x}",
            "kg/body.yaml:15 numbers.case.pattern: A pattern has the field",
        ),
        (
            "numbers:",
            "rules: {majority: {reading: {en: All count.}}}\nnumbers:",
            "kg/body.yaml:14 rules.majority: The key «clause» is missing.",
        ),
        ("numbers:", "rules: [majority]\nnumbers:", "kg/body.yaml:14 rules: A group of keys is"),
        (
            "number: case",
            "number: cse",
            "kg/body.yaml:17 registers.contracts.number: There is no number «cse»",
        ),
        (
            "from: 2026-01-01",
            "from: 2024-01-01",
            "kg/body.yaml:19 parameters.tariff: The values stand in the order",
        ),
        (
            "from: 2026-01-01",
            "from: soon",
            "kg/body.yaml:21 parameters.tariff.1.from: A day is written as",
        ),
        (
            "    - {from: 2026-01-01, value: 0.10}",
            "  notice_lead_days:\n    - {from: 2026-01-01, value: 1}\n"
            "    - {from: 2026-02-01, value: {amount: 2, unit: hours}}",
            "kg/body.yaml:23 parameters.notice_lead_days.1.value: Days before a term are written as"
            " {amount: 2, unit: working_days}",
        ),
        ("currency: KGS", "currency: &c KGS", None),
        ("language: ky", "language: *c", "kg/body.yaml:1: "),
        ("roles:", "roles: [", "This is not YAML"),
    ],
)
def test_faults_of_a_body(tmp_path, old, new, fault):
    path = folder(tmp_path, BODY.replace(old, new, 1))
    if fault is None:
        assert load_body(path).currency == "KGS"
    else:
        found = faults(path)
        assert any(fault in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: range", "kind: rnge", "kg/deadlines.yaml:3 KG-1.1.kind: A kind is one of max"),
        (
            "kind: range",
            "kind: max",
            "kg/deadlines.yaml:6 KG-1.1.minimum: Only a range has a minimum.",
        ),
        (
            "amount: 30",
            "amount: -1",
            "kg/deadlines.yaml:4 KG-1.1.amount: An amount is a number, not below 0.",
        ),
        (
            "amount: 30",
            "amount: .nan",
            "kg/deadlines.yaml:4 KG-1.1.amount: An amount is a number, not below 0.",
        ),
        (
            "unit: working_days\n",
            "unit: days\n",
            "kg/deadlines.yaml:5 KG-1.1.unit: A unit is one of minutes",
        ),
        (
            "  amount: 30\n  unit: working_days\n",
            "",
            "KG-1.1: A term of kind «range» needs «amount» and «unit».",
        ),
        (
            "[complete_documents]",
            "complete_documents",
            "KG-1.1.paused_while: A list of element ids",
        ),
        ('  clause: "§4, 1.1"\n', "", "kg/deadlines.yaml:1 KG-1.1: The key «clause» is missing."),
        (
            "kind: range",
            "kind: before",
            "KG-1.1: A term of kind «before» needs «back_from», the event it ends before.",
        ),
        (
            "  starts: ",
            "  back_from: {en: the meeting}\n  starts: ",
            "kg/deadlines.yaml:7 KG-1.1.back_from: A term has «starts» or «back_from»",
        ),
        (
            "  starts: ",
            "  back_from: ",
            "KG-1.1.paused_while: A term that is counted back from an event is not paused.",
        ),
        ("KG-1.2:", f"K{'2' * 50}:", "is longer than 50 characters: shorten it."),
    ],
)
def test_faults_of_deadlines(tmp_path, old, new, fault):
    found = faults(folder(tmp_path, deadlines=DEADLINES.replace(old, new, 1)))
    assert any(fault in one for one in found), found


def test_faults_of_both_files_come_at_once(tmp_path):
    found = faults(folder(tmp_path, BODY.replace("KG\n", "kg\n"), DEADLINES.replace("range", "x")))
    assert {one.partition(":")[0] for one in found} == {"kg/body.yaml", "kg/deadlines.yaml"}


def test_a_body_read_from_inside_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(folder(tmp_path))
    assert load_body(Path()).key == "kg"


def test_a_folder_without_a_body(tmp_path):
    (fault,) = faults(tmp_path)
    assert "The folder has no body.yaml" in fault


@pytest.mark.parametrize("text", ["", "- a\n", "text", "a: [", "a: \t- b: c"])
def test_files_that_hold_no_keys(tmp_path, text):
    assert faults(folder(tmp_path, body=text))
