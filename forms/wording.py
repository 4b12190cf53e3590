"""The language answers are shown in: words, numbers and dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from forms.errors import N_
from forms.numerals import write_numeral

MEBIBYTE = 1024 * 1024

_POINT = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Wording:
    """How a person reads.

    Attributes:
        language: code, e.g. ``ky``.
        translate: turns a message id (an English sentence of the code) into that language.
        label: turns a label of the form, which is in the body's language, into that language.
        clause: turns a clause of the definition into the words readers know it by.
    """

    language: str = "en"
    translate: Callable[[str], str] = str
    label: Callable[[str], str] = str
    clause: Callable[[str], str] = str

    def number(self, number: Decimal | int, *, grouped: bool = True) -> str:
        """Return ``1 250,50``, in English ``1 250.50``: a comma there would be misread."""
        return write_numeral(number, "." if self.language in _POINT else ",", grouped=grouped)

    def size(self, count: int) -> str:
        """Return bytes as ``12 KB`` or ``1,5 MB``."""
        if count < MEBIBYTE:
            kilobytes = self.number(Decimal(max(1, round(count / 1024))))
            return self.translate(N_("{number} KB")).format(number=kilobytes)
        megabytes = Decimal(count) / MEBIBYTE
        number = self.number(megabytes.quantize(Decimal("0.1")))
        return self.translate(N_("{number} MB")).format(number=number)

    def day(self, day: date) -> str:
        """Return ``23.11.2026`` in every language: so the bodies write, and so they read."""
        return f"{day.day:02}.{day.month:02}.{day.year:04}"

    def moment(self, moment: datetime) -> str:
        """Return ``23.11.2026 14:30``."""
        return f"{self.day(moment.date())} {moment.hour:02}:{moment.minute:02}"


ENGLISH = Wording()
