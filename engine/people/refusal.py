"""Why somebody may not do something, as a sentence that names its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a person may not do a step: an English sentence template and what fills it.

    Attributes:
        guard: name of the guard that refuses; ``""`` for a missing role.
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    guard: str = ""

    def __str__(self) -> str:
        """Return the filled English sentence."""
        return self.template.format(**self.values)
