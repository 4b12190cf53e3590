"""End an absence early, or take back one that has not begun."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.errors import NotFound
from engine.people.absences import refuse_unless_may_record


@dataclass(frozen=True, slots=True)
class EndAbsence:
    """End an absence: ``back_on`` is the first day the person is there again."""

    absence_id: int
    back_on: date


def end_absence(command: EndAbsence, transaction: Transaction) -> None:
    """End it; what the deputy did in it stays theirs.

    Raises:
        NotFound: there is no such absence.
        NotAllowed: the actor is neither the person nor somebody who looks after them.
    """
    work = transaction.work
    absence = work.absences.get(command.absence_id)
    if absence is None:
        raise NotFound(what="The absence")
    person = person_of(transaction, absence.person_id)
    roles = work.people.roles_of(person.id)
    refuse_unless_may_record(transaction.actor, person.id, roles, transaction.library.bodies)
    last = (command.back_on - timedelta(days=1)).isoformat()
    if last >= absence.until:
        return
    old = {"since": absence.since, "until": absence.until, "deputy": absence.deputy_id}
    if last < absence.since:
        work.absences.remove(command.absence_id)
        write_down(transaction, person.id, "absence_taken_back", old=old)
        return
    work.absences.end(command.absence_id, last)
    write_down(transaction, person.id, "absence_ended", old=old, new={**old, "until": last})
