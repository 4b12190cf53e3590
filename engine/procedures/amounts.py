"""A term of the text in English: «2 working hours»."""

from decimal import Decimal


def amount_text(amount: Decimal | int, unit: str) -> str:
    """Return an amount of time in words."""
    words = unit.replace("_", " ")
    return f"{amount} {words.removesuffix('s') if amount == 1 else words}"
