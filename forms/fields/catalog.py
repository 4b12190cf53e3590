"""The one list of kinds of field."""

from collections.abc import Mapping
from typing import Final

from forms.fields.body_lists import CodeField, CodesField, StandardField, StandardsField
from forms.fields.choice import ChecklistField, ChoiceField, RadioField
from forms.fields.field import Field
from forms.fields.file import FileField
from forms.fields.group import GroupField, RowsField
from forms.fields.moment import DateField, MomentField, TimeField
from forms.fields.number import MoneyField, NumberField
from forms.fields.party import PartyField
from forms.fields.person import PersonField
from forms.fields.reading import ComputedField, HelpField
from forms.fields.signature import SignatureField
from forms.fields.text import TextArea, TextField
from forms.fields.yes_no import CheckboxField, YesNoField

FIELDS: Final[Mapping[tuple[str, str], type[Field]]] = {
    ("textfield", ""): TextField,
    ("textfield", "party"): PartyField,
    ("textarea", ""): TextArea,
    ("number", ""): NumberField,
    ("number", "money"): MoneyField,
    ("datetime", "date"): DateField,
    ("datetime", "time"): TimeField,
    ("datetime", "datetime"): MomentField,
    ("select", ""): ChoiceField,
    ("radio", ""): RadioField,
    ("select", "person"): PersonField,
    ("select", "standard"): StandardField,
    ("select", "field"): CodeField,
    ("radio", "yesno"): YesNoField,
    ("select", "yesno"): YesNoField,
    ("checkbox", "yesno"): YesNoField,
    ("checkbox", ""): CheckboxField,
    ("checkbox", "signature"): SignatureField,
    ("checklist", ""): ChecklistField,
    ("checklist", "standard"): StandardsField,
    ("checklist", "field"): CodesField,
    ("filepicker", ""): FileField,
    ("group", ""): GroupField,
    ("dynamiclist", ""): RowsField,
    ("text", ""): HelpField,
    ("expression", ""): ComputedField,
}
"""(``type`` of form-js, property ``kind`` or a date's ``subtype``) -> class; a new kind: a line."""
