"""Business rule tasks: decision tables whose cells are expressions of the one language.

Spiff's own DMN engine evaluates Python. Source: DMN 1.3, 8.2 and 8.3 (single decision table).
"""

# mypy: disallow-untyped-calls=False
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.procedures.unary_tests import CELL, alternatives, negated
from engine.runtime.advanced import Json
from engine.runtime.failure import NothingFits, WrongKind
from engine.runtime.node import Node
from engine.runtime.scripts import evaluate, value_to_keep
from engine.runtime.token import Token


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a test per input, an expression per output."""

    tests: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision.

    Attributes:
        id: of the decision.
        policy: hit policy, upper case: ``UNIQUE FIRST ANY COLLECT RULE ORDER``.
        aggregation: of ``COLLECT``: ``SUM MIN MAX COUNT`` or ``""``.
        inputs: an expression per column.
        outputs: a name per column.
        rules: rows in order.
    """

    id: str
    policy: str
    aggregation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]

    def decide(self, data: MutableMapping[str, Json]) -> Json:
        """Return the result: a value where there is one output, else a group of values.

        Where rows are collected it is a list of them. Nothing that fits gives ``None``, or ``[]``.

        Raises:
            StepFailed: a cell fails on these data.
            NothingFits: more than one row fits a table whose policy forbids it.
        """
        seen = [evaluate(text, data) for text in self.inputs]
        fitting = (rule for rule in self.rules if self._fits(rule, seen, data))
        if self.policy in {"COLLECT", "RULE ORDER"}:
            return self._aggregate([self._result(rule, data) for rule in fitting])
        if self.policy == "FIRST":
            first = next(fitting, None)
            return self._result(first, data) if first is not None else None
        return self._only([self._result(rule, data) for rule in fitting])

    def _fits(self, rule: Rule, seen: Iterable[Json], data: MutableMapping[str, Json]) -> bool:
        return all(
            _passes(test, ChainMap({CELL: value}, data))
            for test, value in zip(rule.tests, seen, strict=True)
        )

    def _result(self, rule: Rule, data: Mapping[str, Json]) -> Json:
        values = [value_to_keep(text, data) if text else None for text in rule.results]
        return values[0] if len(values) == 1 else dict(zip(self.outputs, values, strict=True))

    def _only(self, results: list[Json]) -> Json:
        if any(result != results[0] for result in results) or (
            self.policy == "UNIQUE" and len(results) > 1
        ):
            raise NothingFits(
                "{number} rows of the decision {decision} fit, where one may.",
                number=len(results),
                decision=self.id,
            )
        return results[0] if results else None

    def _aggregate(self, results: list[Json]) -> Json:
        if self.aggregation == "COUNT":
            return len(results)
        if self.aggregation and results:
            return value_to_keep(f"{self.aggregation.lower()}({CELL})", {CELL: results})
        return results


class DecisionStep(Node):
    """A business rule task: the decision's result is stored under the element's ``result_key``.

    Attributes:
        table: the decision; set once everything is parsed.
    """

    table: DecisionTable

    def _run_hook(self, my_task: Token) -> bool:
        assert self.element is not None
        my_task.data[self.element.result_key] = self.table.decide(my_task.data)
        return True


def read_decisions(root: Any) -> Iterator[DecisionTable]:
    """Yield the decision tables of a DMN file.

    Raises:
        WrongKind: a hit policy is not supported.
    """
    for decision in root.iter("{*}decision"):
        table = decision.find("{*}decisionTable")
        if table is None:
            continue
        policy = table.get("hitPolicy", "UNIQUE").upper()
        if policy not in {"UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER"}:
            raise WrongKind(
                text=f"hitPolicy of {decision.get('id')}",
                wanted="UNIQUE, FIRST, ANY, COLLECT or RULE ORDER",
                found=policy,
            )
        yield DecisionTable(
            id=decision.get("id"),
            policy=policy,
            aggregation=table.get("aggregation", "").upper(),
            inputs=tuple(_text(i.find("{*}inputExpression")) for i in table.findall("{*}input")),
            outputs=tuple(o.get("name") or o.get("label") for o in table.findall("{*}output")),
            rules=tuple(_rule(rule) for rule in table.findall("{*}rule")),
        )


def _rule(rule: Any) -> Rule:
    return Rule(
        tuple(_text(cell) for cell in rule.findall("{*}inputEntry")),
        tuple(_text(cell) for cell in rule.findall("{*}outputEntry")),
    )


def _text(cell: Any) -> str:
    text = cell.find("{*}text") if isinstance(cell, etree._Element) else None
    return (text.text or "").strip() if text is not None else ""


def _passes(test: str, data: Mapping[str, Json]) -> bool:
    denied = negated(test)
    if denied is not None:
        return not _passes(denied, data)
    wanted = alternatives(test)
    return not wanted or any(bool(evaluate(one, data)) for one in wanted)
