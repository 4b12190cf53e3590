"""Answers of a form, parsed with the form of the version that the case runs on."""

from collections.abc import Mapping
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import FormInvalid
from engine.expressions import compile_expression
from engine.library import Published
from engine.people.choices import choices_of
from engine.people.form_setting import setting_of
from engine.procedures.diagram import Element
from forms.files import files_in
from forms.parsing import parse
from forms.setting import FindFile, no_file


def evaluate(text: str, data: Mapping[str, Any]) -> Any:
    """Evaluate an expression of a form over its answers and the case data."""
    return compile_expression(text).evaluate(data)


def parse_answers(
    transaction: Transaction,
    published: Published,
    element: Element,
    raw: Mapping[str, Any],
    data: Mapping[str, Any],
    file: FindFile = no_file,
) -> dict[str, Any]:
    """Parse and check the answers of a step.

    Args:
        transaction: whose people are the choices of person fields.
        published: the version the case runs on.
        element: the step, or the start event.
        raw: strings of a page or typed JSON.
        data: the case data, for conditions and read-only values.
        file: finds the files that the answers may name.

    Returns:
        Typed answers; without a form, ``raw`` as it stands.

    Raises:
        FormInvalid: with every wrong field.
    """
    form = published.form_of(element)
    if form is None:
        return dict(raw)
    choices = choices_of(form, published.body, transaction.work.people)
    zone = published.body.zone if published.body else None
    setting = setting_of(published.body, transaction.actor, transaction.now, file)
    parsed = parse(form, raw, data, evaluate, choices, zone=zone, setting=setting)
    if parsed.errors:
        raise FormInvalid(parsed.errors, raw)
    return dict(parsed.answers)


def keep_files(
    transaction: Transaction,
    published: Published,
    element: Element,
    answers: Mapping[str, Any],
    case_id: str,
) -> dict[str, Any]:
    """Let the case keep the files that the answers of a step name.

    Returns:
        ``files`` for the facts of the step's event: (id, SHA-256) of those it did not keep before;
        nothing where there are none.
    """
    form = published.form_of(element)
    ids = files_in(form, answers) if form else ()
    kept = transaction.work.files.keep(ids, case_id) if ids else []
    return {"files": [[file["id"], file["sha256"]] for file in kept]} if kept else {}
