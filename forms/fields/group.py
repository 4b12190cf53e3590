"""Fields that stand together, and tables whose rows are added and removed."""

from dataclasses import dataclass
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import (
    Field,
    Refused,
    read_key,
    read_label,
    read_source,
    read_surroundings,
)

MAX_ROWS = 200

OF_THE_ROW = "row."
"""How the ``from`` of a column begins that shows a value of the earlier table's row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupField(Field):
    """Fields under one heading. Their answers stand beside all others: a group names nothing.

    Attributes:
        fields: what stands in it.
    """

    kind: ClassVar[str] = "group"
    takes_answer: ClassVar[bool] = False

    fields: tuple[Field, ...] = ()

    @classmethod
    def common(cls, component: Component) -> dict[str, Any]:
        """Read the heading, which may be absent."""
        return {
            "key": component.pointer,
            "label": component.text("label"),
            **read_surroundings(component),
        }

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read what a group may have; the fields inside are read by the definition."""
        component.value("showOutline")
        component.value("verticalAlignment")
        if component.text("path"):
            component.fault(
                "path", N_("A group cannot have a path: its answers stand beside all others.")
            )
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsField(Field):
    """A table: a list of rows, each with the columns' answers by key.

    Attributes:
        columns: the fields of every row.
        lowest: fewest rows.
        highest: most rows.
        start: rows that a fresh form shows.
        changeable: whether the person may add and remove rows.
        add_label: words of the button that adds a row, ``""`` for the general ones.
        rows_from: dotted path in the case's data of an earlier table: one row for each of its rows,
            none more or less; columns with ``from: row.<key>`` show what stands there and are part
            of the answer.
    """

    kind: ClassVar[str] = "rows"
    empty: ClassVar[Any] = ()
    missing: ClassVar[str] = N_("“{label}”: fill in at least one row")
    missing_short: ClassVar[str] = N_("Fill in at least one row")

    columns: tuple[Field, ...] = ()
    lowest: int = 0
    highest: int = MAX_ROWS
    start: int = 1
    changeable: bool = True
    add_label: str = ""
    rows_from: str = ""

    @classmethod
    def common(cls, component: Component) -> dict[str, Any]:
        """Read the heading and whether rows are needed; the key of a table is its path."""
        return {
            "key": read_key(component, "path"),
            "label": read_label(component),
            "required": component.flag("required", "validate"),
            "required_if": component.expression("requiredIf"),
            "source": read_source(component),
            "rows_from": read_source(component, "rowsFrom"),
            **read_surroundings(component),
        }

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the numbers of rows; the columns are read by the definition."""
        for name in (
            "isRepeating",
            "showOutline",
            "disableCollapse",
            "nonCollapsedItems",
            "verticalAlignment",
        ):
            component.value(name)
        lowest = component.whole("minRows", "properties", highest=MAX_ROWS) or 0
        highest = component.whole("maxRows", "properties", highest=MAX_ROWS)
        highest = MAX_ROWS if highest is None else highest
        start = component.whole("defaultRepetitions", highest=MAX_ROWS)
        changeable = component.flag("allowAddRemove", default=True)
        start = 1 if start is None else start
        if component.text("rowsFrom", "properties"):
            changeable, lowest, highest, start = False, 0, MAX_ROWS, 0
            _nothing_of_its_own(component)
        if component.flag("required", "validate") and not changeable:
            start = max(start, 1)  # nobody could add the row that is needed
        if not lowest <= highest or highest == 0:
            component.fault(
                "properties", N_("No table has at least minRows and at most maxRows rows.")
            )
        return {
            "lowest": lowest,
            "highest": highest,
            "start": min(max(start, lowest), highest),
            "changeable": changeable,
            "add_label": component.text("addLabel", "properties"),
        }

    def check_count(self, count: int) -> None:
        """Refuse too few or too many rows; those of an earlier table are as many as they are."""
        if self.rows_from:
            return
        if count < self.lowest:
            template = N_("“{label}”: fill in at least {lowest} rows, now {count}")
            raise Refused(template, N_("At least {lowest} rows"), lowest=self.lowest, count=count)
        if count > self.highest:
            template = N_("“{label}”: at most {highest} rows, now {count}")
            raise Refused(template, N_("At most {highest} rows"), highest=self.highest, count=count)


def _nothing_of_its_own(component: Component) -> None:
    """An earlier table says how many rows there are."""
    names = ("minRows", "maxRows", "addLabel", "from")
    for name in names:
        if component.text(name, "properties"):
            template = N_("“{member}” does not go with “rowsFrom”: an earlier table has the rows.")
            component.fault(f"properties/{name}", template, member=name)
