"""Record days on which somebody is away, and name who does their tasks meanwhile."""

from dataclasses import dataclass
from datetime import date

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.people.absences import refuse_unless_may_record, refuse_wrong_deputy
from engine.people.keeping import LONGEST_SUBJECT, refuse_too_long, refuse_wrong_days
from engine.persistence.records import AbsenceRecord


@dataclass(frozen=True, slots=True)
class RecordAbsence:
    """Record an absence.

    Attributes:
        person_id: who is away.
        since: first day.
        until: last day.
        deputy_id: who stands in; ``None`` for nobody in particular.
        reason: in a few words.
    """

    person_id: int
    since: date
    until: date
    deputy_id: int | None = None
    reason: str = ""


def record_absence(command: RecordAbsence, transaction: Transaction) -> int:
    """Record it and return its id.

    A deputy does what their own roles, competence and the guards allow: so they hold at least one
    role that the absent person holds.

    Raises:
        NotFound: there is no such person or deputy.
        NotAllowed: the actor is neither the person nor somebody who looks after them.
        EngineError: the days are the wrong way round or overlap with another absence, or the
            deputy shares no role, is away themselves or may not sign in.
    """
    work = transaction.work
    person = person_of(transaction, command.person_id)
    roles = work.people.roles_of(person.id)
    refuse_unless_may_record(transaction.actor, person.id, roles, transaction.library.bodies)
    refuse_wrong_days(command.since, command.until)
    refuse_too_long(command.reason, LONGEST_SUBJECT)
    since, until = command.since.isoformat(), command.until.isoformat()
    for other in work.absences.of(person.id, since):
        if other.since <= until:
            raise EngineError(
                "Another absence is recorded from {since} to {until}.",
                since=date.fromisoformat(other.since),
                until=date.fromisoformat(other.until),
            )
    if command.deputy_id is not None:
        deputy = person_of(transaction, command.deputy_id)
        away = work.absences.of(deputy.id, since)
        shared = _shared(transaction, roles, work.people.roles_of(deputy.id))
        refuse_wrong_deputy(person.id, deputy, shared, any(one.since <= until for one in away))
    absence = AbsenceRecord(person.id, since, until, command.deputy_id, command.reason)
    absence_id = work.absences.add(absence)
    new = {"since": since, "until": until, "deputy": command.deputy_id}
    write_down(transaction, person.id, "absence_recorded", new=new, reason=command.reason)
    return absence_id


def _shared(
    transaction: Transaction, absent: frozenset[tuple[str, str]], own: frozenset[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Roles of the absent person that the deputy holds, or stands in for by role."""
    bodies = transaction.library.bodies
    by_place = {
        (body, replaced)
        for body, role in own
        if body in bodies and role in bodies[body].roles
        for replaced in bodies[body].roles[role].stands_in_for
    }
    return absent & (own | by_place)
