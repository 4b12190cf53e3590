"""The files that answers name."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.fields.file import FileField, names_of
from forms.fields.group import MAX_ROWS, RowsField


def file_field(definition: FormDefinition, path: str) -> FileField | None:
    """Return the field that a file is chosen for: ``act``, or ``findings.0.evidence`` in a row."""
    general = ".".join("*" if part.isdecimal() else part for part in path.split("."))
    found = dict(definition.walk()).get(general)
    return found if isinstance(found, FileField) else None


def with_file(
    definition: FormDefinition, raw: Mapping[str, Any], path: str, file_id: str
) -> dict[str, Any]:
    """Return raw answers with a file added at a path; the only one where one is asked for."""
    field = file_field(definition, path)
    several = field is not None and field.several
    return _changed(raw, path, lambda ids: [*ids, file_id] if several else [file_id])


def without_file(raw: Mapping[str, Any], path: str, file_id: str) -> dict[str, Any]:
    """Return raw answers without a file at a path."""
    return _changed(raw, path, lambda ids: [one for one in ids if one != file_id])


def _changed(
    raw: Mapping[str, Any], path: str, change: Callable[[list[str]], list[str]]
) -> dict[str, Any]:
    """Answers name files by id here, also where they said more of them."""
    key, _, rest = path.partition(".")
    if not rest:
        given = (
            one.get("id") if isinstance(one, Mapping) else one for one in names_of(raw.get(key))
        )
        return {**raw, key: change([one for one in given if isinstance(one, str)])}
    number, _, column = rest.partition(".")
    rows = [dict(row) if isinstance(row, Mapping) else {} for row in raw.get(key) or ()]
    if not number.isdecimal() or int(number) > MAX_ROWS:
        return dict(raw)
    rows += [{} for _ in range(int(number) + 1 - len(rows))]
    rows[int(number)] = _changed(rows[int(number)], column, change)
    return {**raw, key: rows}


def files_in(definition: FormDefinition, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the files that typed answers name, each once."""
    return tuple(dict.fromkeys(_ids(definition.answers, answers))) if definition.asks_files else ()


def _ids(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> Iterator[str]:
    for item in fields:
        value = answers.get(item.key)
        if isinstance(item, RowsField):
            for row in value or ():
                yield from _ids(item.columns, row)
        elif isinstance(item, FileField):
            given = (one for one in names_of(value) if isinstance(one, Mapping))
            yield from (str(one["id"]) for one in given if "id" in one)
