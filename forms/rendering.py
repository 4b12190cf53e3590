"""From a form and its answers to what a page draws of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from forms.definition import FormDefinition
from forms.errors import FieldError
from forms.fields.choice import ChecklistField, RadioField
from forms.fields.field import Around, Choices, Evaluate, Field, Part
from forms.fields.group import GroupField, RowsField
from forms.fields.number import MoneyField
from forms.fields.reading import HelpField
from forms.fields.yes_no import CheckboxField
from forms.file_kinds import endings_of
from forms.paths import at_path, rows_at
from forms.setting import NOWHERE, Setting
from forms.settling import Row, Settled, holds, settle
from forms.views import FieldView, FileView, OptionView, RowView
from forms.wording import ENGLISH, Wording

__all__ = ["FieldView", "render", "starting_answers"]

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def render(
    definition: FormDefinition,
    answers: Mapping[str, Any] | None,
    data: Mapping[str, Any],
    errors: Sequence[FieldError],
    evaluate: Evaluate,
    choices: Choices,
    *,
    wording: Wording = ENGLISH,
    zone: tzinfo | None = None,
    setting: Setting = NOWHERE,
) -> tuple[FieldView, ...]:
    """Return the fields as a page shows them.

    Args:
        definition: the form.
        answers: typed answers, or raw values as typed (a draft, or what has to be corrected);
            nothing for a fresh form, which starts with its defaults.
        data: the case's data.
        errors: what has to be corrected.
        evaluate: runs an expression over names.
        choices: role -> (id, name) of the people who may be chosen, a function or a mapping.
        wording: the language of the page.
        zone: the body's time zone, for moments.
        setting: what the body, the case and the moment lend to the fields.
    """
    raw = starting_answers(definition) if not answers else dict(answers)
    for table in definition.answers:
        if isinstance(table, RowsField) and table.is_asked:
            raw[table.key] = _shown_rows(table, raw, data)
    around = Around(data, evaluate, choices, zone, setting)
    settled = settle(definition, raw, around)
    wrong = {error.path: error for error in errors}
    drawing = _Drawing(raw, settled, around, wording, wrong, _steering(definition))
    return tuple(drawing.views(definition.fields))


def starting_answers(definition: FormDefinition) -> dict[str, Any]:
    """Return what a fresh form starts with."""
    return {item.key: item.default for item in definition.answers if item.default is not None}


def _steering(definition: FormDefinition) -> frozenset[str]:
    """Return the names that expressions of the form mention."""
    return frozenset(name for use in definition.uses for name in _NAME.findall(use.text))


def _shown_rows(table: RowsField, raw: Mapping[str, Any], data: Mapping[str, Any]) -> Any:
    """Return the rows with blank ones to fill in: a fresh table's, or as many as there must be."""
    given = raw.get(table.key)
    if given is not None and not isinstance(given, list):
        return given
    fresh = {column.key: column.default for column in table.columns if column.default is not None}
    fewest = max(table.lowest, 1 if table.required else 0)
    if table.rows_from and given is None:
        return [dict(fresh) for _ in rows_at(data, table.rows_from)]
    wanted = table.start if given is None or not table.changeable else fewest
    rows = [row if row else dict(fresh) for row in given or ()]
    return rows + [dict(fresh) for _ in range(wanted - len(rows))]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Turns settled fields into views."""

    raw: Mapping[str, Any]
    settled: Settled
    around: Around
    wording: Wording
    errors: Mapping[str, FieldError]
    steering: frozenset[str]

    def views(self, fields: Sequence[Field]) -> Iterator[FieldView]:
        """Yield the views of what is shown; read-only values in a row become one list."""
        yield from _lists_joined(
            self._view(item) for item in fields if item.key not in self.settled.hidden
        )

    def _view(self, item: Field) -> FieldView:
        if isinstance(item, HelpField):
            words = tuple(self.wording.label(paragraph) for paragraph in item.paragraphs)
            return replace(self._plain(item, item.kind), paragraphs=words)
        if isinstance(item, GroupField):
            return replace(self._plain(item, item.kind), children=tuple(self.views(item.fields)))
        if isinstance(item, RowsField):
            return self._table_read(item) if item.source else self._table(item)
        if item.source:
            value = at_path(self.around.data, item.source)
            shown = replace(self._plain(item, "fact"), text=item.text(value, self.wording))
            return replace(shown, files=self._files(item, value))
        if item.compute:
            value = self.settled.answers[item.key]
            figure = replace(self._plain(item, "figure"), text=item.text(value, self.wording))
            return self._with_error(figure)
        return self._control(item, item.key, self.raw.get(item.key), None)

    def _plain(self, item: Field, kind: str) -> FieldView:
        return FieldView(
            kind=kind,
            id=item.key,
            name=item.key,
            label=self.wording.label(item.label) if item.label else "",
            hint=self.wording.label(item.hint) if item.hint else "",
            clause=self.wording.clause(item.clause) if item.clause else "",
            unit=item.currency if isinstance(item, MoneyField) else "",
        )

    def _control(
        self, item: Field, path: str, value: Any, row: tuple[int, Row] | None
    ) -> FieldView:
        number, answers = row or (0, None)
        parts = item.parts(value, self.around, self.wording)
        selected = item.selected(value)
        options = (
            OptionView(
                path if position == 0 else f"{path}-{position + 1}",
                choice,
                label,
                choice in selected,
            )
            for position, (choice, label) in enumerate(item.worded(self.around, self.wording))
        )
        view = replace(
            self._plain(item, item.kind),
            id=path,
            name=path,
            value=item.control(value, self.wording),
            is_optional=self._is_optional(item, answers),
            width=item.width or _narrow(item),
            inputmode=item.inputmode or _keyboard(item),
            steers=item.key in self.steering,
            options=tuple(options),
            children=tuple(self._part(item, path, part, number, answers) for part in parts),
            files=self._files(item, value),
            several=getattr(item, "several", False),
            accept=",".join(endings_of(getattr(item, "accepts", ()))),
            row=number,
        )
        return self._with_error(view)

    def _files(self, item: Field, value: Any) -> tuple[FileView, ...]:
        found = item.attached(value, self.around)
        return tuple(FileView(one.id, one.name, self.wording.size(one.size)) for one in found)

    def _part(
        self, item: Field, path: str, part: Part, number: int, answers: Row | None
    ) -> FieldView:
        """The first part has the id of the whole answer, so that its error leads there."""
        is_first = part.name == item.first_part
        return FieldView(
            kind="part",
            id=path if is_first else f"{path}-{part.name}",
            name=f"{path}.{part.name}",
            label=part.label,
            value=part.value,
            is_optional=part.is_optional or self._is_optional(item, answers),
            width=part.width,
            suggests=part.suggests,
            row=number,
        )

    def _with_error(self, view: FieldView) -> FieldView:
        error = self.errors.get(view.id)
        said = ""
        if error:
            said = error.say(self.wording.translate, self.wording.label, short=view.is_cell)
        parts = (("hint", view.hint and not view.is_cell), ("err", said))
        described = " ".join(f"{view.id}-{part}" for part, is_there in parts if is_there)
        return replace(view, error=said, described_by=described)

    def _is_optional(self, item: Field, row: Row | None) -> bool:
        if item.required or isinstance(item, CheckboxField) or item.source:
            return False
        return not (item.required_if and holds(item.required_if, self.settled, self.around, row))

    def _table(self, table: RowsField) -> FieldView:
        rows = self.settled.rows[table.key]
        count = len(rows)
        view = replace(
            self._plain(table, table.kind),
            children=tuple(
                replace(
                    self._plain(column, column.kind), is_optional=self._is_optional(column, None)
                )
                for column in table.columns
            ),
            rows=tuple(self._row(table, number, row) for number, row in enumerate(rows, 1)),
            is_of_earlier=bool(table.rows_from),
            may_add=table.changeable and count < table.highest,
            may_remove=table.changeable and count > table.lowest,
            add_label=self.wording.label(table.add_label) if table.add_label else "",
            is_optional=not table.rows_from and self._is_optional(table, None) and not table.lowest,
        )
        return self._with_error(view)

    def _row(self, table: RowsField, number: int, row: Row) -> RowView:
        prefix = f"{table.key}.{number - 1}"
        cells = (
            self._cell(column, f"{prefix}.{column.key}", number, row) for column in table.columns
        )
        return RowView(number, prefix, tuple(cells))

    def _cell(self, column: Field, path: str, number: int, row: Row) -> FieldView:
        if path in self.settled.hidden:
            return replace(self._plain(column, "nothing"), id=path, row=number)
        if column.compute or column.source:
            value = row.answers[column.key]
            text, files = column.text(value, self.wording), self._files(column, value)
            shown = replace(self._plain(column, "figure"), id=path, text=text, files=files)
            return self._with_error(replace(shown, row=number))
        return self._control(column, path, row.raw.get(column.key), (number, row))

    def _table_read(self, table: RowsField) -> FieldView:
        value = at_path(self.around.data, table.source)
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        columns = tuple(self._plain(column, "fact") for column in table.columns)
        return replace(
            self._plain(table, "rows_read"),
            children=columns,
            rows=tuple(
                RowView(
                    number, f"{table.key}.{number - 1}", tuple(self._texts(table, columns, row))
                )
                for number, row in enumerate(rows, 1)
            ),
        )

    def _texts(
        self, table: RowsField, columns: Sequence[FieldView], row: Mapping[str, Any]
    ) -> Iterator[FieldView]:
        for column, view in zip(table.columns, columns, strict=True):
            value = row.get(column.key)
            text = column.text(value, self.wording)
            yield replace(view, text=text, files=self._files(column, value))


def _lists_joined(views: Iterable[FieldView]) -> Iterator[FieldView]:
    """Join read-only values that follow each other: figures become one list, facts another."""
    run: list[FieldView] = []
    for view in views:
        if run and run[0].kind != view.kind:
            yield _list_of(run)
            run = []
        if view.kind not in ("figure", "fact"):
            yield view
        elif view.label:
            run.append(view)
    if run:
        yield _list_of(run)


def _list_of(run: Sequence[FieldView]) -> FieldView:
    return FieldView(kind=f"{run[0].kind}s", id="", name="", label="", children=tuple(run))


def _narrow(item: Field) -> str:
    return "w-date" if getattr(item, "narrow", False) else ""


def _keyboard(item: Field) -> str:
    places = getattr(item, "places", None)
    if places is None or isinstance(item, RadioField | ChecklistField):
        return ""
    return "decimal" if places else "numeric"
