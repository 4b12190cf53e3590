"""Every expression and script of a diagram, handed to the one language of the project."""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from engine.errors import ExpressionInvalid
from engine.expressions import compile_assignments, compile_expression
from engine.runtime.advanced import Json
from engine.runtime.data import plain
from engine.runtime.failure import StepFailed
from forms.said import Said


def evaluate(text: str, data: Mapping[str, Json]) -> Json:
    """Return the value of an expression over the data of a step.

    Raises:
        StepFailed: the expression is wrong or fails; it carries the values that the expression
            names.
        ExpressionInvalid: the text is not of the language.
    """
    expression = compile_expression(text.strip())
    try:
        return expression.evaluate(data)
    except ExpressionInvalid as error:
        raise StepFailed(error, _named(expression.names, data)) from error


def assign(text: str, data: Mapping[str, Json]) -> dict[str, Json]:
    """Return the new values of a script task; the data stays as it is.

    Raises:
        StepFailed: a line fails; it carries the values that the script takes.
        ExpressionInvalid: a line is not of the language.
    """
    script = compile_assignments(text)
    try:
        values: dict[str, Json] = _storable(text, script.run(data))
        return values
    except ExpressionInvalid as error:
        raise StepFailed(error, _named(script.names, data)) from error


def value_to_keep(text: str, data: Mapping[str, Json]) -> Json:
    """Return the value of an expression that will be stored.

    Raises:
        StepFailed: the expression fails, or gives what cannot be stored (a number beyond 64 bits).
        ExpressionInvalid: the text is not of the language.
    """
    return _storable(text, evaluate(text, data))


def _storable(text: str, value: Json) -> Json:
    try:
        return plain(value)
    except TypeError as error:
        refused = ExpressionInvalid(
            text=text, reason=Said("its value cannot be stored: {why}", why=str(error))
        )
        raise StepFailed(refused, {}) from error


def _named(names: Iterable[str], data: Mapping[str, Json]) -> dict[str, Json]:
    return {name: data[name] for name in sorted(names) if name in data}


class NoPython:
    """The script engine handed to SpiffWorkflow, so that nothing reaches ``eval`` or ``exec``."""

    def evaluate(
        self, task: Any, expression: str, external_context: Mapping[str, Json] | None = None
    ) -> Json:
        """Return the value of an expression over a token's data."""
        return evaluate(expression, {**task.data, **(external_context or {})})

    def execute(
        self, task: Any, script: str, external_context: Mapping[str, Json] | None = None
    ) -> bool:
        """Run a script on a token's data."""
        task.data.update(assign(script, {**task.data, **(external_context or {})}))
        return True

    def call_service(self, task: Any, **_: object) -> NoReturn:
        """Refuse: service tasks leave through the port, never through here."""
        raise StepFailed(PermissionError(f"{task.task_spec.name} must leave through the port"), {})
