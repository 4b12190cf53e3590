"""Shapes of the state of checks: what is known of the versions in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.procedures.touching import Gaps


@dataclass(frozen=True, slots=True)
class RehearsalState:
    """A rehearsal of a version in force.

    Attributes:
        name: path of its file from the body's folder on.
        played_at: when it was last played on this version; ``None``: never, as it is written now.
        differences: ``(line, step, sentence)`` of each; ``None`` where it was not played.
    """

    name: str
    played_at: datetime | None
    differences: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class ProcedureChecks:
    """What is known of a version in force.

    Attributes:
        key: ``<body>/<procedure>``.
        number: of the version.
        digest: of the version.
        checked_at: when this release checked it with ``body.yaml`` as it is; ``None``: never.
        faults: ``(file, line, element, sentence)`` of each.
        rehearsals: of the procedure.
        gaps: what they do not cover, by kind: ``elements flows fired spared clauses``.
        played_before: number of the latest version before that was played, with the moment.
    """

    key: str
    number: int
    digest: str
    checked_at: datetime | None
    faults: tuple[Any, ...]
    rehearsals: tuple[RehearsalState, ...]
    gaps: Mapping[str, Gaps]
    played_before: tuple[int, datetime] | None

    @property
    def played(self) -> tuple[RehearsalState, ...]:
        """Rehearsals that were played on this version."""
        return tuple(one for one in self.rehearsals if one.differences is not None)

    @property
    def red(self) -> tuple[RehearsalState, ...]:
        """Rehearsals that went otherwise than written."""
        return tuple(one for one in self.rehearsals if one.differences)

    @property
    def played_at(self) -> datetime | None:
        """When the last of them was played."""
        return max((one.played_at for one in self.played if one.played_at), default=None)


@dataclass(frozen=True, slots=True)
class StatementsState:
    """What is known of the statements of a body's text.

    Attributes:
        checked_at: when they were counted with the versions in force as they are.
        total: how many there are.
        faults: ``(file, line, element, sentence)`` of each that nothing carries, and of each name
            in ``clauses.yaml`` that nothing has.
    """

    checked_at: datetime
    total: int
    faults: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class BodyChecks:
    """The state of checks of a body.

    Attributes:
        body: its key.
        procedures: by ``<body>/<procedure>``, those in force.
        several: rehearsals that lead through several procedures.
        statements: of its text; ``None`` while they were not counted.
    """

    body: str
    procedures: Mapping[str, ProcedureChecks] = field(default_factory=dict)
    several: tuple[RehearsalState, ...] = ()
    statements: StatementsState | None = None

    def rehearsals(self, procedure: str = "") -> list[tuple[str, RehearsalState]]:
        """Return rehearsals with their procedure; those of several come last, with ``""``.

        Args:
            procedure: ``<body>/<procedure>``; ``""`` for all.
        """
        if procedure:
            return [(procedure, one) for one in self.procedures[procedure].rehearsals]
        own = [(key, one) for key, of in self.procedures.items() for one in of.rehearsals]
        return own + [("", one) for one in self.several]

    def left(self, procedure: str = "", since: datetime | None = None) -> int:
        """Count the rehearsals that are still to be played, of a procedure or of all of them.

        Args:
            procedure: ``<body>/<procedure>``; ``""`` for all.
            since: those that were played before are played again.
        """
        return sum(is_left(one, since) for _, one in self.rehearsals(procedure))


def is_left(rehearsal: RehearsalState, since: datetime | None) -> bool:
    """Tell whether a rehearsal is still to be played."""
    at = rehearsal.played_at
    return at is None or (since is not None and at < since)
