"""Answers as text: on pages that only show them, in documents, and in the history's changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.fields.group import RowsField
from forms.wording import ENGLISH, Wording


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as text.

    Attributes:
        path: ``amount``, or ``members.0.name`` in a row.
        label: the field's, in the language asked for.
        text: the answer; ``""`` where there is none.
        clause: place in the source that asks for it.
        columns: labels of the columns where the field is a table.
        rows: their texts, row by row.
    """

    path: str
    label: str
    text: str
    clause: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def shown(
    definition: FormDefinition, answers: Mapping[str, Any], wording: Wording = ENGLISH
) -> tuple[Shown, ...]:
    """Return the answers as text, in the order of the form; what was not answered is left out."""
    return tuple(
        _shown(item, answers[item.key], wording)
        for item in definition.answers
        if item.label and answers.get(item.key) not in (None, [])
    )


def changed(
    definition: FormDefinition,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    wording: Wording = ENGLISH,
) -> tuple[tuple[str, str, str, str], ...]:
    """Return (path, label, old text, new text) of every answer that differs.

    Rows are compared by their number: a row that came or went is told value by value.
    """
    return tuple(_changes(definition.answers, old, new, "", wording))


def _shown(item: Field, value: Any, wording: Wording) -> Shown:
    label = wording.label(item.label)
    clause = wording.clause(item.clause) if item.clause else ""
    if not isinstance(item, RowsField):
        return Shown(item.key, label, item.text(value, wording), clause)
    columns = tuple(wording.label(column.label) for column in item.columns)
    rows = tuple(
        tuple(column.text(row.get(column.key), wording) for column in item.columns)
        for row in _rows(value)
    )
    return Shown(item.key, label, "", clause, columns, rows)


def _changes(
    fields: Sequence[Field],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    prefix: str,
    wording: Wording,
) -> Iterator[tuple[str, str, str, str]]:
    for item in fields:
        before, after = old.get(item.key), new.get(item.key)
        if before == after:
            continue
        path = f"{prefix}{item.key}"
        if isinstance(item, RowsField):
            yield from _row_changes(item, _rows(before), _rows(after), wording)
            continue
        texts = item.text(before, wording), item.text(after, wording)
        if texts[0] != texts[1]:
            yield path, wording.label(item.label) or item.key, *texts


def _row_changes(
    item: RowsField,
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
    wording: Wording,
) -> Iterator[tuple[str, str, str, str]]:
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else {}
        after = new[number] if number < len(new) else {}
        prefix = f"{item.key}.{number}."
        for path, label, *texts in _changes(item.columns, before, after, prefix, wording):
            yield path, f"{wording.label(item.label)} {number + 1}: {label}", texts[0], texts[1]


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
