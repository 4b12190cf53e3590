"""A small procedure whose forms take files, a party, a signature: papers come and are checked."""

import json
from typing import Any

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.sources import Sources
from tests.cast import KG, SPECIALIST, Person
from tests.installations import actor_of

PROCEDURE = f"{KG}/papers"

_PROPERTY = '<spiffworkflow:property name="{0}" value="{1}"/>'


def _step(name: str) -> str:
    said = (("form", name), ("clause", "§1"))
    inner = "".join(_PROPERTY.format(*one) for one in said)
    return (
        f'<userTask id="{name}" name="{name.capitalize()}"><extensionElements>'
        f"<spiffworkflow:properties>{inner}</spiffworkflow:properties></extensionElements></userTask>"
    )


DIAGRAM = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  id="d" targetNamespace="urn:t">
<process id="papers" name="Papers" isExecutable="true">
<laneSet id="lanes"><lane id="l" name="АИУБ адиси"><flowNodeRef>s</flowNodeRef>
<flowNodeRef>collect</flowNodeRef><flowNodeRef>check</flowNodeRef><flowNodeRef>e</flowNodeRef>
</lane></laneSet>
<startEvent id="s"><extensionElements><spiffworkflow:properties>
{_PROPERTY.format("form", "begin")}{_PROPERTY.format("result", "begin")}
</spiffworkflow:properties></extensionElements></startEvent>
{_step("collect")}{_step("check")}<endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="collect"/>
<sequenceFlow id="f2" sourceRef="collect" targetRef="check"/>
<sequenceFlow id="f3" sourceRef="check" targetRef="e"/>
</process></definitions>"""

LETTER = {"type": "filepicker", "key": "letter", "label": "Letter", "properties": {"accept": "pdf"}}
FINDINGS = {
    "type": "dynamiclist",
    "path": "findings",
    "label": "Findings",
    "components": [
        {"type": "textfield", "key": "text", "label": "Finding", "validate": {"required": True}},
        {"type": "filepicker", "key": "proof", "label": "Proof", "properties": {"accept": "image"}},
    ],
}
FORMS: dict[str, list[dict[str, Any]]] = {
    "begin": [LETTER],
    "collect": [
        {
            "type": "textfield",
            "key": "client",
            "label": "Client",
            "validate": {"required": True},
            "properties": {"kind": "party"},
        },
        {
            "type": "filepicker",
            "key": "act",
            "label": "Act",
            "validate": {"required": True},
            "properties": {"accept": "pdf, signature"},
        },
        {"type": "filepicker", "key": "more", "label": "More", "multiple": True},
        FINDINGS,
        {"type": "textarea", "key": "notes", "label": "Notes"},
        {
            "type": "checkbox",
            "key": "signed",
            "label": "Signed",
            "properties": {"kind": "signature"},
        },
    ],
    "check": [
        {
            "type": "filepicker",
            "key": "act",
            "label": "Act of the client",
            "properties": {"from": "collect.act"},
        },
        {
            "type": "dynamiclist",
            "path": "findings",
            "label": "Findings",
            "properties": {"rowsFrom": "collect.findings"},
            "components": [
                {
                    "type": "textfield",
                    "key": "text",
                    "label": "Finding",
                    "properties": {"from": "row.text"},
                },
                {
                    "type": "filepicker",
                    "key": "proof",
                    "label": "Proof",
                    "properties": {"from": "row.proof"},
                },
                {"type": "checkbox", "key": "closed", "label": "Closed"},
            ],
        },
    ],
}

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def publish_papers(application: Application, shown_to: str = "") -> None:
    """Publish the procedure in the Kyrgyz body; ``shown_to`` is said of the step that collects."""
    forms = {
        key: json.dumps({"components": fields}, ensure_ascii=False).encode()
        for key, fields in FORMS.items()
    }
    body = application.body(KG)
    collects = _PROPERTY.format("form", "collect")
    marked = collects + _PROPERTY.format("shown_to", shown_to) if shown_to else collects
    diagram = DIAGRAM.replace(collects, marked).encode()
    sources = Sources("papers.bpmn", diagram, body=body, forms=forms)
    application.execute(PublishProcedure(PROCEDURE, sources), SYSTEM)


def begin_papers(application: Application, person: Person = SPECIALIST) -> str:
    """Start a case; returns the id of its first work item."""
    actor = actor_of(application, person)
    case_id = application.execute(StartCase(PROCEDURE, {}), actor)
    return open_item(application, case_id, person)


def open_item(application: Application, case_id: str, person: Person = SPECIALIST) -> str:
    """Return the id of the work item that waits in a case."""
    rows = application.read.work_list(actor_of(application, person)).rows
    return next(row.id for row in rows if row.case_id == case_id)
