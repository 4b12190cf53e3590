"""``deadlines.yaml``: every term of a body's text, as data.

What an entry may say is listed with the fields of :class:`DeadlineEntry`.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Final

from engine.procedures.fault import N_
from engine.procedures.labels import Label, read_label
from engine.procedures.lengths import LONGEST_KEY
from engine.procedures.yaml_source import Key, YamlFile

KINDS: Final = ("max", "range", "at", "before", "periodic", "event")
UNITS: Final = (
    "minutes",
    "working_hours",
    "hours",
    "working_days",
    "calendar_days",
    "months",
    "years",
)
_REQUIRED: Final = ("name", "kind", "clause")
_OPTIONAL: Final = (
    "amount",
    "unit",
    "minimum",
    "starts",
    "back_from",
    "next",
    "on_expiry",
    "paused_while",
    "over",
    "reading",
)
_LABELS: Final = ("name", "starts", "back_from", "next", "on_expiry", "reading")
_DECIMAL: Final = re.compile(r"-?\d{1,9}(\.\d{1,9})?")

_LATER: Final = frozenset({"back_from", "next", "over"})

LINKED_CASES: Final = "linked_cases"
"""``over`` of a total that begins in one case and ends in another one that followed from it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A length of time: ``amount`` times ``unit``; half a working day is an exact decimal."""

    amount: int | Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class DeadlineEntry:
    """One term.

    Attributes:
        key: e.g. ``KG-1.1``.
        name: what the term is for, by language.
        kind: ``max | range | at | before | periodic | event``.
        clause: where the text says so.
        term: its length; ``None`` for an ``event``, whose moment the text leaves to an event.
        minimum: the shorter end of a ``range``.
        starts: what starts it, in words, by language.
        back_from: the event it is counted back from, in words, by language; a term has this or
            ``starts``.
        next: the ordinary next step, by language; never a consequence of lateness.
        on_expiry: what follows when it has run out, by language; empty where the text says nothing.
        paused_while: elements while one of which is open the clock of a total stands.
        reading: how an open place of the text is read here, by language; empty where it is plain.
        over: ``linked_cases`` for a total that begins at an element with ``total_starts`` and ends
            at one with ``total_ends``, here or in a linked case; else ``""``.
    """

    key: str
    name: Label
    kind: str
    clause: str
    term: Amount | None = None
    minimum: Amount | None = None
    starts: Label = field(default_factory=dict)
    back_from: Label = field(default_factory=dict)
    next: Label = field(default_factory=dict)
    on_expiry: Label = field(default_factory=dict)
    paused_while: tuple[str, ...] = ()
    reading: Label = field(default_factory=dict)
    over: str = ""

    @property
    def counted_back(self) -> bool:
        """Whether it ends before an event instead of after a start."""
        return bool(self.back_from)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON, for a version that is stored."""
        written = asdict(self) | {
            "term": _amount_json(self.term),
            "minimum": _amount_json(self.minimum),
            "paused_while": list(self.paused_while),
        }
        # Left out where they are empty: versions stored before these keys keep their digest.
        return {key: value for key, value in written.items() if value or key not in _LATER}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "DeadlineEntry":
        """Return the entry that :meth:`to_json` described."""
        return DeadlineEntry(
            **{
                **data,
                "term": _amount_from(data["term"]),
                "minimum": _amount_from(data["minimum"]),
                "paused_while": tuple(data["paused_while"]),
            }
        )


def read_deadlines(file: YamlFile, languages: tuple[str, ...]) -> dict[str, DeadlineEntry]:
    """Return the entries of a file by key; what is wrong is reported to the file."""
    found = {}
    for key, value in file.data.items():
        file.fit((key,), key, LONGEST_KEY)
        entry = _read_entry(file, key, value, languages)
        if entry is not None:
            found[key] = entry
    return found


def _read_entry(
    file: YamlFile, key: str, value: Any, languages: tuple[str, ...]
) -> DeadlineEntry | None:
    at = (key,)
    if not file.keys(at, value, _REQUIRED, _OPTIONAL):
        return None
    kind = value.get("kind")
    if kind not in KINDS and "kind" in value:
        file.report((key, "kind"), N_("A kind is one of {kinds}."), kinds=", ".join(KINDS))
    term = _read_amount(file, at, value) if {"amount", "unit"} & set(value) else None
    minimum = None
    if "minimum" in value and file.keys((key, "minimum"), value["minimum"], ("amount", "unit"), ()):
        minimum = _read_amount(file, (key, "minimum"), value["minimum"])
    _check_kind(file, at, kind, term, minimum)
    _check_direction(file, at, kind, value)
    _check_over(file, at, value)
    labels = {
        name: read_label(file, (key, name), value[name], languages)
        for name in _LABELS
        if name in value
    }
    return DeadlineEntry(
        key=key,
        kind=str(kind),
        clause=str(value.get("clause", "")),
        term=term,
        minimum=minimum,
        over=str(value.get("over", "")),
        paused_while=_read_paused(file, (key, "paused_while"), value.get("paused_while", [])),
        **({"name": {}} | labels),
    )


def _check_kind(
    file: YamlFile, at: Key, kind: Any, term: Amount | None, minimum: Amount | None
) -> None:
    if kind != "event" and term is None:
        file.report(at, N_("A term of kind «{kind}» needs «amount» and «unit»."), kind=kind)
    if kind == "range" and minimum is None:
        file.report(at, N_("A range needs «minimum» with «amount» and «unit»."))
    if kind != "range" and minimum is not None:
        file.report((*at, "minimum"), N_("Only a range has a minimum."))


def _check_direction(file: YamlFile, at: Key, kind: Any, value: Mapping[str, Any]) -> None:
    if kind == "before" and "back_from" not in value:
        file.report(at, N_("A term of kind «before» needs «back_from», the event it ends before."))
    if "starts" in value and "back_from" in value:
        file.report((*at, "back_from"), N_("A term has «starts» or «back_from», not both of them."))
    if "back_from" in value and "paused_while" in value:
        file.report(
            (*at, "paused_while"), N_("A term that is counted back from an event is not paused.")
        )


def _check_over(file: YamlFile, at: Key, value: Mapping[str, Any]) -> None:
    if "over" not in value:
        return
    if value["over"] != LINKED_CASES:
        file.report((*at, "over"), N_("A term may be «over: linked_cases», or have no «over»."))
    for other in ("paused_while", "back_from"):
        if other in value:
            file.report(
                (*at, other),
                N_("A term over linked cases has no «{key}»: it runs from one case to another."),
                key=other,
            )


def _read_amount(file: YamlFile, at: Key, value: Mapping[str, Any]) -> Amount | None:
    amount, unit = value.get("amount"), value.get("unit")
    good = True
    number = _number(amount)
    if number is None or number < 0:
        file.report((*at, "amount"), N_("An amount is a number, not below 0."))
        good = False
    if unit not in UNITS:
        file.report((*at, "unit"), N_("A unit is one of {units}."), units=", ".join(UNITS))
        good = False
    return Amount(number or 0, str(unit)) if good else None


def _number(amount: Any) -> int | Decimal | None:
    """Return a whole number, or the exact one that the reader left as a decimal text."""
    if isinstance(amount, int) and not isinstance(amount, bool):
        return amount
    if isinstance(amount, str) and _DECIMAL.fullmatch(amount):
        return Decimal(amount)
    return None


def _read_paused(file: YamlFile, at: Key, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        file.report(at, N_("A list of element ids is needed here."))
        return ()
    return tuple(value)


def _amount_json(amount: Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    exact = amount.amount
    return {"amount": str(exact) if isinstance(exact, Decimal) else exact, "unit": amount.unit}


def _amount_from(data: Mapping[str, Any] | None) -> Amount | None:
    if data is None:
        return None
    number = _number(data["amount"])
    return None if number is None else Amount(number, data["unit"])
