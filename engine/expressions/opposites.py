"""Whether one of two conditions must hold."""

import ast
from typing import Final, TypeAlias

from engine.expressions.expression import Expression

_Sign: TypeAlias = tuple[str, bool]

_OPPOSITES: Final[dict[type[ast.cmpop], tuple[str, bool]]] = {
    ast.Eq: ("==", True),
    ast.NotEq: ("==", False),
    ast.Lt: ("<", True),
    ast.GtE: ("<", False),
    ast.Gt: (">", True),
    ast.LtE: (">", False),
    ast.In: ("in", True),
    ast.NotIn: ("in", False),
}


def always_holds(condition: Expression) -> bool:
    """Whether a condition is the word ``true``."""
    tree = condition.tree.body
    return isinstance(tree, ast.Constant) and tree.value is True


def are_opposite(one: Expression, other: Expression) -> bool:
    """Whether one of the two conditions is written as the other's opposite.

    ``a`` and ``not a``, ``n > 1`` and ``n <= 1``, ``a == true`` and ``a == false`` are; what would
    need more thought than that is not.
    """
    (key, sign), (other_key, other_sign) = _sign(one.tree.body), _sign(other.tree.body)
    return key == other_key and sign != other_sign


def _sign(node: ast.expr) -> _Sign:
    """Return what a condition is about, and whether it asserts or denies it."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        key, sign = _sign(node.operand)
        return key, not sign
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _compared(node.left, node.ops[0], node.comparators[0])
    return ast.dump(node), True


def _compared(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> _Sign:
    word, sign = _OPPOSITES[type(operator)]
    if isinstance(right, ast.Constant) and isinstance(right.value, bool) and word == "==":
        key, inner = _sign(left)
        return key, inner == (sign == right.value)
    one, other = ast.dump(left), ast.dump(right)
    if word == "==":
        one, other = sorted((one, other))
    elif word == ">":  # 3 > n says that n < 3
        word, one, other = "<", other, one
    return f"{one} {word} {other}", sign
