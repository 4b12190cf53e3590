"""What can be wrong with answers, and with a definition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(template: str) -> str:  # noqa: N802 - the name Babel's extractor looks for
    """Mark a sentence for the translation catalogues without translating it."""
    return template


IN_A_ROW = N_("{sentence} ({table}, row {row})")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong answer.

    Attributes:
        path: dotted path of the field, rows by number from 0: ``members.0.name``. Also the id of
            its control.
        label: the field's label, untranslated.
        template: English sentence with ``{named}`` fields (the message id of the catalogues);
            ``{label}`` is filled with the translated label.
        values: what fills the other fields.
        short: the same in a few words, for the cell of a table, where the column says the label.
        table: label of the table the field stands in, else ``""``.
        row: number of the row from 1, else 0.
    """

    path: str
    label: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    short: str = ""
    table: str = ""
    row: int = 0

    def say(
        self,
        translate: Callable[[str], str] = str,
        label: Callable[[str], str] = str,
        *,
        short: bool = False,
    ) -> str:
        """Return the sentence a person reads.

        Args:
            translate: turns a message id into the language of the page.
            label: the same for labels of the form.
            short: the few words for a table's cell instead of the sentence for the summary.
        """
        if short and self.short:
            return translate(self.short).format(**self.values)
        sentence = translate(self.template).format(label=label(self.label), **self.values)
        if short or not self.row:
            return sentence
        return translate(IN_A_ROW).format(sentence=sentence, table=label(self.table), row=self.row)


class DefinitionInvalid(Exception):
    """A form definition is not of the supported subset.

    Attributes:
        faults: tuples (json pointer or field key, line from 1, sentence template, values), every
            fault at once.
    """

    def __init__(self, faults: tuple[tuple[str, int, str, Mapping[str, Any]], ...]) -> None:
        super().__init__("; ".join(template.format(**values) for _, _, template, values in faults))
        self.faults = faults
