"""Entries of registers and journals: entered once, amended by a further revision, never changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.errors import NotFound
from engine.persistence.records import RegisterEntryRecord, RegisterRevisionRecord
from engine.procedures.lengths import LONGEST_NUMBER, fitting
from engine.registers.numbers import take_register_number
from engine.registers.register_act import RegisterAct


def done_before(act: RegisterAct) -> RegisterEntryRecord | None:
    """Return the entry as it stands when this very act was carried out before."""
    earlier = act.work.registers.revision_of_act(act.key)
    return act.work.registers.get(earlier.entry_id) if earlier else None


def enter(
    act: RegisterAct,
    register: str,
    fields: Mapping[str, Any],
    *,
    number: str = "",
    state: str = "",
    on: date | None = None,
    reason: str = "",
) -> RegisterEntryRecord:
    """Enter fields in a register; the same act asked twice is one entry.

    Args:
        act: the act.
        register: its key.
        fields: by key, plain JSON.
        number: that the entry keeps; by default the register gives the next one.
        state: of a certificate.
        on: the day from which it holds; today where left out.
        reason: why.

    Raises:
        EngineError: the body has no such register, or the number is too long.
        Conflict: the number is in the register already.
    """
    earlier = done_before(act)
    if earlier is not None:
        return earlier
    act.register(register)
    entry = act.work.registers.enter(
        RegisterEntryRecord(
            body=act.body.key,
            register=register,
            number=fitting(
                number or take_register_number(act.work, act.body, register, act.now),
                LONGEST_NUMBER,
            ),
            case_id=act.case_id,
            act_key=act.key,
            entered_at=act.now,
            data=dict(fields),
            state=state,
        )
    )
    return revise(act, entry, fields, state=state, on=on, reason=reason, number=1)


def find(act: RegisterAct, register: str, number: str) -> RegisterEntryRecord:
    """Lock and return the entry of a number.

    Raises:
        EngineError: the body has no such register.
        NotFound: the register has no such number.
    """
    act.register(register)
    entry = act.work.registers.find(act.body.key, register, number)
    if entry is None:
        raise NotFound(
            "The register «{register}» has no number «{number}».", register=register, number=number
        )
    return entry


def revise(
    act: RegisterAct,
    entry: RegisterEntryRecord,
    fields: Mapping[str, Any],
    *,
    state: str,
    on: date | None = None,
    reason: str = "",
    number: int = 0,
) -> RegisterEntryRecord:
    """Append a revision with the whole of the fields; returns the entry as it stands then."""
    assert entry.id is not None
    act.work.registers.revise(
        RegisterRevisionRecord(
            entry_id=entry.id,
            number=number or entry.revision + 1,
            at=act.now,
            act=act.name,
            actor=act.actor,
            case_id=act.case_id,
            act_key=act.key,
            state=state,
            effective_on=(on or act.today).isoformat(),
            reason=reason,
            data=dict(fields),
        )
    )
    return act.work.registers.get(entry.id)


def amend(
    act: RegisterAct, register: str, number: str, fields: Mapping[str, Any], reason: str = ""
) -> RegisterEntryRecord:
    """Give an entry other values; the former ones stay in its history.

    Raises:
        EngineError: the body has no such register.
        NotFound: the register has no such number.
    """
    earlier = done_before(act)
    if earlier is not None:
        return earlier
    entry = find(act, register, number)
    return revise(act, entry, {**entry.data, **fields}, state=entry.state, reason=reason)
