"""Facts about a person: what guards judge by, beside what they did in cases."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something with a first and a last day; ``until`` is ``None`` while it goes on."""

    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day; both of its ends are within."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence(Lasting):
    """A proved ability: by a standard, in a technical field; ``field`` is ``""`` for none."""

    standard: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Lasting):
    """A conflict of interest with a party, as declared."""

    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment(Lasting):
    """Work for an organisation."""

    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience(Lasting):
    """Work in conformity assessment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Lasting):
    """A contract of an external expert with the body."""

    number: str


@dataclass(frozen=True, slots=True)
class Involvement:
    """What a person did in a case: a step they finished, or the part they were appointed to.

    Attributes:
        case: number of the case.
        own: whether it is the case in hand, not one whose work it judges.
        role: name of the role, in the reader's language.
        part: of ``engine.procedures.body_parts.PARTS``, or ``""``.
        step: label of the step; ``""`` for an appointment.
        on: day, in the body's time zone.
    """

    case: str
    own: bool
    role: str
    part: str
    step: str
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who would do a step or take a part, with all that guards may ask about them.

    Attributes:
        held: parts of the roles that whoever acts holds in the body; empty for who is appointed.
    """

    person_id: int
    name: str
    held: frozenset[str] = frozenset()
    competences: tuple[Competence, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    employments: tuple[Employment, ...] = ()
    experience: tuple[Experience, ...] = ()
    contracts: tuple[Contract, ...] = ()
    involvements: tuple[Involvement, ...] = ()
