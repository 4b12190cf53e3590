"""Days that a body decreed for itself: what was ever added or withdrawn, and what holds.

Nothing is deleted: every act has a number, and the days as they stood after any act can be told, so
that a term counted then can be counted again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from tasks.calendar.overrides import Override

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The act by which an override ceased to hold.

    Attributes:
        number: of the act, among all acts of the body.
        at: when, aware.
        by: who; ``""`` for the operator.
        reason: why.
    """

    number: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnOverride:
    """One or more days that a body works, or does not work, against the calendar of its country.

    Attributes:
        number: of the act that added it, 1, 2, 3 ... among all acts of the body.
        first: first day.
        last: last day.
        working: whether the body works on them.
        ground: the order or decree by which it is so.
        name: what the days are called; ``""`` where the ground says enough.
        added_at: when, aware.
        added_by: who; ``""`` for the operator.
        withdrawn: the act that took it back; ``None`` while it holds.
    """

    number: int
    first: date
    last: date
    working: bool
    ground: str
    name: str
    added_at: datetime
    added_by: str
    withdrawn: Withdrawal | None = None

    def held_after(self, act: int) -> bool:
        """Return whether it held after an act of the body."""
        withdrawn = self.withdrawn is not None and self.withdrawn.number <= act
        return self.number <= act and not withdrawn

    @property
    def days(self) -> Iterator[date]:
        """Its days in order."""
        day = self.first
        while day <= self.last:
            yield day
            day += _ONE_DAY

    @property
    def title(self) -> str:
        """What a day of it is called where days of a term are told: its name and its ground."""
        return f"{self.name} ({self.ground})" if self.name else self.ground


@dataclass(frozen=True, eq=False)
class OwnDays:
    """All overrides of a body, those that were withdrawn too; the same object while none is added.

    Attributes:
        overrides: in the order in which they were added.
    """

    overrides: tuple[OwnOverride, ...] = ()

    @property
    def last_act(self) -> int:
        """The number of the last act; ``0`` before the first."""
        return max((act for one in self.overrides for act in _acts(one)), default=0)

    def after(self, act: int) -> tuple[OwnOverride, ...]:
        """Return the overrides that held after an act."""
        return tuple(one for one in self.overrides if one.held_after(act))

    @property
    def in_force(self) -> tuple[OwnOverride, ...]:
        """The overrides that hold."""
        return tuple(one for one in self.overrides if one.withdrawn is None)

    def every_state(self) -> Iterator[tuple[OwnOverride, ...]]:
        """Yield what held after each act, the latest first, and last of all nothing."""
        for act in range(self.last_act, -1, -1):
            yield self.after(act)

    def with_added(self, override: OwnOverride) -> "OwnDays":
        """Return them with one more."""
        return OwnDays((*self.overrides, override))

    def without(self, number: int) -> "OwnDays":
        """Return them as if one had never been added."""
        return OwnDays(tuple(one for one in self.overrides if one.number != number))


NO_OWN_DAYS = OwnDays()


def as_overrides(rows: Sequence[OwnOverride], country: str, zone: tzinfo) -> tuple[Override, ...]:
    """Return each day of own overrides as a calendar takes it.

    Args:
        rows: that hold.
        country: of the body.
        zone: in which the day of the act is told.
    """
    return tuple(
        Override(
            country=country,
            day=day,
            working=row.working,
            name={"en": row.title},
            source={"en": row.ground},
            decided_on=row.added_at.astimezone(zone).date(),
        )
        for row in rows
        for day in row.days
    )


def _acts(override: OwnOverride) -> tuple[int, ...]:
    withdrawn = override.withdrawn
    return (override.number,) if withdrawn is None else (override.number, withdrawn.number)
