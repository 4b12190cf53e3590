"""A form with every kind of field, and what it stands in."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import simpleeval

from forms.definition import FormDefinition, parse_definition
from forms.setting import Setting

EVERY_KIND: dict[str, Any] = {
    "type": "default",
    "id": "every_kind",
    "schemaVersion": 19,
    "components": [
        {"type": "text", "text": "# Before you start\n\nRead the act."},
        {
            "type": "textfield",
            "key": "application_number",
            "label": "Number of the application",
            "properties": {"from": "application.number", "clause": "§2, 1"},
        },
        {
            "type": "textfield",
            "key": "name",
            "label": "Name",
            "description": "As in the register",
            "validate": {"required": True, "maxLength": 50},
            "properties": {"clause": "§4, 1.1"},
        },
        {
            "type": "textfield",
            "key": "code",
            "label": "Code",
            "validate": {"pattern": "[A-Z]{2}\\d{3}"},
        },
        {"type": "textarea", "key": "notes", "label": "Notes"},
        {"type": "number", "key": "staff", "label": "Staff", "validate": {"min": 0, "max": 999}},
        {"type": "number", "key": "days", "label": "Days", "decimalDigits": 1},
        {
            "type": "number",
            "key": "fee",
            "label": "Fee",
            "properties": {"kind": "money", "currency": "KGS"},
        },
        {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "Day"},
        {"type": "datetime", "subtype": "time", "key": "hour", "timeLabel": "Hour"},
        {"type": "datetime", "subtype": "datetime", "key": "at", "label": "At"},
        {
            "type": "select",
            "key": "scheme",
            "label": "Scheme",
            "values": [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}],
        },
        {
            "type": "radio",
            "key": "grade",
            "label": "Grade",
            "values": [{"value": "low", "label": "Low"}, {"value": "high", "label": "High"}],
        },
        {
            "type": "radio",
            "key": "complete",
            "label": "Complete?",
            "properties": {"kind": "yesno"},
            "validate": {"required": True},
        },
        {
            "type": "textarea",
            "key": "missing",
            "label": "What is missing",
            "validate": {"required": True},
            "properties": {"showIf": "complete == False"},
        },
        {
            "type": "select",
            "key": "leader",
            "label": "Leader",
            "properties": {"kind": "person", "people": "expert"},
        },
        {"type": "checkbox", "key": "agreed", "label": "I have read it"},
        {
            "type": "textfield",
            "key": "client",
            "label": "Client",
            "properties": {"kind": "party"},
        },
        {
            "type": "select",
            "key": "standard",
            "label": "Standard",
            "properties": {"kind": "standard"},
        },
        {
            "type": "checklist",
            "key": "standards",
            "label": "Standards",
            "properties": {"kind": "standard"},
        },
        {"type": "select", "key": "area", "label": "Area", "properties": {"kind": "field"}},
        {"type": "checklist", "key": "areas", "label": "Areas", "properties": {"kind": "field"}},
        {"type": "filepicker", "key": "act", "label": "Act", "properties": {"accept": "pdf"}},
        {"type": "filepicker", "key": "photos", "label": "Photos", "multiple": True},
        {
            "type": "checkbox",
            "key": "signed",
            "label": "I have signed",
            "properties": {"kind": "signature"},
        },
        {
            "type": "checklist",
            "key": "fields",
            "label": "Fields",
            "values": [{"value": "x", "label": "X-rays"}, {"value": "y", "label": "Yeast"}],
        },
        {
            "type": "group",
            "label": "Team",
            "components": [
                {
                    "type": "dynamiclist",
                    "path": "members",
                    "label": "Members",
                    "components": [
                        {
                            "type": "textfield",
                            "key": "person",
                            "label": "Person",
                            "validate": {"required": True},
                        },
                        {"type": "number", "key": "hours", "label": "Hours"},
                        {
                            "type": "textfield",
                            "key": "employer",
                            "label": "Employer",
                            "properties": {"kind": "party", "numberOptional": "true"},
                        },
                        {"type": "filepicker", "key": "proof", "label": "Proof"},
                        {
                            "type": "checkbox",
                            "key": "consent",
                            "label": "Consent",
                            "properties": {"kind": "signature"},
                        },
                        {
                            "type": "radio",
                            "key": "leads",
                            "label": "Leads",
                            "properties": {"kind": "yesno"},
                        },
                        {
                            "type": "textfield",
                            "key": "why",
                            "label": "Why",
                            "properties": {"showIf": "leads == True"},
                        },
                    ],
                    "properties": {"maxRows": "4", "addLabel": "Add a member"},
                },
                {
                    "type": "number",
                    "key": "total",
                    "label": "Hours together",
                    "properties": {"compute": "sum([m['hours'] for m in members])"},
                },
                {
                    "type": "expression",
                    "key": "is_large",
                    "label": "Large team",
                    "expression": "total > 10",
                },
            ],
        },
    ],
}

PDF = {
    "id": "f1",
    "name": "act.pdf",
    "size": 2048,
    "type": "application/pdf",
    "sha256": "a" * 64,
}
PHOTO = {**PDF, "id": "f2", "name": "photo.png", "type": "image/png", "sha256": "b" * 64}
SETTING = Setting(
    country="KG",
    standards=(
        ("ISO 9001:2015", {"en": "Quality", "ru": "Качество"}),
        ("ISO 14001:2015", {"en": "Environment"}),
    ),
    fields=(("IAF 17", {"en": "Metals"}), ("IAF 28", {"en": "Construction"})),
    parties=(("Lab LLC", "01234567890123"),),
    file={"f1": PDF, "f2": PHOTO}.get,
    signer={"id": 7, "name": "A. Asanova"},
    now=datetime.fromisoformat("2026-11-23T14:30+06:00"),
)

PEOPLE = {"expert": (("7", "A. Asanova"), ("9", "B. Bekov"))}


def evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """Evaluate as the engine does: bounded, no attributes of objects."""
    runner = simpleeval.EvalWithCompoundTypes(names=dict(names), functions={"sum": sum, "len": len})
    return runner.eval(text)


def form_of(*components: Mapping[str, Any]) -> FormDefinition:
    """Return a form of these components."""
    return parse_definition(json.dumps({"components": list(components)}), "form")


def every_kind() -> FormDefinition:
    """Return the form with every kind of field."""
    return parse_definition(json.dumps(EVERY_KIND), "every_kind")
