"""A body as data: what ``body.yaml`` and ``deadlines.yaml`` of its folder say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from engine.procedures.body_lists import Listed
from engine.procedures.built_in_roles import BUILT_IN_ROLES
from engine.procedures.deadline_entries import DeadlineEntry
from engine.procedures.labels import Label
from engine.procedures.retention import RetentionRule
from tasks.calendar.own_days import NO_OWN_DAYS, OwnDays

PARTS = frozenset(
    {
        "applicant",
        "team_leader",
        "team_member",
        "technical_expert",
        "trainee",
        "commission_chair",
        "commission_member",
        "commission_secretary",
        "decision_maker",
        "head",
        "deputy_head",
    }
)
"""What somebody can be in a case, whatever a body calls it: guards speak of parts."""


@dataclass(frozen=True, slots=True)
class Role:
    """Who does the steps of a lane.

    Attributes:
        key: e.g. ``specialist``.
        name: by language.
        lanes: names of the lanes that belong to it.
        clause: where the text names it.
        participant: whether it is a person of the case rather than of the staff.
        recorded_by: roles that may enter a participant's answer on their behalf.
        part: which of ``PARTS`` its people play in a case; ``""`` for none of them.
        stands_in_for: roles whose steps its people do while everybody who holds them is absent.
        may_correct: whether its people may stop, suspend and resume a case and move it by hand.
    """

    key: str
    name: Label
    lanes: tuple[str, ...] = ()
    clause: str = ""
    participant: bool = False
    recorded_by: tuple[str, ...] = ()
    part: str = ""
    stands_in_for: tuple[str, ...] = ()
    may_correct: bool = False

    @property
    def of_applicant(self) -> bool:
        """Whether its people are the applicant's side: the staff may record their answers."""
        return self.participant and bool(self.recorded_by)


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How a number is made up: ``pattern`` with the fields ``{body} {year} {sequence}``."""

    key: str
    pattern: str

    def number(self, body: str, year: int, sequence: int) -> str:
        """Return one number."""
        return self.pattern.format(body=body, year=year, sequence=sequence)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: ``key`` is the input of the act that fills it."""

    key: str
    name: Label
    public: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register or journal that cases enter something in.

    Attributes:
        key: e.g. ``contracts``.
        name: by language.
        number: key of its number pattern; ``""`` numbers 1, 2, 3 ...
        clause: where the text demands it.
        kind: ``register`` or ``journal``.
        columns: what its pages show of an entry, in order.
        public: whether anybody may read its public columns without an account.
        life_cycle: act on a certificate -> clause that allows it, e.g. ``suspend``.
    """

    key: str
    name: Label
    number: str = ""
    clause: str = ""
    kind: str = "register"
    columns: tuple[Column, ...] = ()
    public: bool = False
    life_cycle: Mapping[str, str] = field(default_factory=dict)

    @property
    def clauses(self) -> Mapping[str, str]:
        """Act -> clause; under ``""`` the register's own, for acts that name none."""
        return {"": self.clause, **self.life_cycle}


@dataclass(frozen=True, slots=True)
class System:
    """An information system outside that cases send messages to.

    Attributes:
        key: e.g. ``tunduk``.
        name: by language.
        clause: where the text names it.
        needs_consent: whether a message may go only with the applicant's consent.
        stand_in: message -> the answer that rehearsals and the demonstration get; ``""`` is that of
            every other message.
    """

    key: str
    name: Label
    clause: str = ""
    needs_consent: bool = False
    stand_in: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from a day on.

    Attributes:
        since: first day.
        value: plain JSON; numbers with a point are decimal texts.
        reference: the order or decision that set it.
        reading: how an open place is read here, by language.
    """

    since: date
    value: Any
    reference: str = ""
    reading: Label = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleGround:
    """Where a body's own text has a rule that guards know from another.

    Attributes:
        clause: the place in the body's text.
        reading: what that text leaves open and how it is read here, by language.
    """

    clause: str
    reading: Label = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """One body.

    Attributes:
        key: name of its folder.
        name: by language.
        short_name: by language.
        language: of its diagrams and forms.
        languages: of its pages, the first for those who chose none.
        country: two letters; its calendar.
        time_zone: e.g. ``Asia/Bishkek``.
        working_hours: spans of a working day, in order.
        working_hours_reading: how they were chosen, by language.
        currency: three letters.
        document: short name of the source document, by language.
        roles: by key.
        numbers: by key.
        registers: by key.
        systems: information systems outside, by key.
        parameters: rates and choices, each a list in the order of their days.
        deadlines: entries of ``deadlines.yaml`` by key.
        waivers: names of the guards that may be waived for one person in one case.
        keeps_people: roles whose people keep the facts about people: competences, employment.
        retention: when values of cases that have ended are erased.
        assigns_work: roles whose people give tasks to others.
        standards: what the body assesses by, for forms to choose from.
        fields: its technical fields, for forms to choose from.
        trusted_roots: certificates (PEM) whose signatures it trusts.
        rules: the body's own grounds of guards, by their names.
        own_days: days it decreed for itself; its files know nothing of them, the library of an
            installation adds them from the database.
    """

    key: str
    name: Label
    short_name: Label
    language: str
    languages: tuple[str, ...]
    country: str
    time_zone: str
    currency: str = ""
    working_hours: tuple[tuple[time, time], ...] = ()
    working_hours_reading: Label = field(default_factory=dict)
    document: Label = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    numbers: Mapping[str, NumberPattern] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    systems: Mapping[str, System] = field(default_factory=dict)
    parameters: Mapping[str, tuple[DatedValue, ...]] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineEntry] = field(default_factory=dict)
    waivers: tuple[str, ...] = ()
    keeps_people: tuple[str, ...] = ()
    retention: tuple[RetentionRule, ...] = ()
    assigns_work: tuple[str, ...] = ()
    standards: tuple[Listed, ...] = ()
    fields: tuple[Listed, ...] = ()
    trusted_roots: tuple[bytes, ...] = ()
    rules: Mapping[str, RuleGround] = field(default_factory=dict)
    own_days: OwnDays = NO_OWN_DAYS

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days and hours."""
        return ZoneInfo(self.time_zone)

    def role_name(self, role: str, language: str = "") -> str:
        """Return a role's name, by default and in doubt in the body's language."""
        if role not in self.roles and role not in BUILT_IN_ROLES:
            return role
        names = self.roles[role].name if role in self.roles else BUILT_IN_ROLES[role]
        return names.get(language) or names.get(self.language) or role

    def part_of(self, role: str) -> str:
        """Return the part that people of a role play; ``""`` for none that guards know."""
        known = self.roles.get(role)
        if known is None:
            return role if role in PARTS else ""
        return known.part or (role if role in PARTS else "applicant" if known.of_applicant else "")

    def value_on(self, parameter: str, day: date) -> Any:
        """Return a parameter's value in force on a day; ``None`` where there is none."""
        in_force = [one for one in self.parameters.get(parameter, ()) if one.since <= day]
        return in_force[-1].value if in_force else None

    def lanes(self) -> Mapping[str, str]:
        """Return lane name -> role key."""
        return MappingProxyType(
            {lane: role.key for role in self.roles.values() for lane in role.lanes}
        )
