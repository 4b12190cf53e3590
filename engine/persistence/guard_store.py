"""What guards judge by in cases: what a case is about, who did what in which, and waivers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.persistence.statement import Statement
from engine.persistence.tables import (
    case_subjects,
    cases,
    guard_waivers,
    participants,
    people,
    work_items,
)

JUDGES = "judges"
"""Kind of subject: id of a case whose work this case judges; its number while it is unknown."""

Subjects = frozenset[tuple[str, str]]
"""Pairs (kind, value): ``party``, ``standard``, ``field``, ``respondent`` or ``judges``."""


_SUBJECTS = Statement(
    select(case_subjects.c.kind, case_subjects.c.value).where(
        case_subjects.c.case_id == bindparam("of_case")
    )
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person did in a case: a step they finished, or the role they were appointed to.

    Attributes:
        number: of the case.
        step: the step's label; ``""`` for an appointment.
        dismissed: whether the appointment was ended; what was done under it counts all the same.
    """

    case_id: str
    number: str
    person_id: int
    role: str
    step: str
    at: datetime
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class WaiverRecord:
    """A guard set aside for one person in one case; ``person_id`` is empty for a whole team."""

    id: int
    case_id: str
    guard: str
    person_id: int | None
    reason: str
    asked_by: int
    asked_at: datetime
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None


class GuardStore:
    """Rows of ``case_subjects`` and ``guard_waivers``, and the deeds in cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def subjects(self, case_ids: Collection[str]) -> Mapping[str, Subjects]:
        """Return what each case is about."""
        found: dict[str, set[tuple[str, str]]] = {case_id: set() for case_id in case_ids}
        statement = select(case_subjects).where(case_subjects.c.case_id.in_(case_ids))
        for row in self._connection.execute(statement) if case_ids else ():
            found[row.case_id].add((row.kind, row.value))
        return {case_id: frozenset(pairs) for case_id, pairs in found.items()}

    def keep_subjects(self, case_id: str, wanted: Subjects) -> None:
        """Write what a case is about, and nothing where it is written already."""
        present = frozenset(map(tuple, _SUBJECTS.all(self._connection, of_case=case_id)))
        new = [{"case_id": case_id, "kind": k, "value": v} for k, v in sorted(wanted - present)]
        if new:
            self._connection.execute(insert(case_subjects), new)
        for kind, value in present - wanted:
            self._connection.execute(
                delete(case_subjects).where(
                    case_subjects.c.case_id == case_id,
                    case_subjects.c.kind == kind,
                    case_subjects.c.value == value,
                )
            )

    def ids_of(self, numbers: Collection[str]) -> Mapping[str, str]:
        """Return number or id -> id of the cases that are named by either."""
        columns = select(cases.c.id, cases.c.number)
        wanted = cases.c.number.in_(numbers) | cases.c.id.in_(numbers)
        found: dict[str, str] = {}
        for row in self._connection.execute(columns.where(wanted)) if numbers else ():
            found |= {row.number: row.id, row.id: row.id}
        return found

    def judged(self, case_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Return, for each case, those whose work it judges: an appeal also those of its complaint.

        One statement per step of the longest chain.
        """
        direct: dict[str, frozenset[str]] = {}
        todo = set(case_ids)
        while todo:
            direct |= self._judged_directly(todo)
            todo = {judged for found in direct.values() for judged in found} - direct.keys()
        return {case_id: _reached(case_id, direct) for case_id in case_ids}

    def _judged_directly(self, case_ids: Collection[str]) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {case_id: set() for case_id in case_ids}
        statement = select(case_subjects.c.case_id, case_subjects.c.value).where(
            case_subjects.c.case_id.in_(case_ids), case_subjects.c.kind == JUDGES
        )
        for row in self._connection.execute(statement):
            found[row.case_id].add(row.value)
        return {case_id: frozenset(values) for case_id, values in found.items()}

    def deeds(self, case_ids: Collection[str]) -> tuple[Deed, ...]:
        """Return who finished which step, and who was appointed, in these cases."""
        if not case_ids:
            return ()
        done = (
            select(
                work_items.c.case_id,
                cases.c.number,
                work_items.c.ended_by.label("person_id"),
                work_items.c.role,
                work_items.c.name.label("step"),
                work_items.c.ended_at.label("at"),
            )
            .join(cases, cases.c.id == work_items.c.case_id)
            .where(
                work_items.c.case_id.in_(case_ids),
                work_items.c.state == "completed",
                work_items.c.ended_by.is_not(None),
            )
        )
        appointed = (
            select(
                participants.c.case_id,
                cases.c.number,
                participants.c.person_id,
                participants.c.role,
                participants.c.appointed_at.label("at"),
                participants.c.dismissed_at.is_not(None).label("dismissed"),
            )
            .join(cases, cases.c.id == participants.c.case_id)
            .where(participants.c.case_id.in_(case_ids))
        )
        found = [Deed(**row._mapping) for row in self._connection.execute(done)]
        for row in self._connection.execute(appointed):
            found.append(Deed(**row._mapping, step=""))
        return tuple(sorted(found, key=lambda deed: (deed.at, deed.step, deed.role)))

    def names(self, person_ids: Collection[int]) -> Mapping[int, str]:
        """Return people's names by id."""
        statement = select(people.c.id, people.c.name).where(people.c.id.in_(person_ids))
        rows = self._connection.execute(statement) if person_ids else ()
        return {row.id: row.name for row in rows}

    def waived(self, case_ids: Collection[str]) -> Mapping[str, frozenset[tuple[str, int | None]]]:
        """Return pairs (guard, person) that two people have set aside, per case."""
        found: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
        statement = select(guard_waivers).where(
            guard_waivers.c.case_id.in_(case_ids), guard_waivers.c.confirmed_at.is_not(None)
        )
        for row in self._connection.execute(statement) if case_ids else ():
            found[row.case_id].add((row.guard, row.person_id))
        return {case_id: frozenset(found[case_id]) for case_id in case_ids}

    def ask_waiver(self, waiver: Mapping[str, object]) -> int:
        """Insert a waiver that is not confirmed yet, and return its id."""
        key = self._connection.execute(insert(guard_waivers).values(**waiver)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def waiver(self, waiver_id: int) -> WaiverRecord | None:
        """Read a waiver."""
        statement = select(guard_waivers).where(guard_waivers.c.id == waiver_id)
        row = self._connection.execute(statement).first()
        return WaiverRecord(**row._mapping) if row else None

    def waivers_of(self, case_id: str) -> tuple[WaiverRecord, ...]:
        """Every waiver of a case, confirmed or not, oldest first."""
        statement = select(guard_waivers).where(guard_waivers.c.case_id == case_id)
        rows = self._connection.execute(statement.order_by(guard_waivers.c.id))
        return tuple(WaiverRecord(**row._mapping) for row in rows)

    def confirm_waiver(self, waiver_id: int, person_id: int, at: datetime) -> None:
        """Write who confirmed a waiver, and when."""
        statement = update(guard_waivers).where(guard_waivers.c.id == waiver_id)
        self._connection.execute(statement.values(confirmed_by=person_id, confirmed_at=at))


def _reached(start: str, direct: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        for judged in direct.get(todo.pop(), ()):
            if judged not in found and judged != start:
                found.add(judged)
                todo.append(judged)
    return frozenset(found)
