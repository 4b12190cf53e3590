"""What can be wrong with answers, and with a definition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong answer.

    Attributes:
        path: dotted path of the field, rows by number from 0: ``members.0.name``. Also the id of its control.
        label: the field's label, untranslated.
        template: English sentence with ``{named}`` fields (the message id of the catalogues); ``{label}`` is filled
            with the translated label.
        values: what fills the other fields.
    """

    path: str
    label: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


class DefinitionInvalid(Exception):
    """A form definition is not of the supported subset.

    Attributes:
        faults: tuples (json pointer or field key, line from 1, sentence template, values), every fault at once.
    """

    def __init__(self, faults: tuple[tuple[str, int, str, Mapping[str, Any]], ...]) -> None:
        super().__init__("; ".join(template.format(**values) for _, _, template, values in faults))
        self.faults = faults
