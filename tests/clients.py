"""A small procedure that a client or the staff begins: each case is about one party."""

import json
from typing import Any

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.publish_procedure import PublishProcedure
from engine.sources import Sources
from tests.cast import KG

RU = "ru_services"
PROCEDURE = f"{KG}/clients"
START = f"/procedures/{PROCEDURE}/start"

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  id="d" targetNamespace="urn:t">
<process id="clients" name="Clients" isExecutable="true">
<extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="party" value="[begin.client.name, begin.client.number]"/>
</spiffworkflow:properties></extensionElements>
<laneSet id="lanes"><lane id="l" name="Client"><extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="role" value="applicant"/></spiffworkflow:properties>
</extensionElements>
<flowNodeRef>s</flowNodeRef><flowNodeRef>confirm</flowNodeRef><flowNodeRef>e</flowNodeRef>
</lane></laneSet>
<startEvent id="s"><extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="form" value="begin"/>
<spiffworkflow:property name="result" value="begin"/>
</spiffworkflow:properties></extensionElements></startEvent>
<userTask id="confirm" name="Confirm"><extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="form" value="FORM"/>
</spiffworkflow:properties></extensionElements></userTask><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="confirm"/>
<sequenceFlow id="f2" sourceRef="confirm" targetRef="e"/>
</process></definitions>"""


def _party(key: str, label: str) -> dict[str, Any]:
    properties = {"kind": "party", "numberOptional": "true"}
    return {"type": "textfield", "key": key, "label": label, "properties": properties}


NOTES = {"type": "textarea", "key": "notes", "label": "Notes"}
LETTER = {"type": "filepicker", "key": "letter", "label": "Letter", "properties": {"accept": "pdf"}}
PAYERS = {
    "type": "dynamiclist",
    "path": "payers",
    "label": "Payers",
    "components": [_party("payer", "Payer")],
}
FORMS: dict[str, list[dict[str, Any]]] = {
    "begin": [
        {**_party("client", "Client"), "validate": {"required": True}},
        PAYERS,
        LETTER,
        NOTES,
    ],
    "confirm": [PAYERS],
    "note": [NOTES],
}


def publish_clients(application: Application, body: str = KG, form: str = "confirm") -> str:
    """Publish the procedure in a body; returns its key.

    Args:
        application: where.
        body: key of one that has the role ``applicant``.
        form: of the second step; ``note`` asks for no party.
    """
    forms = {
        key: json.dumps({"components": fields}, ensure_ascii=False).encode()
        for key, fields in FORMS.items()
    }
    procedure = f"{body}/clients"
    diagram = DIAGRAM.replace("FORM", form).encode()
    sources = Sources("clients.bpmn", diagram, body=application.body(body), forms=forms)
    application.execute(PublishProcedure(procedure, sources), SYSTEM)
    return procedure
