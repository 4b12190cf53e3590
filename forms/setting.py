"""What stands around a form beyond the case's data: lists of the body, files, who signs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

Named: TypeAlias = tuple[str, Mapping[str, str]]
"""A code with its name by language."""

FindFile: TypeAlias = Callable[[str], Mapping[str, Any] | None]
"""File id -> ``{"id", "name", "size", "type", "sha256"}``; ``None`` where it may not be named."""


def no_file(identity: str) -> None:
    """Find no file: where a form stands outside any case."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the body, the case and the moment lend to the fields of a form.

    Attributes:
        country: two letters of the body's country; ``""`` outside any body.
        standards: what the body works by, in its order.
        fields: technical fields of the body, in its order.
        parties: names and numbers of parties that the person may be reminded of; a number may be
            ``""``.
        file: finds a file that may be an answer of this form.
        signer: ``{"id", "name"}`` of whoever answers; ``None`` where nobody in particular does.
        now: when they answer, aware; ``None`` where it does not count.
    """

    country: str = ""
    standards: tuple[Named, ...] = ()
    fields: tuple[Named, ...] = ()
    parties: tuple[tuple[str, str], ...] = ()
    file: FindFile = no_file
    signer: Mapping[str, Any] | None = None
    now: datetime | None = None


NOWHERE = Setting()
