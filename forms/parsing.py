"""From what was sent to answers.

``gather`` turns the flat names of a page into nested raw values; ``parse`` turns raw values, be
they the texts of a page or the typed answers of a rehearsal or another system, into answers of
plain JSON.

Every key of the form is in the answers, unless it is only read (``from``): an unanswered or hidden
field has ``None`` (a checkbox ``False``, a checklist and a table ``[]``), so that a condition never
meets a name that is not there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from difflib import get_close_matches
from typing import Any

from forms.definition import FormDefinition
from forms.errors import N_, FieldError
from forms.fields.field import RESERVED, Around, Choices, Evaluate, Field, Refused
from forms.fields.group import MAX_ROWS, OF_THE_ROW, RowsField
from forms.setting import NOWHERE, Setting
from forms.settling import Row, Settled, depends_on_answers, holds, settle

_NAME = re.compile(r"([A-Za-z]\w*)(?:\.(\d{1,6})\.([A-Za-z]\w*))?(?:\.([A-Za-z]\w*))?", re.ASCII)
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood.

    Attributes:
        answers: typed answers; a wrong one is as if unanswered.
        errors: what must be corrected, in the order of the form.
    """

    answers: dict[str, Any]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class RowButton:
    """A pressed button of a table.

    Attributes:
        action: ``add`` or ``remove``.
        path: key of the table; for ``remove`` with the number of the row: ``members.2``.
    """

    action: str
    path: str


def gather(form: Any) -> dict[str, Any]:
    """Nest the flat names of controls: ``members.0.name`` to ``{"members": [{"name": ...}]}``.

    An answer of several controls is a mapping: ``client.name`` to ``{"client": {"name": ...}}``.
    Names of the page itself (``csrf_token``, ``_add``, ...) are left out. A name sent several times
    becomes a list. Gaps between row numbers close; a row that the page names under ``_row`` is
    there even where nothing of it is sent. Of a table one row more than ``MAX_ROWS`` is kept, so
    that ``parse`` can say so.

    Args:
        form: a multidict with ``lists()``, or a mapping to a text or a list of texts.
    """
    nested: dict[str, Any] = {}
    tables: dict[str, dict[int, dict[str, Any]]] = {}
    for name, values in _lists(form):
        match = _NAME.fullmatch(name)
        if match is None or name in RESERVED or not values:
            continue
        value = values[0] if len(values) == 1 else list(values)
        key, number, column, part = match.groups()
        holder = (
            nested if number is None else tables.setdefault(key, {}).setdefault(int(number), {})
        )
        _place(holder, key if number is None else column, part, value)
    for key, number in _marked_rows(form):
        tables.setdefault(key, {}).setdefault(number, {})
    for key, rows in tables.items():
        nested[key] = [rows[number] for number in sorted(rows)[: MAX_ROWS + 1]]
    return nested


def parse(
    definition: FormDefinition,
    raw: Mapping[str, Any],
    data: Mapping[str, Any],
    evaluate: Evaluate,
    choices: Choices,
    *,
    zone: tzinfo | None = None,
    setting: Setting = NOWHERE,
) -> Parsed:
    """Turn raw values into answers and say what must be corrected.

    Args:
        definition: the form.
        raw: nested raw values: texts of a page (from ``gather``) or typed JSON.
        data: the case's data.
        evaluate: runs an expression over names.
        choices: role -> (id, name) of the people who may be chosen, a function or a mapping.
        zone: the body's time zone, for moments.
        setting: what the body, the case and the moment lend to the fields.
    """
    around = Around(data, evaluate, choices, zone, setting)
    settled = settle(definition, raw, around)
    errors = (*_unknown(definition, raw), *_errors(definition.answers, settled, around))
    return Parsed(settled.answers, errors)


def keep(raw: Any) -> Any:
    """Return raw values as a draft stores them: all but characters that no database can store."""
    if isinstance(raw, str):
        return _CONTROL.sub("\ufffd", raw)
    if isinstance(raw, Mapping):
        return {str(name): keep(value) for name, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [keep(value) for value in raw]
    return raw


def row_button(form: Any) -> RowButton | None:
    """Return the row button that sent the page, if one did."""
    for name, values in _lists(form):
        if name in ("_add", "_remove") and values and isinstance(values[0], str):
            return RowButton(name.removeprefix("_"), values[0])
    return None


def apply_row_buttons(
    definition: FormDefinition, raw: Mapping[str, Any], pressed: RowButton
) -> dict[str, Any]:
    """Return the raw values with a row more or less; unchanged where the button fits no table."""
    key, _, number = pressed.path.partition(".")
    table = next((item for item in definition.answers if item.key == key), None)
    if not isinstance(table, RowsField) or not table.changeable or not table.is_asked:
        return dict(raw)
    given = raw.get(key)
    rows = list(given) if isinstance(given, list) else []
    if pressed.action == "add" and len(rows) < table.highest:
        rows.append({})
    if pressed.action == "remove" and number.isdecimal() and int(number) < len(rows):
        del rows[int(number)]
    return {**raw, key: rows}


def _marked_rows(form: Any) -> Iterator[tuple[str, int]]:
    """Rows that a page shows: boxes without a tick send nothing, but their row is there."""
    for name, values in _lists(form):
        for value in values if name == "_row" else ():
            key, _, number = str(value).partition(".")
            if key not in RESERVED and _NAME.fullmatch(f"{key}.{number}.x"):
                yield key, int(number)


def _place(holder: dict[str, Any], key: str, part: str | None, value: Any) -> None:
    """Put a value under its key, or under its part of the answer that has several controls."""
    if part is None:
        holder[key] = value
        return
    parts = holder.setdefault(key, {})
    if isinstance(parts, dict):
        parts[part] = value


def _lists(form: Any) -> Iterable[tuple[str, Sequence[Any]]]:
    if callable(lists := getattr(form, "lists", None)):
        return ((str(name), list(values)) for name, values in lists())
    return (
        (str(name), list(value) if isinstance(value, list | tuple) else [value])
        for name, value in dict(form).items()
    )


def _errors(fields: Sequence[Field], settled: Settled, around: Around) -> Iterator[FieldError]:
    for item in fields:
        if item.source or item.key in settled.hidden:
            continue
        if isinstance(item, RowsField):
            yield from _row_errors(item, settled, around)
        elif refused := _refusal(item, item.key, settled, around, None):
            yield FieldError(item.key, item.label, refused.template, refused.values, refused.short)


def _row_errors(item: RowsField, settled: Settled, around: Around) -> Iterator[FieldError]:
    # An earlier table may have no rows: then nobody could add the one that is needed.
    refused = None if item.rows_from else _refusal(item, item.key, settled, around, None)
    refused = refused or settled.refused.get(item.key)
    if refused is None:
        try:
            item.check_count(len(settled.answers[item.key]))
        except Refused as count:
            refused = count
    if refused:
        yield FieldError(item.key, item.label, refused.template, refused.values, refused.short)
    for number, row in enumerate(settled.rows[item.key]):
        if row.is_blank:
            continue
        for column in item.columns:
            path = f"{item.key}.{number}.{column.key}"
            is_silent = path in settled.hidden or column.source
            if not is_silent and (wrong := _refusal(column, path, settled, around, row)):
                yield FieldError(
                    path,
                    column.label,
                    wrong.template,
                    wrong.values,
                    wrong.short,
                    item.label,
                    number + 1,
                )


def _refusal(
    item: Field, path: str, settled: Settled, around: Around, row: Row | None
) -> Refused | None:
    if path in settled.refused:
        return settled.refused[path]
    value = (row.answers if row else settled.answers)[item.key]
    if value not in (None, False, []) or (value is False and item.empty is not False):
        return None
    if item.required or (item.required_if and holds(item.required_if, settled, around, row)):
        if item.compute and not depends_on_answers(path, settled):
            return None  # nobody could mend it here: it must not keep the step from being finished
        if item.compute and value is False:
            return Refused(
                N_("“{label}” does not hold: correct the answers it follows from"),
                N_("Does not hold: correct the answers it follows from"),
            )
        if item.compute:
            return Refused(
                N_("“{label}” cannot be worked out yet: complete the answers it is made of"),
                N_("Cannot be worked out yet"),
            )
        return item.missing_answer()
    return None


def _unknown(definition: FormDefinition, raw: Mapping[str, Any]) -> Iterator[FieldError]:
    """Report names that the form does not ask: no answer gets lost by a slip of the pen."""
    if not raw.keys() <= definition.asked:
        yield from _strangers(definition.answers, raw, "")
    for item in definition.tables:
        rows = raw.get(item.key)
        if isinstance(rows, list):
            for number, row in enumerate(rows[: MAX_ROWS + 1]):
                if isinstance(row, Mapping):
                    yield from _strangers(item.columns, row, f"{item.key}.{number}.")


def _strangers(
    fields: Sequence[Field], raw: Mapping[str, Any], prefix: str
) -> Iterator[FieldError]:
    known = {item.key for item in fields if not item.source or item.source.startswith(OF_THE_ROW)}
    for name in raw:
        if name in known or (not prefix and name in RESERVED):
            continue
        near = get_close_matches(str(name), sorted(known), 1)
        if any(item.key == name for item in fields):
            template = N_("“{name}” is only read in this form and takes no answer")
        elif near:
            template = N_("The form does not ask “{name}”. Did you mean “{near}”?")
        else:
            template = N_("The form does not ask “{name}”")
        values = {"name": f"{prefix}{name}", "near": near[0] if near else ""}
        yield FieldError(f"{prefix}{name}", str(name), template, values)
