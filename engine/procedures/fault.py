"""One fault of a file that a process owner gave us."""

from dataclasses import dataclass, field
from typing import Any


def N_(template: str) -> str:  # noqa: N802  # the name that Babel's extractor knows
    """Mark a sentence for the translation catalogues; it is looked up where it is shown."""
    return template


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do.

    Attributes:
        file: as the user named it.
        line: from 1; 0 where the file has no lines to name (not XML, not YAML).
        element_id: the element, field or key; ``""`` where the fault is the file's.
        template: English sentence with ``{named}`` fields: what is wrong and what to do. It is the
            message id of the translation catalogues.
        values: what fills the fields.
    """

    file: str
    line: int
    element_id: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The filled English sentence."""
        return self.template.format(**self.values)

    def __str__(self) -> str:
        """Return ``file:line element-id: sentence``."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{where} {self.element_id}: {self.sentence}"
            if self.element_id
            else f"{where}: {self.sentence}"
        )
