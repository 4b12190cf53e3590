"""Python's parser reads the text; only what ``docs/expressions.md`` lists is let through."""

import ast
import warnings
from collections.abc import Iterator
from typing import Final

from engine.expressions import limits
from engine.expressions.functions import ARITIES
from engine.expressions.near import near_names
from engine.expressions.spelling import Spelled
from forms.said import Said

SPECIAL_FORMS: Final = frozenset({"defined"})
"""Called like functions, but their argument is a path that need not exist."""

_PLAIN: Final = (
    ast.Expression, ast.Load, ast.Store, ast.BoolOp, ast.And, ast.Or, ast.BinOp, ast.Add, ast.Sub,
    ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.UnaryOp, ast.Not, ast.Invert, ast.USub,
    ast.UAdd, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
    ast.IfExp, ast.List, ast.Subscript, ast.Slice, ast.ListComp, ast.GeneratorExp,
)  # fmt: skip
_HINTS: Final = {
    ast.Lambda: Said("a function cannot be defined"),
    ast.Is: Said("write «==» to compare"),
    ast.IsNot: Said("write «!=» to compare"),
    ast.Tuple: Said("write a list with [ and ]"),
    ast.Set: Said("write a list with [ and ]"),
    ast.DictComp: Said("build a list instead"),
    ast.SetComp: Said("build a list instead"),
    ast.NamedExpr: Said("an expression cannot assign; use a script task"),
    ast.Await: Said("«{word}» is not of the language", word="await"),
    ast.Starred: Said("«*» may only multiply"),
}


def parse(spelled: Spelled) -> ast.Expression:
    """Return the checked syntax tree.

    Raises:
        ExpressionInvalid: the text does not read, or uses what the language does not have.
    """
    tree = _parse(spelled)
    _measure(spelled, tree)
    _check(spelled, tree)
    return tree


def free_names(tree: ast.AST) -> frozenset[str]:
    """Return the names taken from the data: neither functions nor loop variables."""
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return frozenset(node.id for node in names if id(node) not in functions) - bound


def _parse(spelled: Spelled) -> ast.Expression:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(spelled.text, mode="eval")
    except SyntaxError as error:
        offset = max((error.offset or 1) - 1, 0)
        # Python's offset counts within one line; a text with several has been spelled into one.
        raise spelled.refuse(Said("it does not read on from here"), offset) from None
    except (RecursionError, MemoryError, ValueError):
        raise spelled.refuse(Said("it is nested too deeply")) from None


def _measure(spelled: Spelled, tree: ast.AST) -> None:
    level, depth, count = [tree], 0, 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > limits.DEPTH:
            raise spelled.refuse(Said("it is nested too deeply; compute parts in a script task"))
        if count > limits.NODES:
            raise spelled.refuse(
                Said("it has too many parts; compute some of them in a script task")
            )
        level = [
            child
            for node in level
            for child in ast.iter_child_nodes(node)
            if not isinstance(
                child, ast.expr_context | ast.operator | ast.boolop | ast.unaryop | ast.cmpop
            )
        ]


def _check(spelled: Spelled, tree: ast.AST) -> None:
    functions = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            _check_call(spelled, node)
        elif isinstance(node, ast.Name):
            if id(node) not in functions:
                _check_name(spelled, node, node.id)
        elif isinstance(node, ast.Attribute):
            _check_name(spelled, node, node.attr)
        else:
            _check_other(spelled, node)


def _check_other(spelled: Spelled, node: ast.AST) -> None:
    if isinstance(node, ast.Constant):
        if not isinstance(node.value, str | int | float | bool | None):
            raise spelled.refuse_node(Said("this value is not of the language"), node)
    elif isinstance(node, ast.Dict):
        if None in node.keys:
            raise spelled.refuse_node(Said("«**» is not of the language here"), node)
    elif isinstance(node, ast.comprehension):
        _check_comprehension(spelled, node)
    elif not isinstance(node, _PLAIN):
        reason = _HINTS.get(type(node), Said("this is not of the language"))
        raise spelled.refuse_node(reason, node)


def _check_comprehension(spelled: Spelled, node: ast.comprehension) -> None:
    if node.is_async or not isinstance(node.target, ast.Name):
        raise spelled.refuse_node(Said("«for» takes one name"), node)


def _check_name(spelled: Spelled, node: ast.expr, name: str) -> None:
    if name.startswith("_"):
        said = Said("«{name}» begins with «_», which no name of the data may", name=name)
        raise spelled.refuse_node(said, node)


def _check_call(spelled: Spelled, node: ast.Call) -> None:
    if not isinstance(node.func, ast.Name):
        said = Said("only the functions of the language can be called")
        raise spelled.refuse_node(said, node)
    name = node.func.id
    if node.keywords:
        raise spelled.refuse_node(Said("«{name}» takes its arguments by position", name=name), node)
    if name in SPECIAL_FORMS:
        if len(node.args) != 1 or not all(_is_path(argument) for argument in node.args):
            raise spelled.refuse_node(
                Said("«{name}» takes one path, as in {name}(review.complete)", name=name), node
            )
        return
    if name not in ARITIES:
        near = near_names(name, {*ARITIES, *SPECIAL_FORMS})
        said = Said("there is no function «{name}»{near}", name=name, near=near)
        raise spelled.refuse_node(said, node)
    least, most = ARITIES[name]
    if not least <= len(node.args) <= most:
        wanted = str(least)
        if least != most:
            wanted = Said("{least} to {most}", least=least, most=most)
        said = Said(
            "«{name}» takes {wanted} argument(s), not {count}",
            name=name,
            wanted=wanted,
            count=len(node.args),
        )
        raise spelled.refuse_node(said, node)


def _is_path(node: ast.AST) -> bool:
    parts: Iterator[ast.AST] = ast.walk(node)
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and all(
        isinstance(part, ast.Name | ast.Attribute | ast.Subscript | ast.Constant | ast.Load)
        for part in parts
    )
