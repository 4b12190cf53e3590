"""Out of the language: a value becomes fresh plain JSON, counted on the way."""

from decimal import Decimal
from typing import Any

from engine.expressions import limits
from engine.expressions.numbers import UnfitError, bounded, is_number, out_of_language


class Result:
    """Copies a value out of the language, counting what it holds."""

    def __init__(self) -> None:
        self._values = 0
        self._characters = 0

    def copy(self, value: Any, depth: int = 0) -> Any:
        """Return plain JSON that shares nothing with the data.

        Raises:
            UnfitError: it is too large, too deep, or not plain JSON.
        """
        self._values += 1
        if self._values > limits.RESULT_VALUES or depth > limits.RESULT_DEPTH:
            raise UnfitError("the result is too large")
        if isinstance(value, str):
            self._characters += len(value)
            if self._characters > limits.RESULT_STRING:
                raise UnfitError("the result is too large")
            return value
        if isinstance(value, list):
            return [self.copy(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return {key: self.copy(item, depth + 1) for key, item in value.items()}
        return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, Decimal):
        return out_of_language(Decimal(bounded(value)))
    if value is None or isinstance(value, bool) or is_number(value):
        return value
    raise UnfitError("the data holds a value that is not plain JSON")
