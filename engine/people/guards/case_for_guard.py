"""What a guard sees: one person, one case, one day, and nothing it could change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.people.guards.facts import Candidate


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody's part in this case."""

    part: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Appointee:
    """A person of the team: whom the answers appoint, or who was appointed before.

    Attributes:
        row: the row of the answers that names them; empty for who was appointed before.
    """

    part: str
    candidate: Candidate
    row: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseForGuard:
    """One question to a guard.

    Attributes:
        on: the day, in the body's time zone.
        candidate: who would do the step, or be appointed.
        part: part that the candidate would play; ``""`` where their role has none.
        case: number of the case; ``""`` before it is started.
        body_names: key and names of the body, for employment with it.
        participants: everybody's part in this case.
        party: names and numbers of the client.
        standards: that the client is assessed against.
        fields: codes of the client's technical fields.
        respondents: people whom the complaint is about.
        scope: what the body is accredited for: ``(standard, fields)``; ``None`` when unsaid.
        schemes: certification schemes that the body is accredited for; ``None`` when unsaid.
        answers: of the step; empty before there are any.
        team: whom the answers appoint, with those of other parts who were appointed before.
        thresholds: figures of the rules in force on the day.
        clauses: the body's own clauses, by name of the guard.
        instance: what the step's own instance is about, of a step that is done once for each.
    """

    on: date
    candidate: Candidate
    part: str = ""
    case: str = ""
    body_names: frozenset[str] = frozenset()
    participants: tuple[Participant, ...] = ()
    party: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    respondents: frozenset[int] = frozenset()
    scope: tuple[tuple[str, tuple[str, ...]], ...] | None = None
    schemes: tuple[str, ...] | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    team: tuple[Appointee, ...] = ()
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    clauses: Mapping[str, str] = field(default_factory=dict)
    instance: Mapping[str, Any] = field(default_factory=dict)

    def plays(self, *parts: str) -> bool:
        """Whether the candidate was appointed to one of these parts of the case."""
        me = self.candidate.person_id
        return any(one.person_id == me and one.part in parts for one in self.participants)

    def of_team(self, *parts: str) -> tuple[Appointee, ...]:
        """Return the people of the team who play one of these parts."""
        return tuple(one for one in self.team if one.part in parts)
