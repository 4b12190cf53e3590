"""A version holds what its diagram refers to, and its digest follows that alone."""

import json

import pytest

from engine.errors import Conflict, NotFound
from engine.procedures.assembling import assemble
from engine.procedures.body import Body, Role
from engine.procedures.deadline_entries import Amount, DeadlineEntry
from engine.procedures.normalising import NORMALISER
from engine.procedures.stored_version import from_bytes, to_bytes
from tests.engine.procedures.drawing import chain, draw

ENTRY = DeadlineEntry("KG-1", {"en": "Check"}, "max", "§1", Amount(2, "working_days"))
BODY = Body(
    key="kg",
    name={"en": "KCA"},
    short_name={"en": "KCA"},
    language="ky",
    languages=("ky",),
    country="KG",
    time_zone="Asia/Bishkek",
    roles={
        "specialist": Role("specialist", {}, ("Specialist",), recorded_by=("chief",)),
        "chief": Role("chief", {}),
        "other": Role("other", {}),
    },
    deadlines={"KG-1": ENTRY, "KG-2": ENTRY},
)
INSIDE = (
    '<laneSet id="ls"><lane id="l" name="Specialist"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    '<userTask id="a"><extensionElements><spiffworkflow:properties>'
    '<spiffworkflow:property name="form" value="application"/>'
    '<spiffworkflow:property name="deadline" value="KG-1"/>'
    "</spiffworkflow:properties></extensionElements></userTask>"
    '<callActivity id="c" calledElement="q"/><serviceTask id="o" camunda:topic="cost.tariff"/>'
    + chain("a", "c", "o")
)
CALLED = '<businessRuleTask id="d" camunda:decisionRef="grade"/>'
FORMS = {"application": b'{"a": 1, "b": 2}', "unused": b"{}"}


def made(forms=FORMS, body=BODY, inside=INSIDE):
    return assemble(
        "kg/application",
        draw(inside),
        body,
        forms,
        called={"q": draw(CALLED)},
        decisions={"grade": b"<dmn/>", "unused": b""},
        operations={"cost.tariff": "§2", "unused": ""},
    )


def test_what_is_referred_to_is_taken_and_nothing_else():
    version = made()
    assert version.key == "kg/application"
    assert [one.process_id for one in version.diagrams] == ["p", "p"]
    assert version.process_id == "p"
    assert set(version.forms) == {"application"}
    assert set(version.decisions) == {"grade"}
    assert set(version.deadlines) == {"KG-1"}
    assert version.operations == {"cost.tariff": "§2"}
    assert set(version.body["roles"]) == {"specialist", "chief"}
    assert (version.normaliser, version.spiffworkflow) == (NORMALISER, "3.2.0")


def test_a_stored_version_is_enough_to_run():
    version = made()
    again = from_bytes(to_bytes(version))
    assert again == version
    assert again.digest == version.digest
    diagram, normalised = again.files()[0]
    assert diagram.elements["a"].properties["form"] == "application"
    assert b"serviceTaskOperator" in normalised


def test_an_altered_version_is_refused():
    data = json.loads(to_bytes(made()))
    data["operations"]["cost.tariff"] = "§3"
    with pytest.raises(Conflict, match="altered"):
        from_bytes(json.dumps(data).encode())
    with pytest.raises(Conflict, match="format 99"):
        from_bytes(json.dumps(data | {"format": 99}).encode())


def test_the_digest_follows_what_is_referred_to():
    digest = made().digest
    assert len(digest) == 64
    assert made(forms={"application": b'{"b":2,"a":1}'}).digest == digest
    assert made(forms={"application": b'{"a": 1, "b": 3}'}).digest != digest
    assert made(inside=INSIDE.replace("Specialist", "Specialist ")).digest != digest


@pytest.mark.parametrize("missing", ["form", "called"])
def test_what_was_not_handed_in_is_named(missing):
    with pytest.raises(NotFound, match="«application»" if missing == "form" else "«q»"):
        assemble(
            "kg/application",
            draw(INSIDE),
            BODY,
            {} if missing == "form" else FORMS,
            called={"q": draw("<task/>")} if missing == "form" else None,
            operations={"cost.tariff": ""},
        )
