"""What calculations refuse: English sentences with named fields, and the facts that fill them.

A sentence doubles as the message id of the translation catalogues.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def N_(template: str) -> str:  # noqa: N802 - the name Babel's extractor looks for
    """Mark a sentence for the translation catalogues and return it unchanged."""
    return template


class TaskError(Exception):
    """A calculation refuses what it was given.

    Args:
        template: sentence with ``{named}`` fields.
        values: what fills the fields.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values: Mapping[str, object] = values
        super().__init__(template)

    def __str__(self) -> str:
        """Return the filled English sentence."""
        return self.template.format(**self.values)


class CalendarInvalid(TaskError):
    """A calendar cannot be built: country, time zone, working hours or an override is wrong."""


class TermInvalid(TaskError):
    """A term cannot be counted: amount, unit, starting moment or a pause is wrong."""


class ParametersInvalid(TaskError):
    """Dated parameters are missing or malformed; the process owner has to correct them."""


@dataclass(frozen=True, slots=True)
class InputFault:
    """One wrong input.

    Attributes:
        field: path of the input, e.g. ``lines.2.quantity``; empty for the inputs as a whole.
        template: English sentence with ``{named}`` fields (message id).
        values: what fills the fields.
    """

    field: str
    template: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        """Return the path and the filled English sentence."""
        sentence = self.template.format(**self.values)
        return f"{self.field}: {sentence}" if self.field else sentence


class InputInvalid(TaskError):
    """The inputs of an operation do not fit; every wrong one is named at once.

    Attributes:
        faults: one entry per wrong input, in the order of the operation's fields.
        field: path of the first wrong input.
        template: sentence of the first wrong input.
        values: what fills that sentence.
    """

    def __init__(self, faults: Sequence[InputFault]) -> None:
        first = faults[0]
        super().__init__(first.template, **first.values)
        self.faults = tuple(faults)
        self.field = first.field

    @classmethod
    def of(cls, path: str, template: str, **values: object) -> "InputInvalid":
        """Return the refusal of one input."""
        return cls((InputFault(path, template, values),))

    def __str__(self) -> str:
        """Return one line per wrong input."""
        return "\n".join(str(fault) for fault in self.faults)
