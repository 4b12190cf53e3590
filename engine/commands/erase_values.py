"""Erase personal values of cases that ended long ago, by the rules of their bodies.

What a message from outside brought goes with it, as soon as the history of a case has it.

Events stay, and their chain still verifies: it holds salted hashes of the values alone.
"""

from dataclasses import dataclass
from datetime import datetime

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.deadlines.timers import due_of_timer
from engine.errors import NotAllowed
from engine.persistence.event_store import NewEvent
from engine.persistence.retention_store import ERASED
from engine.procedures.body import Body
from engine.procedures.retention import RetentionRule
from engine.runtime.saving import without_data


@dataclass(frozen=True, slots=True)
class EraseValues:
    """Erase what is due, of so many cases at most."""

    most: int = 100


def erase_values(command: EraseValues, transaction: Transaction) -> tuple[str, ...]:
    """Erase it.

    Returns:
        Ids of the cases whose values were erased.

    Raises:
        NotAllowed: a person asks; the rules of the body decide alone.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Values are erased by the rules of a body alone.")
    transaction.work.retention.forget_taken(transaction.now)
    erased: list[str] = []
    for body in transaction.library.bodies.values():
        for rule in body.retention:
            erased += _by_rule(transaction, body, rule, command.most - len(erased))
    return tuple(erased)


def _by_rule(transaction: Transaction, body: Body, rule: RetentionRule, most: int) -> list[str]:
    store = transaction.work.retention
    before = _before(transaction.now, rule, body)
    erased: list[str] = []
    for case_id in store.over(body.key, rule.procedures, before):
        if len(erased) >= most:
            break
        if not store.is_needed(case_id, before):
            _erase(transaction, case_id, rule)
            erased.append(case_id)
    return erased


def _before(now: datetime, rule: RetentionRule, body: Body) -> datetime:
    return due_of_timer("timeDuration", f"-P{rule.months}M", now, 1, body.time_zone)


def _erase(transaction: Transaction, case_id: str, rule: RetentionRule) -> None:
    case = CaseInHand.take(transaction, case_id)
    numbers = transaction.work.retention.erase(case_id, transaction.now)
    facts = {"events": numbers, "rule": rule.key, "clause": rule.clause}
    case.write([NewEvent(ERASED, facts=facts)])
    transaction.work.cases.strip(
        case_id, workflow=without_data(case.record.workflow), title=case.record.number
    )
