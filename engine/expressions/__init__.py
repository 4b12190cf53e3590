"""The one small language of conditions, inputs, titles and scripts.

``docs/expressions.md`` is its reference. Nobody else in the project evaluates anything.
"""

from engine.expressions.assignments import Assignments, compile_assignments
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.opposites import always_holds, are_opposite

__all__ = [
    "Assignments",
    "Expression",
    "always_holds",
    "are_opposite",
    "compile_assignments",
    "compile_expression",
]
