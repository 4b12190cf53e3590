"""How much of a case a person sees: all of it, or what is meant for the applicant's side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engine.library import Published
from engine.people.administration import reads_everything
from engine.persistence.tables import participants
from engine.procedures.body import Body
from engine.queries.reach import staff_bodies
from engine.queries.read_context import ReadContext

APPLICANT = "applicant"
"""What ``shown_to`` says for every role of the applicant's side."""

OF_THE_CASE = frozenset({"case_started", "case_ended", "case_cancelled"})
"""Kinds of events that everybody who sees the case is told, without values."""

OUTCOMES = frozenset({"work_item_completed", "act_carried_out"})
"""Kinds of events that a step of the staff marked ``shown_to`` is told of by."""

TOLD_FACTS = frozenset({"files", "operation"})
"""What else is told of such a step: not who declared what, nor which guard was waived."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees of a case.

    Attributes:
        whole: everything.
        roles: of the applicant's side that they play in the case.
        elements: steps and events in the lanes of these roles.
        told: what the property ``shown_to`` marks for these roles in other lanes: the path of the
            step's answers by element, ``None`` where they are the case's own values. What comes of
            the step is theirs to read; how it is worked on (its form, its holder, its term, what
            guards refused) is not.
    """

    whole: bool
    roles: frozenset[str] = frozenset()
    elements: frozenset[str] = field(default_factory=frozenset)
    told: Mapping[str, str | None] = field(default_factory=dict)

    def shows(self, element_id: str) -> bool:
        """Whether a step is shown as to those who do it."""
        return self.whole or element_id in self.elements

    def tells(self, element_id: str) -> bool:
        """Whether the answers and files of a step are shown once it is finished."""
        return self.shows(element_id) or element_id in self.told

    def events(self, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return those event rows that are shown; where only the fact is meant, without values."""
        if self.whole:
            return list(rows)
        found: list[Mapping[str, Any]] = []
        for row in rows:
            if row["element_id"] in self.elements:
                found.append(row)
            elif row["element_id"] in self.told and row["kind"] in OUTCOMES:
                found.append(self._outcome(row))
            elif row["kind"] in OF_THE_CASE:
                found.append({**row, "changes": None, "facts": {}, "element_id": ""})
        return found

    def _outcome(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """What came of a step of the staff: its own answers, or the result of an act."""
        key = self.told[row["element_id"]] if row["kind"] == "work_item_completed" else "result"
        changes = [
            change
            for change in row["changes"] or ()
            if key is None or f"{change['path']}.".startswith(f"{key}.")
        ]
        facts = {name: value for name, value in row["facts"].items() if name in TOLD_FACTS}
        return {**row, "changes": changes, "facts": facts}


WHOLE = Sight(whole=True)


def sight_of(context: ReadContext, case_id: str, published: Published) -> Sight:
    """Return what the reader sees of a case that is within their reach."""
    body = published.body
    if body is None or sees_all(context, body.key):
        return WHOLE
    roles = _roles_played(context, [case_id]).get(case_id, frozenset())
    return limited_to(published, body, roles)


def sights(context: ReadContext, rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Sight]:
    """Return what the reader sees of each of these cases, by their ids, in one statement."""
    rows = [row for row in rows if not sees_all(context, row["body"])]
    roles = _roles_played(context, [row["id"] for row in rows])
    found = {}
    for row in rows:
        published = context.published(row["version_id"])
        played = roles.get(row["id"], frozenset())
        found[row["id"]] = (
            limited_to(published, published.body, played) if published.body else WHOLE
        )
    return found


def limited_to(published: Published, body: Body, roles: frozenset[str]) -> Sight:
    """Return what people see who play these roles in a case.

    Whoever plays a part for the body (a member of the team), or none yet, sees the whole case.
    """
    if not roles or not all(role in body.roles and body.roles[role].of_applicant for role in roles):
        return WHOLE
    own: set[str] = set()
    told: dict[str, str | None] = {}
    for diagram in published.diagrams:
        for element in diagram.elements.values():
            named = {one.strip() for one in element.properties.get("shown_to", "").split(",")}
            if published.role_of(element.id) in roles:
                own.add(element.id)
            elif named & {APPLICANT, *roles}:
                told[element.id] = published.result_key(element)
    return Sight(False, roles, frozenset(own), told)


def sees_all(context: ReadContext, body: str) -> bool:
    """Whether the person works for a body or audits it: not one who only takes part."""
    actor = context.actor
    return actor.is_system or body in staff_bodies(context) or reads_everything(actor, body)


def _roles_played(context: ReadContext, case_ids: list[str]) -> Mapping[str, frozenset[str]]:
    statement = select(participants.c.case_id, participants.c.role).where(
        participants.c.case_id.in_(case_ids),
        participants.c.person_id == context.actor.person_id,
        participants.c.dismissed_at.is_(None),
    )
    found: dict[str, frozenset[str]] = {}
    for row in context.connection.execute(statement) if case_ids else ():
        found[row.case_id] = found.get(row.case_id, frozenset()) | {row.role}
    return found
