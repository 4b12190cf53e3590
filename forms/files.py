"""The files that answers name."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.fields.file import FileField, names_of
from forms.fields.group import RowsField


def file_field(definition: FormDefinition, path: str) -> FileField | None:
    """Return the field that a file is chosen for: ``act``, or ``findings.0.evidence`` in a row."""
    general = ".".join("*" if part.isdecimal() else part for part in path.split("."))
    found = dict(definition.walk()).get(general)
    return found if isinstance(found, FileField) else None


def files_in(definition: FormDefinition, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the files that typed answers name, each once."""
    return tuple(dict.fromkeys(_ids(definition.answers(), answers)))


def _ids(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> Iterator[str]:
    for item in fields:
        value = answers.get(item.key)
        if isinstance(item, RowsField):
            for row in value or ():
                yield from _ids(item.columns, row)
        elif isinstance(item, FileField):
            given = (one for one in names_of(value) if isinstance(one, Mapping))
            yield from (str(one["id"]) for one in given if "id" in one)
