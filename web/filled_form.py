"""A form on a page: its definition drawn with answers and errors, and what comes back from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from werkzeug.datastructures import MultiDict

from engine.commands.answers import evaluate
from engine.errors import FormInvalid
from engine.queries.views import BodyView
from forms.definition import FormDefinition
from forms.errors import FieldError
from forms.fields.file import FileField
from forms.parsing import RowButton, apply_row_buttons, gather, row_button
from forms.rendering import FieldView, render
from forms.setting import NOWHERE, Setting
from forms.wording import Wording
from web.clauses import clause_text
from web.formatting import label
from web.languages import current_language
from web.translating import gettext

FINISH = "_finish"
"""Name of the button that finishes a form; every other button only changes what is shown."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back from a form.

    Attributes:
        answers: nested raw values, as typed.
        finishes: the person finishes the form; otherwise only rows or shown fields change.
        pressed: the button of a table that was pressed.
    """

    answers: Mapping[str, Any]
    finishes: bool
    pressed: RowButton | None


@dataclass(frozen=True, slots=True)
class DrawnForm:
    """What the templates of a form draw.

    Attributes:
        fields: empty where the step has no form.
        errors: what is wrong.
        focus: id of the control where the person goes on after a row or a file came or went;
            ``""`` without.
        takes_files: files may be attached.
        parties: (name, number) that its fields suggest.
    """

    fields: tuple[FieldView, ...]
    errors: Sequence[FieldError]
    focus: str = ""
    takes_files: bool = False
    parties: tuple[tuple[str, str], ...] = ()


def sent(form: MultiDict[str, str]) -> Sent:
    """Read the answers and which button was pressed."""
    pressed = row_button(form)
    return Sent(gather(form), FINISH in form and pressed is None, pressed)


def with_row_button(definition: FormDefinition | None, came: Sent) -> Mapping[str, Any]:
    """Return the answers with the row added or removed that the pressed button asks for."""
    if definition is None or came.pressed is None:
        return came.answers
    return apply_row_buttons(definition, came.answers, came.pressed)


def wording_for(body_key: str) -> Wording:
    """Return how the present page says numbers, dates and labels of a body's forms."""
    return Wording(current_language(), gettext, partial(label, body_key=body_key))


def field_errors(refusal: FormInvalid) -> tuple[FieldError, ...]:
    """Return what is wrong in a form that was refused."""
    return tuple(one for one in refusal.errors if isinstance(one, FieldError))


def field_error(error: FieldError, body_key: str) -> str:
    """Return the sentence of an error in the language of the page."""
    wording = wording_for(body_key)
    return error.say(wording.translate, wording.label)


def drawn(
    definition: FormDefinition | None,
    answers: Mapping[str, Any],
    data: Mapping[str, Any],
    errors: Sequence[FieldError],
    choices: Mapping[str, Sequence[tuple[str, str]]],
    body: BodyView,
    clause: str = "",
    pressed: RowButton | None = None,
    setting: Setting = NOWHERE,
    focus: str = "",
) -> DrawnForm:
    """Return a form as templates draw it, filled with answers as typed or as kept.

    Args:
        definition: the form; ``None`` where the step has none.
        answers: raw or typed.
        data: the case data.
        errors: what is wrong.
        choices: persons to choose from, by role.
        body: whose form it is.
        clause: the step's own, which its fields need not repeat.
        pressed: the button of a table that brought these answers about.
        setting: what else stands around the form.
        focus: id of the control where the person goes on, unless a button of a table says it.
    """
    if definition is None:
        return DrawnForm((), errors)
    fields = render(
        definition,
        answers,
        data,
        errors,
        evaluate,
        choices,
        wording=wording_for(body.key),
        zone=ZoneInfo(body.time_zone),
        setting=setting,
    )
    say = partial(_for_readers, said=clause_text(clause))
    return DrawnForm(
        tuple(map(say, fields)),
        errors,
        _focus(fields, pressed) if pressed else focus,
        definition.asks(FileField),
        setting.parties,
    )


def _focus(fields: Sequence[FieldView], pressed: RowButton) -> str:
    """The first control of the row that was added, or of the row after the one removed."""
    key, _, number = pressed.path.partition(".")
    for view in fields:
        if view.kind == "group" and (within := _focus(view.children, pressed)):
            return within
        if view.id == key and view.rows:
            last = len(view.rows) - 1
            at = min(int(number), last) if number.isdecimal() else last
            cells = view.rows[at].cells
            return next((cell.id for cell in cells if cell.id), key)
        if view.id == key:
            return key
    return ""


def _for_readers(view: FieldView, said: str) -> FieldView:
    """Say clauses as readers know them, but not again what the page says above."""
    clause = clause_text(view.clause)
    say = partial(_for_readers, said=said)
    return replace(
        view,
        clause="" if clause == said else clause,
        children=tuple(map(say, view.children)),
        rows=tuple(replace(row, cells=tuple(map(say, row.cells))) for row in view.rows),
    )


def set_up(app: Flask) -> None:
    """Let the templates say what is wrong in a form."""
    app.jinja_env.filters["field_error"] = field_error
