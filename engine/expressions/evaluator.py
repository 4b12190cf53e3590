"""simpleeval, narrowed to the language: plain JSON in, plain JSON out, every step counted."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from simpleeval import EvalWithCompoundTypes

from engine.expressions import limits
from engine.expressions.functions import FUNCTIONS
from engine.expressions.near import near_names
from engine.expressions.numbers import UnfitError, kind_of
from engine.expressions.operators import OPERATORS
from engine.expressions.result import Result

_MISSING: Final = object()
_CHARACTERS: Final = 10
"""Characters that count as one step."""
_CHEAP: Final = frozenset({"len", "get"})


@dataclass(slots=True)
class Budget:
    """Steps that the evaluations of one script have taken together."""

    steps: int = 0


class Evaluator(EvalWithCompoundTypes):  # type: ignore[misc]  # simpleeval carries no types
    """One evaluation over one set of names.

    The constructor of the base class is not called: it touches Python's warning filters, which
    every thread shares.

    Args:
        names: the case data.
        budget: what earlier evaluations of the same script have used up.
    """

    def __init__(self, names: Mapping[str, Any], budget: Budget | None = None) -> None:
        self.names = names
        self.operators = OPERATORS
        self.functions = FUNCTIONS
        self._budget = budget or Budget()
        self._max_count = 0

    def run(self, tree: ast.Expression) -> Any:
        """Return the value as fresh plain JSON.

        Raises:
            UnfitError: the expression fails on these names; the message says why.
        """
        return Result().copy(self._eval(tree))

    def _eval(self, node: ast.AST) -> Any:
        self._spend(1)
        return _WAYS[type(node)](self, node)

    def _spend(self, steps: int) -> None:
        """Count the work of an operation on many values as that many steps."""
        budget = self._budget
        budget.steps += steps
        if budget.steps > limits.STEPS:
            raise UnfitError("it takes too many steps")

    def _spend_on_equality(self, one: Any, other: Any) -> None:
        """Count what comparing two groups or lists will look at, level by level."""
        waiting = [one] if isinstance(other, type(one)) else []
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                self._spend(len(value) // _CHARACTERS)
            elif isinstance(value, list | dict):
                self._spend(len(value))
                waiting.extend(value.values() if isinstance(value, dict) else value)

    def _eval_binop(self, node: ast.BinOp) -> Any:
        value = self.operators[type(node.op)](self._eval(node.left), self._eval(node.right))
        self._spend(_size(value))
        return value

    def _eval_compare(self, node: ast.Compare) -> bool:
        left = self._eval(node.left)
        for operation, comparator in zip(node.ops, node.comparators, strict=True):
            right = self._eval(comparator)
            if isinstance(operation, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
                self._spend_on_equality(right, right if isinstance(right, list) else left)
            if not self.operators[type(operation)](left, right):
                return False
            left = right
        return True

    def _eval_name(self, node: ast.Name) -> Any:
        if node.id in self.names:
            return self.names[node.id]
        near = near_names(node.id, [name for name in self.names if isinstance(name, str)])
        raise UnfitError(f"the case has no «{node.id}»{near}")

    def _eval_attribute(self, node: ast.Attribute) -> Any:
        return _key(self._eval(node.value), node.attr, node.value)

    def _eval_subscript(self, node: ast.Subscript) -> Any:
        container, key = self._eval(node.value), self._eval(node.slice)
        value = _key(container, key, node.value)
        if isinstance(key, slice):
            self._spend(_size(value))
        return value

    def _eval_slice(self, node: ast.Slice) -> slice:
        bounds = [
            None if part is None else self._eval(part)
            for part in (node.lower, node.upper, node.step)
        ]
        if any(
            part is not None and (not isinstance(part, int) or isinstance(part, bool))
            for part in bounds
        ):
            raise UnfitError("a part of a list is cut out by whole numbers")
        if bounds[2] == 0:
            raise UnfitError("a part of a list cannot be cut out in steps of 0")
        return slice(*bounds)

    def _eval_call(self, node: ast.Call) -> Any:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "defined":
            return self._is_defined(node.args[0])
        arguments = [self._eval(argument) for argument in node.args]
        if name == "contains":
            self._spend_on_equality(arguments[0], arguments[0])
        elif name not in _CHEAP:
            self._spend(sum(map(_size, arguments)))
        value = self.functions[name](*arguments)
        if isinstance(value, str):
            self._spend(_size(value))
        return value

    def _is_defined(self, path: ast.expr) -> bool:
        try:
            return self._eval(path) is not None
        except UnfitError:
            return False

    def _eval_dict(self, node: ast.Dict) -> dict[str, Any]:
        result = {}
        for key, value in zip(node.keys, node.values, strict=True):
            name = self._eval(key) if key is not None else None
            if not isinstance(name, str):
                raise UnfitError(f"a key is a text, not {kind_of(name)}")
            result[name] = self._eval(value)
        return result

    def _eval_list(self, node: ast.List) -> list[Any]:
        return [self._eval(item) for item in node.elts]

    def _eval_comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> list[Any]:
        result: list[Any] = []
        outer = self.names
        scope = _Scope(outer)
        self.names = scope
        try:
            self._loop(node, 0, scope, result)
        finally:
            self.names = outer
        return result

    def _loop(
        self, node: ast.ListComp | ast.GeneratorExp, at: int, scope: "_Scope", result: list[Any]
    ) -> None:
        generator = node.generators[at]
        items = self._eval(generator.iter)
        if not isinstance(items, list):
            raise UnfitError(f"«for» goes through a list, not {kind_of(items)}")
        name = generator.target.id if isinstance(generator.target, ast.Name) else ""
        for item in items:
            self._max_count += 1
            if self._max_count > limits.ITEMS:
                raise UnfitError(f"it goes through more than {limits.ITEMS} items")
            scope.own[name] = item
            if not all(self._eval(condition) for condition in generator.ifs):
                continue
            if at + 1 < len(node.generators):
                self._loop(node, at + 1, scope, result)
            else:
                result.append(self._eval(node.elt))


# One table for all: an evaluator with ways of its own would hold itself until it is collected.
_WAYS: Final[Mapping[type[ast.AST], Callable[[Evaluator, Any], Any]]] = {
    ast.Expression: lambda evaluator, node: evaluator._eval(node.body),
    ast.Constant: lambda _, node: node.value,
    ast.Name: Evaluator._eval_name,
    ast.Attribute: Evaluator._eval_attribute,
    ast.Subscript: Evaluator._eval_subscript,
    ast.Slice: Evaluator._eval_slice,
    ast.Call: Evaluator._eval_call,
    ast.UnaryOp: Evaluator._eval_unaryop,
    ast.BinOp: Evaluator._eval_binop,
    ast.BoolOp: Evaluator._eval_boolop,
    ast.Compare: Evaluator._eval_compare,
    ast.IfExp: Evaluator._eval_ifexp,
    ast.List: Evaluator._eval_list,
    ast.Dict: Evaluator._eval_dict,
    ast.ListComp: Evaluator._eval_comprehension,
    ast.GeneratorExp: Evaluator._eval_comprehension,
}


class _Scope(Mapping[str, Any]):
    """The names of a comprehension over those around it."""

    def __init__(self, outer: Mapping[str, Any]) -> None:
        self.own: dict[str, Any] = {}
        self._outer = outer

    def __getitem__(self, name: str) -> Any:
        return self.own[name] if name in self.own else self._outer[name]

    def __contains__(self, name: object) -> bool:
        return name in self.own or name in self._outer

    def __iter__(self) -> Any:
        return iter({*self.own, *self._outer})

    def __len__(self) -> int:
        return len({*self.own, *self._outer})


def _size(value: Any) -> int:
    """Return the steps that going through a value takes."""
    if isinstance(value, str):
        return len(value) // _CHARACTERS
    return len(value) if isinstance(value, list | dict) else 0


def _key(container: Any, key: Any, of: ast.expr) -> Any:
    """Return what stands under a key of a group, or at a place of a list or text."""
    if isinstance(container, dict):
        value = container.get(key, _MISSING) if isinstance(key, str) else _MISSING
        if value is _MISSING:
            near = near_names(str(key), container) if isinstance(key, str) else ""
            raise UnfitError(f"«{_shown(of)}» has no «{str(key)[:80]}»{near}")
        return value
    if isinstance(container, list | str):
        return _place(container, key, of)
    raise UnfitError(f"«{_shown(of)}» is {kind_of(container)} and has no «{str(key)[:80]}»")


def _place(container: list[Any] | str, key: Any, of: ast.expr) -> Any:
    if isinstance(key, slice):
        return container[key]
    if not isinstance(key, int) or isinstance(key, bool):
        raise UnfitError(
            f"«{_shown(of)}» is {kind_of(container)}: its parts are numbered from 0, "
            f"it has no «{str(key)[:80]}»"
        )
    if not -len(container) <= key < len(container):
        raise UnfitError(f"«{_shown(of)}» has {len(container)} item(s), none at place {key}")
    return container[key]


def _shown(of: ast.expr) -> str:
    """The part of the expression that an error is about."""
    return ast.unparse(of)[:80]
