"""One compiled expression."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from engine.expressions.evaluator import Budget, Evaluator
from engine.expressions.numbers import UnfitError
from engine.expressions.spelling import refusal, spell
from engine.expressions.syntax import free_names, parse

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read and checked; it holds no data and can be shared between threads.

    Attributes:
        text: as the author wrote it.
        names: the top-level names it takes from the case data.
        tree: its checked syntax tree, for this package alone.
    """

    text: str
    names: frozenset[str]
    tree: ast.Expression = field(repr=False, compare=False)

    def evaluate(self, data: Mapping[str, Json], budget: Budget | None = None) -> Json:
        """Return the value as fresh plain JSON; the data stays as it is.

        A condition holds unless the value is false, null, 0, or an empty text, list or group.

        Args:
            data: the case data.
            budget: shared by the lines of one script, so that its length adds nothing to it.

        Raises:
            ExpressionInvalid: a name or key is missing, a value is of the wrong kind, or a bound
                is met.
        """
        try:
            return Evaluator(data, budget).run(self.tree)
        except UnfitError as error:
            raise refusal(self.text, str(error)) from None
        except RecursionError:
            raise refusal(self.text, "its values are nested too deeply") from None


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Expression:
    """Return the expression.

    Raises:
        ExpressionInvalid: the text is not of the language; the reason names the place.
    """
    tree = parse(spell(text))
    return Expression(text=text, names=free_names(tree), tree=tree)
