"""What a calculation may know besides its inputs: the day, the body's parameters, its calendar."""

from datetime import date

from engine.deadlines.terms import calendar_of
from engine.procedures.body import Body
from tasks.operation import Context


def context_on(body: Body | None, on: date) -> Context:
    """Return the context of a calculation.

    Args:
        body: whose parameters and calendar hold; ``None`` for a diagram outside any body.
        on: the day whose parameters hold.
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
    return Context(on, parameters, calendar_of(body) if body.working_hours else None)
