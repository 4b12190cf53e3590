"""Clocks of register entries that fall due: a certificate expires, a planned case begins."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.actor import SYSTEM
from engine.commands.case_in_hand import CaseInHand
from engine.errors import EngineError
from engine.persistence.event_store import NewEvent
from engine.persistence.records import DeadlineRecord
from engine.registers.certificates import EXPIRY, change
from engine.registers.register_act import RegisterAct, day_of


def fire_clock_of_entry(row: DeadlineRecord, case: CaseInHand) -> None:
    """Let what the clock of a register entry stands for happen.

    Args:
        row: the clock, locked.
        case: the case that entered it, which may have ended long ago.

    Raises:
        EngineError: a certificate cannot expire; nothing has changed.
    """
    if row.kind == EXPIRY:
        _expire(row, case)
    else:
        _start_planned(row, case)


def _expire(row: DeadlineRecord, case: CaseInHand) -> None:
    transaction, body = case.transaction, case.published.body
    assert body is not None
    entry = transaction.work.registers.get(row.register_entry or 0)
    act = RegisterAct(
        name="expire",
        key=f"expiry:{row.id}",
        case_id=case.record.id,
        actor=SYSTEM.name,
        now=transaction.now,
        body=body,
        work=transaction.work,
    )
    first_day_without = day_of(entry.data["valid_until"], "valid_until") + timedelta(days=1)
    after = change(act, entry.register, entry.number, changed={}, on=first_day_without)
    facts = {
        "register": after.register,
        "number": after.number,
        "valid_until": after.data["valid_until"],
    }
    case.write([NewEvent("certificate_expired", facts=facts)])


def _start_planned(row: DeadlineRecord, case: CaseInHand) -> None:
    """Start the case; one that cannot be started is kept as failed, for a person to start again."""
    transaction, plan = case.transaction, row.plan
    entry = transaction.work.registers.get(row.register_entry or 0)
    facts = {name: plan[name] for name in ("procedure", "link", "kind", "on")}
    facts |= {"register": entry.register, "number": entry.number}
    assert row.id is not None
    scheduled = {"register": entry.register, "certificate": entry.number}
    scheduled |= {name: plan[name] for name in ("kind", "on")} | {"point": row.occurrence}
    data: Mapping[str, Any] = {**plan["data"], "scheduled": scheduled}
    try:
        with transaction.work.all_or_nothing():
            started, number = transaction.start_linked(
                transaction,
                procedure=plan["procedure"],
                link=plan["link"],
                data=data,
                started_from=row.case_id,
                key=f"schedule:{row.id}",
            )
    except EngineError as error:
        kept = {**plan, "error": str(error)}
        transaction.work.deadlines.change(row.id, state="failed", plan=kept)
        case.write([NewEvent("planned_case_failed", facts={**facts, "cause": str(error)})])
        return
    kept = {**plan, "case": started, "number": number}
    transaction.work.deadlines.change(row.id, state="fired", ended_at=transaction.now, plan=kept)
    case.write([NewEvent("planned_case_started", facts={**facts, "case": number})])
