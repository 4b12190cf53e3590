"""What the commands that write facts about people share: who may, and the log."""

from dataclasses import asdict, replace
from datetime import date

from engine.commands.transaction import Transaction
from engine.errors import NotFound
from engine.people.keeping import (
    LONGEST_FIELD,
    LONGEST_SUBJECT,
    NO_EVIDENCE,
    NO_REASON,
    NO_SUBJECT,
    refuse_missing,
    refuse_too_long,
    refuse_unless_keeper,
    refuse_wrong_days,
)
from engine.persistence.person_fact_store import PeopleEvent, PersonFactRecord
from engine.procedures.body import Body


def body_of(transaction: Transaction, key: str) -> Body:
    """Return a body.

    Raises:
        NotFound: there is none with this key.
    """
    body = transaction.library.bodies.get(key)
    if body is None:
        raise NotFound("There is no body «{body}».", body=key)
    return body


def record_fact(
    transaction: Transaction, fact: PersonFactRecord, event: str, *, by_themselves: bool = False
) -> int:
    """Write a fact about a person, with its line in the log.

    Args:
        transaction: whose actor writes it.
        fact: what is written.
        event: kind of the line, in the past tense.
        by_themselves: whether people may write it about themselves.

    Returns:
        The id of the fact.

    Raises:
        NotFound: the body or the person does not exist.
        NotAllowed: the actor does not keep facts about people of this body.
        EngineError: a text is missing or too long, or the days are the wrong way round.
    """
    body, actor = body_of(transaction, fact.body), transaction.actor
    if not (by_themselves and actor.person_id == fact.person_id):
        refuse_unless_keeper(actor, body)
    if transaction.work.people.get(fact.person_id) is None:
        raise NotFound(what="The person")
    refuse_missing(fact.subject, NO_SUBJECT)
    refuse_missing(fact.evidence, NO_EVIDENCE)
    refuse_too_long(fact.subject, LONGEST_SUBJECT)
    refuse_too_long(fact.field, LONGEST_FIELD)
    until = date.fromisoformat(fact.until) if fact.until else None
    refuse_wrong_days(date.fromisoformat(fact.since), until)
    fact_id = transaction.work.person_facts.add(fact)
    _log(transaction, event, None, replace(fact, id=fact_id), "")
    return fact_id


def end_fact(transaction: Transaction, fact_id: int, until: date, reason: str) -> None:
    """Write a fact's last day, with old and new in the log.

    Raises:
        NotFound: there is no such fact.
        NotAllowed: the actor does not keep facts about people of its body.
        EngineError: no reason is given, or the day lies before the first.
    """
    old = transaction.work.person_facts.get(fact_id)
    if old is None:
        raise NotFound(what="The fact")
    refuse_unless_keeper(transaction.actor, body_of(transaction, old.body))
    refuse_missing(reason, NO_REASON)
    refuse_wrong_days(date.fromisoformat(old.since), until)
    transaction.work.person_facts.end(fact_id, until.isoformat())
    _log(transaction, "fact_ended", old, replace(old, until=until.isoformat()), reason)


def iso(day: date | None) -> str | None:
    """Return a day as facts keep it."""
    return day.isoformat() if day else None


def _log(
    transaction: Transaction,
    kind: str,
    old: PersonFactRecord | None,
    new: PersonFactRecord,
    reason: str,
) -> None:
    event = PeopleEvent(
        at=transaction.now,
        actor_id=transaction.actor.person_id,
        actor=transaction.actor.name,
        person_id=new.person_id,
        body=new.body,
        kind=kind,
        old=asdict(old) if old else None,
        new=asdict(new),
        reason=reason,
    )
    transaction.work.person_facts.log(event)
