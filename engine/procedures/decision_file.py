"""Decision tables (DMN) as files: which decisions one holds, and every fault of it at once."""

from collections.abc import Iterator
from typing import Any, Final

from engine.errors import ExpressionInvalid, ProcedureInvalid
from engine.expressions import compile_expression
from engine.procedures.fault import N_, Fault
from engine.procedures.unary_tests import expressions
from engine.procedures.xml_source import local, parse_xml

HIT_POLICIES: Final = ("UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER")


def decision_ids(source: bytes, file: str) -> tuple[str, ...]:
    """Return the ids of the decisions with a table.

    Raises:
        ProcedureInvalid: the file cannot be read as XML.
    """
    return tuple(decision.get("id", "") for decision, _ in _tables(parse_xml(source, file)))


def decision_faults(source: bytes, file: str) -> list[Fault]:
    """Return every fault of a DMN file, by line."""
    try:
        root = parse_xml(source, file)
    except ProcedureInvalid as error:
        return [fault for fault in error.faults if isinstance(fault, Fault)]
    found = list(_tables(root))
    if not found:
        template = N_("The file holds no decision table: draw one and save it again.")
        return [Fault(file, root.sourceline or 1, "", template)]
    return [fault for decision, table in found for fault in _faults(decision, table, file)]


def _tables(root: Any) -> Iterator[tuple[Any, Any]]:
    for decision in root.iter("{*}decision"):
        table = decision.find("{*}decisionTable")
        if table is not None:
            yield decision, table


def _faults(decision: Any, table: Any, file: str) -> Iterator[Fault]:
    name = decision.get("id", "")
    policy = table.get("hitPolicy", "UNIQUE").upper()
    if policy not in HIT_POLICIES:
        template = N_("The hit policy «{policy}» is not supported; choose one of {known}.")
        values = {"policy": policy, "known": ", ".join(HIT_POLICIES)}
        yield Fault(file, table.sourceline or 1, name, template, values)
    columns = [len(table.findall(f"{{*}}{kind}")) for kind in ("input", "output")]
    for number, rule in enumerate(table.findall("{*}rule"), 1):
        cells = [len(rule.findall(f"{{*}}{kind}")) for kind in ("inputEntry", "outputEntry")]
        if cells != columns:
            template = N_("Rule {number} has not as many cells as the table has columns.")
            yield Fault(file, rule.sourceline or 1, name, template, {"number": number})
    yield from _unread(decision, table, file)
    yield from _wrong_expressions(name, table, file)


def _unread(decision: Any, table: Any, file: str) -> Iterator[Fault]:
    """What a decision may say and what would not be carried out."""
    name = decision.get("id", "")
    for needed in decision.iter("{*}requiredDecision"):
        template = N_(
            "This decision needs «{needed}», which is not worked out with it: draw a business rule "
            "task for each."
        )
        values = {"needed": needed.get("href", "").lstrip("#")}
        yield Fault(file, needed.sourceline or 1, name, template, values)
    for default in table.iter("{*}defaultOutputEntry"):
        template = N_(
            "The default of an output is not read: write a last rule that every value fits, under "
            "the hit policy FIRST."
        )
        yield Fault(file, default.sourceline or 1, name, template)


def _wrong_expressions(name: str, table: Any, file: str) -> Iterator[Fault]:
    for cell in table.iter("{*}inputExpression", "{*}outputEntry"):
        text = (cell.findtext("{*}text") or "").strip()
        if not text and local(cell) == "outputEntry":
            continue
        yield from _of_expression(name, cell, text, file)
    for cell in table.iter("{*}inputEntry"):
        for text in expressions((cell.findtext("{*}text") or "").strip()):
            yield from _of_expression(name, cell, text, file)


def _of_expression(name: str, cell: Any, text: str, file: str) -> Iterator[Fault]:
    try:
        compile_expression(text)
    except ExpressionInvalid as error:
        yield Fault(file, cell.sourceline or 1, name, error.template, dict(error.values))
