"""The operators of the language, on plain JSON and exact decimals."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.expressions import limits
from engine.expressions.functions import FUNCTIONS, ordered
from engine.expressions.numbers import UnfitError, alike, calculate, kind_of, numeric, power


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > limits.STRING:
            raise UnfitError("the text grows too long")
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        if len(left) + len(right) > limits.ITEMS:
            raise UnfitError("the list grows too long")
        return left + right
    if isinstance(left, str) or isinstance(right, str):
        raise UnfitError(
            f"«+» does not join {kind_of(left)} and {kind_of(right)}; text(...) makes a text"
        )
    return calculate(operator.add, left, right)


def _equal(left: Any, right: Any) -> bool:
    one, other = alike(left, right)
    return bool(one == other)


def _in(part: Any, whole: Any) -> bool:
    return bool(FUNCTIONS["contains"](whole, part))


def _arithmetic(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: calculate(function, left, right)


def _comparison(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool]:
    return lambda left, right: bool(function(*ordered(left, right)))


OPERATORS: Final[Mapping[type[ast.AST], Callable[..., Any]]] = {
    ast.Add: _add,
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _arithmetic(operator.truediv),
    ast.FloorDiv: _arithmetic(operator.floordiv),
    ast.Mod: _arithmetic(operator.mod),
    ast.Pow: power,
    ast.Eq: _equal,
    ast.NotEq: lambda left, right: not _equal(left, right),
    ast.Lt: _comparison(operator.lt),
    ast.LtE: _comparison(operator.le),
    ast.Gt: _comparison(operator.gt),
    ast.GtE: _comparison(operator.ge),
    ast.In: _in,
    ast.NotIn: lambda part, whole: not _in(part, whole),
    ast.Not: operator.not_,
    ast.Invert: operator.not_,
    ast.USub: lambda value: -numeric(value),
    ast.UAdd: numeric,
}
