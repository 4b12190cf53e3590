"""Numbers and amounts of money; never binary fractions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Field, Refused
from forms.numerals import MAX_DIGITS, decimal_places, read_numeral, rounded
from forms.wording import Wording

MAX_PLACES = 6
_CURRENCY_LETTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A number: whole as an integer, with places as a decimal text of exactly so many places.

    Attributes:
        places: digits after the decimal sign; 0 for whole numbers.
        lowest: smallest number allowed.
        highest: largest number allowed.
    """

    kind: ClassVar[str] = "number"
    width: ClassVar[str] = "w-num"
    missing: ClassVar[str] = N_("“{label}”: enter a number")
    missing_short: ClassVar[str] = N_("Enter a number")

    places: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the places and the limits."""
        component.value("serializeToString")
        return read_range(component, places=0)

    def accept(self, raw: Any, around: Around) -> Any:
        """Return the number, ``None`` where there is none."""
        number = self.number(raw)
        return None if number is None else self.plain(number)

    def computed(self, result: Any, around: Around) -> Any:
        """Return the number rounded to the places, halves away from zero."""
        number = as_number(result)
        return None if number is None else self.plain(rounded(number, self.places))

    def number(self, raw: Any) -> Decimal | None:
        """Return the number within its limits and places."""
        number = as_number(raw)
        if number is None:
            return None
        if decimal_places(number) > self.places:
            raise self._too_many_places()
        if (self.lowest is not None and number < self.lowest) or (
            self.highest is not None and number > self.highest
        ):
            raise self._out_of_range()
        return number

    def plain(self, number: Decimal) -> Any:
        """Return the number as plain JSON."""
        return int(number) if self.places == 0 else f"{rounded(number, self.places):f}"

    def control(self, value: Any, wording: Wording) -> str:
        """Return the number with the language's decimal sign."""
        return write(value, wording, grouped=False)

    def text(self, value: Any, wording: Wording) -> str:
        """Return the number with its thousands apart."""
        return write(value, wording, grouped=True)

    def _too_many_places(self) -> Refused:
        if self.places == 0:
            return Refused(N_("“{label}”: enter a whole number"), N_("A whole number"))
        template = N_("“{label}”: at most {places} digits after the decimal sign")
        return Refused(template, N_("At most {places} decimals"), places=self.places)

    def _out_of_range(self) -> Refused:
        low, high = (
            None if limit is None else f"{limit:f}" for limit in (self.lowest, self.highest)
        )
        if high is None:
            return Refused(
                N_("“{label}”: enter {lowest} or more"), N_("{lowest} or more"), lowest=low
            )
        if low is None:
            return Refused(
                N_("“{label}”: enter {highest} or less"), N_("{highest} or less"), highest=high
            )
        template = N_("“{label}”: enter a number from {lowest} to {highest}")
        return Refused(template, N_("{lowest} to {highest}"), lowest=low, highest=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyField(NumberField):
    """An amount in one currency: ``{"amount": "120.00", "currency": "KGS"}``.

    Attributes:
        currency: ISO 4217 code.
    """

    kind: ClassVar[str] = "money"
    width: ClassVar[str] = "w-date"
    missing: ClassVar[str] = N_("“{label}”: enter an amount in {currency}")

    currency: str

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the currency and the limits."""
        component.value("serializeToString")
        currency = component.text("currency", "properties")
        if len(currency) != _CURRENCY_LETTERS or not (currency.isascii() and currency.isupper()):
            template = N_("Money needs the property “currency”, three capital letters such as KGS.")
            component.fault("properties", template)
        return {**read_range(component, places=2), "currency": currency}

    def accept(self, raw: Any, around: Around) -> Any:
        """Return the amount with its currency, ``None`` where there is none."""
        number = self.number(self._amount(raw))
        return None if number is None else self.money(number)

    def computed(self, result: Any, around: Around) -> Any:
        """Return the amount rounded to the places, halves away from zero."""
        number = as_number(self._amount(result))
        return None if number is None else self.money(rounded(number, self.places))

    def missing_answer(self) -> Refused:
        """Return what to do, with the currency."""
        return Refused(self.missing, self.missing_short, currency=self.currency)

    def money(self, number: Decimal) -> dict[str, str]:
        """Return the amount as plain JSON."""
        return {"amount": f"{rounded(number, self.places):f}", "currency": self.currency}

    def control(self, value: Any, wording: Wording) -> str:
        """Return the amount alone: the currency stands beside the control."""
        return write(_amount_of(value), wording, grouped=False)

    def text(self, value: Any, wording: Wording) -> str:
        """Return ``1 250,50 KGS``."""
        amount = write(_amount_of(value), wording, grouped=True)
        currency = value.get("currency", "") if isinstance(value, dict) else self.currency
        return f"{amount}\u00a0{currency}" if amount else ""

    def _amount(self, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        if set(raw) != {"amount", "currency"}:
            template = N_("“{label}”: an amount has “amount” and “currency”")
            raise Refused(template, N_("Enter an amount"))
        if raw["currency"] != self.currency:
            template = N_("“{label}”: enter the amount in {currency}")
            raise Refused(template, N_("In {currency}"), currency=self.currency)
        return raw["amount"]


def as_number(raw: Any) -> Decimal | None:
    """Return a typed or already numeric answer as a decimal, ``None`` where there is none.

    Raises:
        Refused: it is no number, or has more digits than can be kept.
    """
    refused = Refused(
        N_("“{label}”: enter a number, for example {example}"), N_("A number"), example="12"
    )
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        raise refused
    number = read_numeral(raw) if isinstance(raw, str) else Decimal(str(raw))
    if number is None or not number.is_finite() or abs(number) >= 10**MAX_DIGITS:
        raise refused
    if decimal_places(number) > MAX_DIGITS:
        number = rounded(number, MAX_DIGITS)
    return number


def write(value: Any, wording: Wording, *, grouped: bool) -> str:
    """Write a number in the language; what is no number comes back untouched."""
    if value is None:
        return ""
    number = read_numeral(str(value))
    return str(value) if number is None else wording.number(number, grouped=grouped)


def read_range(component: Component, places: int) -> dict[str, Any]:
    """Read decimalDigits, min and max."""
    given = component.whole("decimalDigits", highest=MAX_PLACES)
    lowest, highest = component.number("min", "validate"), component.number("max", "validate")
    if lowest is not None and highest is not None and lowest > highest:
        template = N_("No number is from {lowest} to {highest}.")
        component.fault("validate", template, lowest=lowest, highest=highest)
    return {"places": places if given is None else given, "lowest": lowest, "highest": highest}


def _amount_of(value: Any) -> Any:
    return value.get("amount") if isinstance(value, dict) else value
