"""Verify history in the database: every chain, and every seal against the chains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_

from engine.persistence.seal_store import SealRecord, SealStore
from engine.persistence.tables import cases
from engine.proof.seals import digest_of, unpacked
from engine.proof.verifier import (
    FIRST_HASH,
    Fault,
    chain_fault,
    seal_faults,
    signature_fault,
)
from engine.queries.chains import chains, written
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found.

    Attributes:
        at: the moment of it.
        cases: chains looked at.
        events: events looked at.
        seals: seals compared with them.
        sealed_at: moment of the latest seal, ``None`` without one.
        faults: the first fault of each case, and those of seals.
    """

    at: datetime
    cases: int
    events: int
    seals: int
    sealed_at: datetime | None
    faults: tuple[Fault, ...]


def verify_history(
    context: ReadContext,
    public_key: str,
    *,
    case_id: str = "",
    kept: Sequence[Mapping[str, Any]] = (),
) -> Verification:
    """Verify the chains within the reader's reach.

    Args:
        context: who reads.
        public_key: of the installation.
        case_id: of one case; ``""`` for all.
        kept: signed seals that were kept elsewhere; those of the database may have been altered.
    """
    reach = may_see_case(context)
    where: ColumnElement[bool] = and_(reach, cases.c.id == case_id) if case_id else reach
    stored = SealStore(context.connection).all()
    faults, contents = _sound_seals(stored, kept, public_key)
    count, heads = 0, {}
    wanted = {one for content in contents for one in content["heads"]}
    for one, number, head, events in chains(context.connection, where):
        count += len(events)
        fault = chain_fault(number, events, head, written)
        faults += [fault] if fault else []
        # Seals name heads alone: of what they need, the hashes are kept, not the events.
        heads[one] = (number, [{"hash": e["hash"]} for e in events] if one in wanted else [])
    broken = {fault.case for fault in faults}
    whole = context.actor.is_system and not case_id
    for fault in seal_faults(heads, contents, everything=whole):
        faults += [] if fault.case in broken else [fault]
    last = stored[-1].sealed_at if stored else None
    return Verification(context.now, len(heads), count, len(contents), last, tuple(faults))


def _sound_seals(
    stored: Sequence[SealRecord], kept: Sequence[Mapping[str, Any]], public_key: str
) -> tuple[list[Fault], list[Mapping[str, Any]]]:
    """Return faults of seals, and the contents of those that hold."""
    faults: list[Fault] = []
    contents: list[Mapping[str, Any]] = []
    previous = FIRST_HASH
    for place, record in enumerate(stored, start=1):
        document = unpacked(record.document)
        content = document["content"]
        wrong = signature_fault(document, public_key)
        if wrong:
            faults.append(Fault(_name(record.number), 0, "seal", wrong.sentence))
        elif (record.number, content["previous"]) != (place, previous):
            sentence = f"seal {place} was removed, or does not follow the one before it"
            faults.append(Fault(_name(place), 0, "seal", sentence))
            contents.append(content)
        else:
            contents.append(content)
        previous = digest_of(content)
    known = {digest_of(content) for content in contents}
    for one in kept:
        content = dict(one["content"])
        wrong = signature_fault(one, public_key)
        if wrong:
            faults.append(Fault(_name(content["number"]), 0, "seal", wrong.sentence))
        elif digest_of(content) not in known:
            sentence = "the database does not have this seal: it was removed or replaced there"
            faults.append(Fault(_name(content["number"]), 0, "seal", sentence))
            contents.append(content)
    return faults, contents


def _name(number: int) -> str:
    return f"seal {number}"
