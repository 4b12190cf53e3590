"""Limits of an input, written beside its type: ``Annotated[Decimal, Limits(minimum=0)]``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What an input may be.

    Attributes:
        minimum: the least number, or the least number of entries of a list.
        maximum: the greatest number, or the greatest number of entries of a list.
    """

    minimum: int | None = None
    maximum: int | None = None
