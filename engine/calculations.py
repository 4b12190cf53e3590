"""What a calculation may know besides its inputs: the day, the body's parameters, its calendar."""

from datetime import date

from engine.deadlines.known_calendars import calendar_as_it_was
from engine.deadlines.terms import calendar_of
from engine.procedures.body import Body
from tasks.calendar.working_calendar import WorkingCalendar
from tasks.operation import Context


def context_on(body: Body | None, on: date, calendar_version: str = "") -> Context:
    """Return the context of a calculation.

    Args:
        body: whose parameters and calendar hold; ``None`` for a diagram outside any body.
        on: the day whose parameters hold.
        calendar_version: the calendar as it was known when it had this version; today's where it
            is empty, or where no decrees and no own days make that version.
    """
    if body is None:
        return Context(on)
    parameters = {
        name: [
            {
                "from": entry.since.isoformat(),
                "reference": entry.reference,
                "value": entry.value,
                "reading": dict(entry.reading) or None,
            }
            for entry in entries
        ]
        for name, entries in body.parameters.items()
    }
    if not body.working_hours:
        return Context(on, parameters)
    return Context(on, parameters, _calendar(body, calendar_version))


def _calendar(body: Body, version: str) -> WorkingCalendar:
    today = calendar_of(body)
    return (calendar_as_it_was(body, version) or today) if version else today
