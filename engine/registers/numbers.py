"""Numbers of cases and register entries, by the body's patterns."""

from datetime import datetime
from zoneinfo import ZoneInfo

from engine.errors import EngineError
from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import Body

CASES = "case"
"""The series of cases; a body that names no pattern for it gets a plain one."""


def take_number(work: UnitOfWork, body: Body | None, series: str, now: datetime) -> str:
    """Take the next number of a series in the year of the body's time zone.

    Args:
        work: the transaction the number belongs to: it rolls back with it.
        body: whose pattern counts; ``None`` for a diagram outside any body.
        series: key under ``numbers`` of ``body.yaml``, e.g. ``case`` or ``contract``.
        now: aware moment.

    Raises:
        EngineError: the body has no such series.
    """
    if body is None:
        year = now.year
        return f"{year}-{work.registers.next_number('', series, year):04d}"
    year = now.astimezone(ZoneInfo(body.time_zone)).year
    if series == CASES and series not in body.numbers:
        return f"{body.key}-{year}-{work.registers.next_number(body.key, series, year):04d}"
    if series not in body.numbers:
        raise EngineError(
            "The body «{body}» has no number series «{series}».", body=body.key, series=series
        )
    sequence = work.registers.next_number(body.key, series, year)
    return body.numbers[series].number(body.key, year, sequence)


def take_register_number(work: UnitOfWork, body: Body, register: str, now: datetime) -> str:
    """Take the next number of a register.

    By its pattern, or a plain running number where it has none.

    Raises:
        EngineError: the register's number series is unknown.
    """
    series = body.registers[register].number
    if series:
        return take_number(work, body, series, now)
    return str(work.registers.next_number(body.key, f"register:{register}", 0))
