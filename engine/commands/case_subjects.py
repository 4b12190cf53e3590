"""What a case is about, written where guards find it without opening the case.

Properties of the process say it, as expressions over the case data: ``party`` (names and numbers
of the client), ``standards``, ``fields`` (codes of technical fields), ``respondents`` (people whom
a complaint is about) and ``judges`` (numbers of the cases whose work this case judges; without the
property a case judges the one that started it, which the property may name as ``started_from``).
"""

from collections.abc import Mapping
from typing import Any, Final

from engine.commands.transaction import Transaction
from engine.errors import ExpressionInvalid
from engine.expressions import compile_expression
from engine.library import Published
from engine.persistence.guard_store import JUDGES
from engine.persistence.records import CaseRecord

_KINDS: Final = {
    "party": "party",
    "standards": "standard",
    "fields": "field",
    "respondents": "respondent",
    "judges": JUDGES,
}
"""Property of the process -> kind of subject."""

STARTED_FROM: Final = "started_from"
"""Name by which these expressions know the case that started this one; null where none did."""

LONGEST = 300
"""Characters of a value."""


def keep_subjects(
    transaction: Transaction, record: CaseRecord, published: Published, data: Mapping[str, Any]
) -> None:
    """Write what the case is about, as its data now say."""
    properties = published.diagram.process.properties
    named = {name for name in _KINDS if properties.get(name)}
    parent = record.started_from if JUDGES not in named and record.revision == 0 else None
    if not named and not parent:
        return
    known = {**data, STARTED_FROM: record.started_from}
    wanted = {
        (_KINDS[name], value[:LONGEST])
        for name in named
        for value in _values(_evaluated(properties[name], known))
    }
    if JUDGES in named:
        wanted = _with_ids(transaction, wanted)
    elif record.started_from:
        wanted.add((JUDGES, record.started_from))
    transaction.work.guards.keep_subjects(record.id, frozenset(wanted))


def _evaluated(text: str, data: Mapping[str, Any]) -> Any:
    try:
        return compile_expression(text).evaluate(data)
    except ExpressionInvalid:  # the data it reads is not there yet
        return None


def _values(value: Any) -> list[str]:
    """Texts of a value: a list's entries, a party's name and number, a person's id, a choice."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [text for one in value for text in _values(one)]
    if isinstance(value, Mapping) and {"name", "number"} <= set(value):  # a party
        return _values([value["name"], value["number"]])
    if isinstance(value, Mapping):
        return _values(value.get("id", value.get("value", value.get("code"))))
    return [str(value).strip()]


def _with_ids(transaction: Transaction, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Cases are named by number and kept by id, so that their deeds are found."""
    numbers = {value for kind, value in wanted if kind == JUDGES}
    ids = transaction.work.guards.ids_of(numbers)
    return {(kind, ids.get(value, value) if kind == JUDGES else value) for kind, value in wanted}
