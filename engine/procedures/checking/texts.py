"""Expressions: each must be of the language, wherever it is written."""

from collections.abc import Callable, Iterator
from typing import Any

from engine.errors import ExpressionInvalid
from engine.expressions import compile_assignments, compile_expression
from engine.procedures.appointing import namings
from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element
from engine.procedures.fault import N_
from forms.said import Said

_WRONG = N_("The {what} «{text}» is wrong: {reason}.")
_NO_NAME = N_("«{name}» is not the name of a value: write one word.")


def check_texts(inspection: Inspection) -> None:
    """Report conditions, scripts, inputs and the like that are not of the language."""
    for flow in inspection.flows:
        if flow.condition:
            _try(inspection, flow.line, flow.id, Said("condition"), flow.condition)
    for correlation in inspection.diagram.correlations:
        if correlation.expression:
            text = correlation.expression
            _try(inspection, correlation.line, correlation.id, Said("correlation"), text)
    for element in inspection.elements:
        for what, text in _expressions(element):
            _try(inspection, element.line, element.id, what, text)
        _check_names(inspection, element)
        _check_script(inspection, element)
        _check_appointments(inspection, element)
    _check_titles(inspection)


_OF_ELEMENT = ("guard_when", "counted_from", "correlation", "payload")
_OF_PROCESS = ("title", "counted_from", "party", "judges", "standards", "fields", "respondents")


def _check_titles(inspection: Inspection) -> None:
    for process in inspection.running:
        found = inspection.diagram.processes[process]
        for name in _OF_PROCESS:
            if name in found.properties:
                _try(inspection, found.line, found.id, name, found.properties[name])


def appointments(element: Element) -> Iterator[tuple[str, str]]:
    """Yield role and path of each participant that a step's answers appoint or dismiss."""
    for name in ("appoints", "dismisses"):
        for one in namings(element, name):
            yield one.role, one.path


def _expressions(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.properties.items():
        if name.startswith("input.") or name in _OF_ELEMENT:
            yield name, value
    if element.loop is not None:
        loop = element.loop
        for what, text in (
            (Said("cardinality"), loop.cardinality),
            (Said("collection"), loop.collection),
            (Said("completion condition"), loop.completion),
            (Said("loop condition"), loop.condition),
            (Said("result of an instance"), _worked_out(loop.result_item)),
        ):
            if text:
                yield what, text


def _check_names(inspection: Inspection, element: Element) -> None:
    names = [element.properties.get("result", "")]
    if element.loop is not None:
        names += [element.loop.item, element.loop.result]
    for name in names:
        if name and not name.isidentifier():
            inspection.report(element, _NO_NAME, name=name)


def _worked_out(result_item: str) -> str:
    """Return what an instance gives, unless it is a value that is only named."""
    named = result_item.removeprefix("=").strip()
    return "" if named.isidentifier() else named


def _check_script(inspection: Inspection, element: Element) -> None:
    if element.kind != "scriptTask":
        return
    if element.script:
        text = element.script
        _try(inspection, element.line, element.id, Said("script"), text, compile_assignments)
    else:
        inspection.report(
            element,
            N_("This script task has no script: write assignments, one per line, as total = 2."),
        )


def _check_appointments(inspection: Inspection, element: Element) -> None:
    for role, path in appointments(element):
        if role and not path and element.kind == "startEvent":
            continue  # whoever plays it in the case that starts this one
        if not role or not path:
            inspection.report(
                element,
                N_("«appoints» takes pairs of a role and a path, as leader=choice.person."),
            )
        else:
            _try(inspection, element.line, element.id, Said("appointment"), path)


def _try(
    inspection: Inspection,
    line: int,
    name: str,
    what: str,
    text: str,
    compile_text: Callable[[str], Any] = compile_expression,
) -> None:
    try:
        compile_text(text)
    except ExpressionInvalid as error:
        inspection.report_at(
            line, name, _WRONG, what=what, text=error.values["text"], reason=error.values["reason"]
        )
