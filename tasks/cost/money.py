"""Rounding of amounts of money."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(amount: Decimal, step: Decimal) -> Decimal:
    """Return an amount rounded half up to a step, e.g. 195.415 to 195.42 by 0.01.

    Args:
        amount: an amount of money.
        step: the least unit of money that is charged, e.g. 0.01 or 1.
    """
    steps = (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return (steps * step).quantize(step)
