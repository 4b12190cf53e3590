"""What a form says for some answers: which fields are shown, what is computed, what is refused.

Parsing and drawing both settle the form first, so that they cannot disagree about a condition.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.definition import FormDefinition
from forms.errors import N_
from forms.fields.field import Around, Field, Refused
from forms.fields.group import MAX_ROWS, OF_THE_ROW, GroupField, RowsField
from forms.fields.reading import HelpField
from forms.paths import at_path, rows_at

MAX_PASSES = 20

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


@dataclass(slots=True)
class Row:
    """One row as it was sent.

    Attributes:
        raw: what was sent.
        answers: what it means.
        is_blank: nothing was entered: the row is shown but is no answer.
        earlier: the row of the earlier table that it stands for, where it stands for one.
    """

    raw: Mapping[str, Any]
    answers: dict[str, Any] = field(default_factory=dict)
    is_blank: bool = True
    earlier: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Settled:
    """A form with its answers.

    Attributes:
        answers: every key of the form, hidden and unanswered ones with their empty value.
        hidden: paths of the fields that are not shown; rows counted as they were sent.
        refused: path -> why what was typed is no answer.
        rows: path of a table -> its rows, blank ones included.
        accepted: path of a field that is asked -> its answer, hidden or not.
        computes: path of a field that is worked out -> its expression.
        tables: keys of the tables that a person fills in.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    refused: dict[str, Refused] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    accepted: dict[str, Any] = field(default_factory=dict)
    computes: dict[str, str] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)


def settle(form: FormDefinition, raw: Mapping[str, Any], around: Around) -> Settled:
    """Accept what was typed and work out conditions and computed values until nothing changes.

    A condition that cannot be worked out yet counts as false, a computed value as not there: as
    long as an answer it needs is missing, that is its meaning.
    """
    settled = Settled()
    for item in form.answers:
        _keep(settled, item, _accept(item, raw.get(item.key), settled, around))
    before = ""
    for _ in range(MAX_PASSES if form.follows_answers else 0):
        settled.hidden = set()
        _pass(form.fields, settled, around, hidden=False)
        after = repr((settled.answers, sorted(settled.hidden), settled.rows))
        if before == after:
            break
        before = after
    return settled


def holds(condition: str, settled: Settled, around: Around, row: Row | None = None) -> bool:
    """Tell whether a condition holds; one that cannot be worked out does not."""
    return bool(_evaluated(condition, settled, around, row))


def depends_on_answers(path: str, settled: Settled) -> bool:
    """Whether something that is asked here, and shown, goes into a value that is worked out."""
    todo, seen = [path], {path}
    while todo:
        at = todo.pop()
        if at in settled.accepted or at in settled.tables:
            if at not in settled.hidden:
                return True
            continue
        row = at.rpartition(".")[0]
        for name in _NAME.findall(settled.computes.get(at, "")):
            near = [f"{row}.{name}", name] if row else [name]
            todo.extend(one for one in near if one not in seen)
            seen.update(near)
    return False


def _accept(item: Field, raw: Any, settled: Settled, around: Around) -> Any:
    """Accept what was sent for a field and return its answer."""
    is_asked = item.is_asked
    if item.compute:
        settled.computes[item.key] = item.compute
    if isinstance(item, RowsField):
        if is_asked:
            settled.tables.add(item.key)
        _accept_rows(item, raw if is_asked else None, settled, around)
        return _accepted(item, settled)
    return _accept_one(item, item.key, raw, settled, around) if is_asked else item.blank()


def _accept_one(item: Field, path: str, raw: Any, settled: Settled, around: Around) -> Any:
    try:
        settled.accepted[path] = item.accept(raw, around)
    except Refused as refused:
        settled.refused[path] = refused
        settled.accepted[path] = item.blank()
    return settled.accepted[path]


def _accept_rows(item: RowsField, raw: Any, settled: Settled, around: Around) -> None:
    rows = settled.rows[item.key] = []
    given = [] if raw is None or raw == "" else raw
    earlier = rows_at(around.data, item.rows_from) if item.rows_from else None
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        settled.refused[item.key] = Refused(N_("“{label}”: enter rows"), N_("Enter rows"))
        return
    if earlier is not None:
        given = _aligned(item, given, earlier)
    for number, sent in enumerate(given[: MAX_ROWS + 1]):
        row = Row(sent)
        if earlier is not None:
            row = Row(sent, is_blank=False, earlier=earlier[number])
        rows.append(row)
        _accept_row(item, number, row, settled, around)


def _accept_row(item: RowsField, number: int, row: Row, settled: Settled, around: Around) -> None:
    for column in item.columns:
        path = f"{item.key}.{number}.{column.key}"
        if not column.is_asked:
            row.answers[column.key] = _of_earlier(column, row)
            if column.compute:
                settled.computes[path] = column.compute
            continue
        value = _accept_one(column, path, row.raw.get(column.key), settled, around)
        row.answers[column.key] = value
        if path in settled.refused or value not in (None, False, [], column.default):
            row.is_blank = False


def _aligned(
    item: RowsField, given: Sequence[Mapping[str, Any]], earlier: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Lay what was sent beside the earlier table's rows.

    Rows that say themselves what they stand for (answers that are shown again after the earlier
    table changed) go to the row that says the same; all others by their number.
    """
    shown = [column for column in item.columns if column.source]
    free = dict(enumerate(given[: len(earlier) + MAX_ROWS]))
    laid: dict[int, Mapping[str, Any]] = {}
    for number, row in enumerate(earlier):
        says = [at_path(row, column.source.removeprefix(OF_THE_ROW)) for column in shown]
        for place, sent in free.items():
            if shown and [sent.get(column.key, sent) for column in shown] == says:
                laid[number] = free.pop(place)
                break
    return [laid.get(n) or free.get(n, {}) for n in range(len(earlier))]


def _of_earlier(column: Field, row: Row) -> Any:
    """The value of a column that only shows what the earlier row says."""
    value = at_path(row.earlier, column.source.removeprefix(OF_THE_ROW)) if column.source else None
    return column.blank() if value is None else value


def _accepted(item: Field, settled: Settled) -> Any:
    if isinstance(item, RowsField):
        return [row.answers for row in settled.rows[item.key] if not row.is_blank]
    return settled.accepted[item.key] if item.is_asked else item.blank()


def _keep(settled: Settled, item: Field, value: Any) -> None:
    """Keep an answer; a value that is only read from an earlier step already stands there."""
    if not item.source:
        settled.answers[item.key] = value


def _pass(fields: Sequence[Field], settled: Settled, around: Around, *, hidden: bool) -> None:
    for item in fields:
        gone = hidden or _hides(item, settled, around)
        if gone:
            settled.hidden.add(item.key)
        if isinstance(item, GroupField):
            _pass(item.fields, settled, around, hidden=gone)
        elif isinstance(item, HelpField):
            continue
        elif gone:
            _keep(settled, item, item.blank())
        elif isinstance(item, RowsField):
            _pass_rows(item, settled, around)
        elif item.compute:
            _keep(settled, item, _computed(item, settled, around))
        else:
            _keep(settled, item, _accepted(item, settled))


def _pass_rows(item: RowsField, settled: Settled, around: Around) -> None:
    for number, row in enumerate(settled.rows[item.key]):
        for column in item.columns:
            path = f"{item.key}.{number}.{column.key}"
            if _hides(column, settled, around, row):
                settled.hidden.add(path)
                row.answers[column.key] = column.blank()
            elif column.source:
                row.answers[column.key] = _of_earlier(column, row)
            elif column.compute:
                row.answers[column.key] = _computed(column, settled, around, row)
            else:
                row.answers[column.key] = settled.accepted[path]
    _keep(settled, item, _accepted(item, settled))


def _hides(item: Field, settled: Settled, around: Around, row: Row | None = None) -> bool:
    if item.shown_if and not holds(item.shown_if, settled, around, row):
        return True
    return bool(item.hidden_if) and holds(item.hidden_if, settled, around, row)


def _computed(item: Field, settled: Settled, around: Around, row: Row | None = None) -> Any:
    try:
        return item.computed(_evaluated(item.compute, settled, around, row), around)
    except Refused:
        return item.blank()


def _evaluated(text: str, settled: Settled, around: Around, row: Row | None) -> Any:
    """Evaluate over the case's data, over it the form's answers, over them the row's."""
    names = {**around.data, **settled.answers, **(row.answers if row else {})}
    try:
        return around.evaluate(text, names)
    except Exception:  # the evaluator is handed in, and its errors with it
        return None
