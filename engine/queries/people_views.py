"""Shapes that the pages about people read; see ``engine.queries.views``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.queries.views import BodyView, Label, PersonView


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role somebody holds; ``body`` is ``None`` for one in the whole installation."""

    body: BodyView | None
    role: str
    name: Label


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people.

    Attributes:
        active: whether they may sign in.
        away_until: last day of an absence that has begun; ``None`` for who is there.
    """

    id: int
    name: str
    username: str
    active: bool
    roles: tuple[RoleView, ...]
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact about a person; ``kind`` as in ``PersonFactRecord``; ``may_end``: the reader may."""

    id: int
    kind: str
    body: BodyView
    subject: str
    field: str
    since: date
    until: date | None
    evidence: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Days away; ``deputy``: who stands in."""

    id: int
    since: date
    until: date
    deputy: PersonView | None
    reason: str


@dataclass(frozen=True, slots=True)
class PeopleLine:
    """One line of the log of a person; ``actor`` is ``""`` for the operator."""

    at: datetime
    actor: str
    kind: str
    body: BodyView | None
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything the page of a person shows.

    Attributes:
        own: the reader's own page.
        locked_until: until when sign-in is locked; ``None`` where it is open.
        may_account: the reader may change the account.
        may_absence: the reader may record absences.
        keeps_in: bodies in which the reader may write facts about the person.
        declares_in: bodies in which the reader may declare a conflict of interest of the person.
        grantable: roles the reader may give: (body or ``None``, ((role, name), ...)).
        revocable: (body key, role) of those the reader may take away.
        deputies: who could stand in.
    """

    row: PersonRow
    language: str
    own: bool
    locked_until: datetime | None
    password_given: bool
    facts: tuple[FactView, ...]
    absences: tuple[AbsenceView, ...]
    log: tuple[PeopleLine, ...]
    may_account: bool
    may_absence: bool
    keeps_in: tuple[BodyView, ...] = ()
    declares_in: tuple[BodyView, ...] = ()
    grantable: tuple[tuple[BodyView | None, tuple[tuple[str, Label], ...]], ...] = ()
    revocable: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    deputies: tuple[PersonView, ...] = ()


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A rule set aside for one person in one case, or asked to be.

    Attributes:
        rule: English sentence, the message id of its translations.
        person: for whom; ``None`` where the rule judges answers or a whole team.
        confirmed_by: the second person; ``None`` while it does not count.
        may_confirm: the reader may be the second person.
    """

    id: int
    case_id: str
    case_number: str
    case_title: str
    body: BodyView
    guard: str
    rule: str
    clause: str
    person: PersonView | None
    reason: str
    asked_by: PersonView
    asked_at: datetime
    confirmed_by: PersonView | None
    confirmed_at: datetime | None
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class Waivable:
    """A rule of a step that the body allows to waive, and for whom it could be asked."""

    guard: str
    rule: str
    clause: str
    person: PersonView | None
