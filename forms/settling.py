"""What a form says for some answers: which fields are shown, what is computed, what is refused.

Parsing and drawing both settle the form first, so that they cannot disagree about a condition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.errors import N_
from forms.fields.field import Around, Field, Refused
from forms.fields.group import MAX_ROWS, GroupField, RowsField
from forms.fields.reading import HelpField

MAX_PASSES = 20


@dataclass(slots=True)
class Row:
    """One row as it was sent.

    Attributes:
        raw: what was sent.
        answers: what it means.
        is_blank: nothing was entered: the row is shown but is no answer.
    """

    raw: Mapping[str, Any]
    answers: dict[str, Any] = field(default_factory=dict)
    is_blank: bool = True


@dataclass(slots=True)
class Settled:
    """A form with its answers.

    Attributes:
        answers: every key of the form, hidden and unanswered ones with their empty value.
        hidden: paths of the fields that are not shown; rows counted as they were sent.
        refused: path -> why what was typed is no answer.
        rows: path of a table -> its rows, blank ones included.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    refused: dict[str, Refused] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    accepted: dict[str, Any] = field(default_factory=dict)


def settle(fields: Sequence[Field], raw: Mapping[str, Any], around: Around) -> Settled:
    """Accept what was typed and work out conditions and computed values until nothing changes.

    A condition that cannot be worked out yet counts as false, a computed value as not there: as
    long as an answer it needs is missing, that is its meaning.
    """
    settled = Settled()
    for item in leaves(fields):
        _accept(item, raw.get(item.key), settled, around)
        _keep(settled, item, _accepted(item, settled))
    before = ""
    for _ in range(MAX_PASSES):
        settled.hidden = set()
        _pass(fields, settled, around, hidden=False)
        after = repr((settled.answers, sorted(settled.hidden), settled.rows))
        if before == after:
            break
        before = after
    return settled


def leaves(fields: Sequence[Field]) -> Iterator[Field]:
    """Yield the fields with a key, groups opened."""
    for item in fields:
        if isinstance(item, GroupField):
            yield from leaves(item.fields)
        elif not isinstance(item, HelpField):
            yield item


def holds(condition: str, settled: Settled, around: Around, row: Row | None = None) -> bool:
    """Tell whether a condition holds; one that cannot be worked out does not."""
    return bool(_evaluated(condition, settled, around, row))


def _accept(item: Field, raw: Any, settled: Settled, around: Around) -> None:
    if isinstance(item, RowsField):
        _accept_rows(item, raw if item.is_asked else None, settled, around)
    elif item.is_asked:
        _accept_one(item, item.key, raw, settled, around)


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
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        settled.refused[item.key] = Refused(N_("“{label}”: enter rows"), N_("Enter rows"))
        return
    for number, sent in enumerate(given[: MAX_ROWS + 1]):
        row = Row(sent)
        rows.append(row)
        for column in item.columns:
            path = f"{item.key}.{number}.{column.key}"
            if not column.is_asked:
                row.answers[column.key] = column.blank()
                continue
            value = _accept_one(column, path, sent.get(column.key), settled, around)
            row.answers[column.key] = value
            if path in settled.refused or value not in (None, False, [], column.default):
                row.is_blank = False


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
