"""Certificates: issued, suspended, restored, withdrawn, reduced, extended, replaced, expired.

A certificate is an entry of a register with a state; each of these is one more revision of it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.errors import EngineError
from engine.persistence.records import DeadlineRecord, RegisterEntryRecord
from engine.registers import schedule
from engine.registers.entries import done_before, enter, find, revise
from engine.registers.life_cycle import ACTIVE, EXPIRED, IN_FORCE, SUSPENDED, state_after
from engine.registers.parameters import parameter_on
from engine.registers.register_act import RegisterAct, day_of
from tasks.terms.counting import months_later

EXPIRY = "expiry"
"""Kind of the clock that ends a certificate."""

CERTIFICATES = "certificates"
"""The register that acts mean where they name none."""


def issue(
    act: RegisterAct,
    register: str,
    fields: Mapping[str, Any],
    *,
    number: str = "",
    replaces: str = "",
) -> RegisterEntryRecord:
    """Issue a certificate, and start the clock of its expiry.

    Args:
        act: the act.
        register: key of the register.
        fields: at least ``party standards scope valid_from valid_until``.
        number: that it keeps; by default the register gives the next one.
        replaces: number of the certificate that it is issued instead of; the same number as its
            own means that the certificate goes on with other dates.

    Raises:
        EngineError: a day is no day, or it would end before it begins.
        NotFound: there is no certificate to be replaced.
        TransitionImpossible: that one cannot be replaced any more.
        Conflict: the number is in the register already.
    """
    earlier = done_before(act)
    if earlier is not None:
        return earlier
    begins = _checked_days(fields)
    if replaces and replaces == number:
        return change(_named(act, "replace"), register, number, changed=fields, on=begins)
    if replaces:
        fields = {**fields, "replaces": replaces}
    entry = enter(act, register, fields, number=number, state=ACTIVE, on=begins)
    if replaces:
        _supersede(act, register, replaces, entry.number)
    _keep_expiry(act, entry)
    return entry


def change(
    act: RegisterAct,
    register: str,
    number: str,
    *,
    changed: Mapping[str, Any],
    on: date | None = None,
    reason: str = "",
    schedule_during: str = "",
) -> RegisterEntryRecord:
    """Carry out the act that the act's name says on a certificate.

    Args:
        act: whose name is a key of ``life_cycle.TRANSITIONS``.
        register: key of the register.
        number: of the certificate.
        changed: fields that get another value, e.g. ``scope``.
        on: the day from which it holds.
        reason: why.
        schedule_during: of a suspension: ``keep`` or ``pause`` planned surveillances; by default
            as the body's parameter ``schedule_during_suspension`` says.

    Raises:
        EngineError: a day or a choice is wrong.
        NotFound: there is no such certificate.
        TransitionImpossible: it cannot be done in the state the certificate is in.
    """
    earlier = done_before(act)
    if earlier is not None:
        return earlier
    entry = find(act, register, number)
    state = state_after(act.name, entry.state, number, act.register(register).clauses)
    fields = {**entry.data, **changed}
    _checked_days(fields)
    if act.name == "restore" and entry.state == EXPIRED:
        _within_restoration(act, entry, on or act.today)
    if act.name == "expire" and act.now < act.end_of(_until(entry)):
        raise EngineError(
            "The certificate «{number}» is valid until {day}: it has not expired.",
            number=number,
            day=entry.data["valid_until"],
        )
    after = revise(act, entry, fields, state=state, on=on, reason=reason)
    _keep_expiry(act, after)
    _keep_schedule(act, entry.state, after, schedule_during)
    return after


def _supersede(act: RegisterAct, register: str, former: str, number: str) -> None:
    """The former certificate ends with the issue of the new one."""
    step = _named(act, "supersede", key=f"{act.key}:former"[:64])
    old = find(step, register, former)
    state = state_after(step.name, old.state, former, act.register(register).clauses)
    if old.state == EXPIRED:
        _within_restoration(act, old, act.today)
    after = revise(step, old, {**old.data, "replaced_by": number}, state=state)
    _keep_expiry(step, after)
    _keep_schedule(step, old.state, after, "")


def _named(act: RegisterAct, name: str, key: str = "") -> RegisterAct:
    return RegisterAct(name, key or act.key, act.case_id, act.actor, act.now, act.body, act.work)


def _checked_days(fields: Mapping[str, Any]) -> date:
    """The first day of validity, when both days make sense."""
    begins = day_of(fields.get("valid_from"), "valid_from")
    ends = day_of(fields.get("valid_until"), "valid_until")
    if ends < begins:
        raise EngineError(
            "A certificate cannot be valid until {ends} when it begins on {begins}.",
            ends=ends.isoformat(),
            begins=begins.isoformat(),
        )
    return begins


def _until(entry: RegisterEntryRecord) -> date:
    return day_of(entry.data["valid_until"], "valid_until")


def _within_restoration(act: RegisterAct, entry: RegisterEntryRecord, on: date) -> None:
    """An expired certificate is restored within some months, or certification begins anew."""
    months = int(parameter_on(act.body, "certificate", "restoration_months", on))
    last = months_later(_until(entry), months)
    if on > last:
        raise EngineError(
            "The certificate «{number}» expired on {day}; it could be restored until {last}.",
            number=entry.number,
            day=entry.data["valid_until"],
            last=last.isoformat(),
        )


def _keep_expiry(act: RegisterAct, entry: RegisterEntryRecord) -> None:
    """Bring the clock of the expiry in line: the certificate ends when its last day is over."""
    assert entry.id is not None
    rows = act.work.deadlines.of_entry(entry.id, EXPIRY)
    if entry.state not in IN_FORCE:
        ended = "fired" if entry.state == EXPIRED else "withdrawn"
        for row in rows:
            act.work.deadlines.change(row.id or 0, state=ended, ended_at=act.now)
        return
    due = act.end_of(_until(entry))
    for row in rows:
        act.work.deadlines.change(row.id or 0, due_at=due)
    if not rows:
        row = DeadlineRecord(
            case_id=entry.case_id,
            task_id="",
            element_id="",
            kind=EXPIRY,
            entry="",
            state="running",
            started_at=act.now,
            due_at=due,
            register_entry=entry.id,
        )
        act.work.deadlines.add([row])


def _keep_schedule(act: RegisterAct, before: str, entry: RegisterEntryRecord, during: str) -> None:
    """What was planned ends with the certificate, and stands or goes on while it is suspended."""
    if entry.state not in IN_FORCE:
        schedule.cancel(act, entry)
    elif entry.state == SUSPENDED:
        chosen = during or parameter_on(
            act.body, "certificate", "schedule_during_suspension", act.today
        )
        if chosen not in ("keep", "pause"):
            raise EngineError("«schedule» must be keep or pause, not «{value}».", value=chosen)
        if chosen == "pause":
            schedule.pause(act, entry)
    elif before == SUSPENDED:
        schedule.resume(act, entry)
