"""What a page draws of a form: all its templates need, in the language of the page, and no HTML.

The views are drawn by ``web/templates/fields/<kind>.html``, one template per kind.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OptionView:
    """Something to choose. ``id`` is the control's: the first option has the field's own."""

    id: str
    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that is there already; ``size`` in words."""

    id: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table.

    Attributes:
        number: from 1.
        path: what its remove button sends: ``members.0``.
        cells: one view per column; a hidden one has the kind ``nothing``.
    """

    number: int
    path: str
    cells: tuple["FieldView", ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as a page shows it; texts are in the language of the page.

    Attributes:
        kind: name of the template.
        id: id of the control, the same as its name and as the path of its error.
        name: name under which the answer is sent.
        label: what is asked.
        hint: one line below the label.
        clause: place in the source that asks for it.
        value: text of the control.
        text: the answer as printed, for fields that are only read.
        error: what to do; in a cell in a few words.
        is_optional: the person may leave it out; marked as such.
        width: class of the control's width, ``""`` for the full one.
        inputmode: hint for the keyboard of a phone.
        unit: what stands beside the control: a currency.
        described_by: ids of hint and error, apart by spaces.
        options: what can be chosen.
        children: fields of a group; values of a list of read-only ones; columns of a table;
            controls of an answer that has several.
        rows: rows of a table.
        paragraphs: words of explanation.
        steers: what else is shown or needed depends on this answer: draw again when it changes.
        row: number of the row from 1 where the field is a cell, else 0.
        may_add: the table takes another row.
        may_remove: rows can be taken out.
        add_label: words of the button that adds a row, ``""`` for the general ones.
        is_of_earlier: the rows are those of an earlier table.
        suggests: parties that are known are suggested for a text: the form lists them once.
        files: files that are there already.
        several: more files than one may be chosen.
        accept: endings of the files that will do, apart by commas.
    """

    kind: str
    id: str
    name: str
    label: str
    hint: str = ""
    clause: str = ""
    value: str = ""
    text: str = ""
    error: str = ""
    is_optional: bool = False
    width: str = ""
    inputmode: str = ""
    unit: str = ""
    described_by: str = ""
    options: tuple[OptionView, ...] = ()
    children: tuple["FieldView", ...] = ()
    rows: tuple[RowView, ...] = ()
    paragraphs: tuple[str, ...] = ()
    steers: bool = False
    row: int = 0
    may_add: bool = False
    may_remove: bool = False
    add_label: str = ""
    is_of_earlier: bool = False
    suggests: bool = False
    files: tuple[FileView, ...] = ()
    several: bool = False
    accept: str = ""

    @property
    def is_cell(self) -> bool:
        """Whether it stands in a table, where the column says the label."""
        return self.row > 0
