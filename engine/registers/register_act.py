"""One act on a register: who does what, when, in which case, in which transaction."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.errors import EngineError
from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import Body, Register


@dataclass(frozen=True, slots=True)
class RegisterAct:
    """One act on a register.

    Attributes:
        name: what is done, e.g. ``enter`` or ``suspend``.
        key: the same act asked twice is one act.
        case_id: the case whose act it is.
        actor: who gave the command that led to it.
        now: aware moment.
        body: whose register it is.
        work: the transaction.
    """

    name: str
    key: str
    case_id: str
    actor: str
    now: datetime
    body: Body
    work: UnitOfWork

    @property
    def today(self) -> date:
        """The day in the body's time zone."""
        return self.now.astimezone(self.body.zone).date()

    def register(self, key: str) -> Register:
        """Return a register of the body.

        Raises:
            EngineError: the body has no such register.
        """
        if key not in self.body.registers:
            raise EngineError(
                "The body «{body}» has no register «{register}».", body=self.body.key, register=key
            )
        return self.body.registers[key]

    def start_of(self, day: date) -> datetime:
        """Return the first moment of a day in the body's time zone."""
        return datetime.combine(day, time(), self.body.zone)

    def end_of(self, day: date) -> datetime:
        """Return the moment at which a day is over in the body's time zone."""
        return self.start_of(day + timedelta(days=1))


def day_of(value: object, name: str) -> date:
    """Return a day that an act was given as text, as ``2026-03-12``.

    Raises:
        EngineError: it is no day; names the input.
    """
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise EngineError(
            "«{name}» must be a day such as 2026-03-12, not «{value}».", name=name, value=value
        ) from error
