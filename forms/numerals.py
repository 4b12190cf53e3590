"""Numbers as people write them: ``1 250,50`` and ``1250.50`` are the same number."""

import re
from decimal import ROUND_HALF_UP, Decimal

MAX_DIGITS = 18

_SPACES = " \u00a0\u2009\u202f"
_NUMERAL = re.compile(
    rf"([+\-\u2212]?)([0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]{{1,{MAX_DIGITS}}})(?:[.,]([0-9]{{1,{MAX_DIGITS}}}))?"
)


def read_numeral(text: str) -> Decimal | None:
    """Return the number, ``None`` where the text is none; comma and point are the decimal sign."""
    match = _NUMERAL.fullmatch(text.strip())
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    digits = re.sub(f"[{_SPACES}]", "", whole)
    if len(digits) > MAX_DIGITS:
        return None
    return Decimal(
        f"{'' if sign in ('', '+') else '-'}{digits}{'.' + fraction if fraction else ''}"
    )


def decimal_places(number: Decimal) -> int:
    """Return how many digits stand after the decimal sign as written."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def rounded(number: Decimal, places: int) -> Decimal:
    """Return the number with exactly so many places, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def write_numeral(number: Decimal | int, sign: str, *, grouped: bool) -> str:
    """Write a number with a decimal sign, thousands apart by a no-break space where grouped."""
    text = f"{number:,f}" if grouped else f"{number:f}"
    return text.replace(".", "\0").replace(",", "\u00a0").replace("\0", sign)
