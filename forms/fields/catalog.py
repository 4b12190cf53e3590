"""The one list of kinds of field."""

from collections.abc import Mapping
from typing import Final

from forms.fields.choice import ChecklistField, ChoiceField, RadioField
from forms.fields.field import Field
from forms.fields.group import GroupField, RowsField
from forms.fields.moment import DateField, MomentField, TimeField
from forms.fields.number import MoneyField, NumberField
from forms.fields.person import PersonField
from forms.fields.reading import ComputedField, HelpField
from forms.fields.text import TextArea, TextField
from forms.fields.yes_no import CheckboxField, YesNoField

FIELDS: Final[Mapping[tuple[str, str], type[Field]]] = {
    ("textfield", ""): TextField,
    ("textarea", ""): TextArea,
    ("number", ""): NumberField,
    ("number", "money"): MoneyField,
    ("datetime", "date"): DateField,
    ("datetime", "time"): TimeField,
    ("datetime", "datetime"): MomentField,
    ("select", ""): ChoiceField,
    ("radio", ""): RadioField,
    ("select", "person"): PersonField,
    ("radio", "yesno"): YesNoField,
    ("select", "yesno"): YesNoField,
    ("checkbox", "yesno"): YesNoField,
    ("checkbox", ""): CheckboxField,
    ("checklist", ""): ChecklistField,
    ("group", ""): GroupField,
    ("dynamiclist", ""): RowsField,
    ("text", ""): HelpField,
    ("expression", ""): ComputedField,
}
"""(``type`` of form-js, property ``kind`` or a date's ``subtype``) -> class; a new kind: a line."""
