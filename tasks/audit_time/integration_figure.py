"""The figure that gives the reduction of an integrated audit in steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tasks.errors import ParametersInvalid


@dataclass(frozen=True, slots=True)
class LevelRow:
    """Reductions of one level of integration.

    Attributes:
        level: level of integration, per cent.
        reductions: reductions by ability, per cent.
    """

    level: int
    reductions: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class IntegrationFigure:
    """Reductions by level of integration and ability of the team.

    Attributes:
        clause: the figure in its document.
        abilities: abilities of the columns, rising; below the first there is no reduction.
        rows: one row per level, rising from 0.
    """

    clause: str
    abilities: tuple[int, ...]
    rows: tuple[LevelRow, ...]

    @property
    def levels(self) -> tuple[int, ...]:
        """Return the levels of the rows."""
        return tuple(row.level for row in self.rows)

    def reduction(self, level: Decimal, ability: Decimal, *, lower: bool) -> Decimal:
        """Return the reduction in per cent.

        Args:
            level: level of integration, per cent.
            ability: ability of the team, per cent.
            lower: whether a value between two steps takes the lower one; else the nearest.

        Raises:
            ParametersInvalid: a row has not one figure per ability.
        """
        if any(len(row.reductions) != len(self.abilities) for row in self.rows):
            raise ParametersInvalid(
                "{clause}: every level needs {count} reductions.",
                clause=self.clause,
                count=len(self.abilities),
            )
        able = step_of((0, *self.abilities), ability, lower=lower)
        if able not in self.abilities:
            return Decimal(0)
        row = self.rows[self.levels.index(step_of(self.levels, level, lower=lower))]
        return row.reductions[self.abilities.index(able)]


def step_of(steps: Sequence[int], value: Decimal, *, lower: bool) -> int:
    """Return the step that holds for a value: the one below it, or the nearest.

    Args:
        steps: rising, from 0.
        value: at least 0.
        lower: whether the step below is taken; else the nearest, the higher of two equally near.
    """
    if lower:
        return max(step for step in steps if step <= value)
    return min(steps, key=lambda step: (abs(step - value), -step))
