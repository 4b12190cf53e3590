"""Who signs a document, and how far its signing is."""

from collections.abc import Collection, Sequence
from typing import Final

from engine.actor import Actor
from engine.persistence.document_store import DocumentRecord, SignatureRecord
from engine.procedures.body import Body

BEING_DRAWN_UP: Final = "being_drawn_up"
FAILED: Final = "failed"
READY: Final = "ready"
AWAITS_SIGNATURE: Final = "awaits_signature"
VERIFIED: Final = "verified"
UNVERIFIED: Final = "unverified"


def may_sign(
    actor: Actor,
    body: Body | None,
    signed_by: Collection[str],
    participants: Collection[tuple[str, int]],
) -> bool:
    """Whether a person brings a document signed: who signs it, or who records for them.

    Args:
        actor: the person.
        body: whose document it is; ``None`` for a diagram outside any body.
        signed_by: roles that sign it; without any nobody does.
        participants: pairs (role, person) of the case.
    """
    if body is None or actor.is_system:
        return False
    return any(_signs(actor, body, role, participants) for role in signed_by)


def _signs(actor: Actor, body: Body, role: str, participants: Collection[tuple[str, int]]) -> bool:
    known = body.roles.get(role)
    if known is None:
        return False
    if any(actor.has_role(body.key, recorder) for recorder in known.recorded_by):
        return True
    if not (actor.has_role(body.key, role) or (body.key, role) in actor.stands_in):
        return False
    appointed = {person for played, person in participants if played == role}
    # Where nobody is appointed yet, an outsider may know nothing of another's case.
    return (
        not known.participant
        or actor.person_id in appointed
        or (not appointed and not known.recorded_by)
    )


def state_of(record: DocumentRecord, signatures: Sequence[SignatureRecord]) -> str:
    """Return how far a document is, as one of the words above."""
    if record.failure:
        return FAILED
    if not record.sha256:
        return BEING_DRAWN_UP
    if not record.signed_by and not signatures:
        return READY
    names = {
        (signer["issuer"], signer["serial"])
        for one in signatures
        for signer in one.signers
        if signer["verified"]
    }
    if names and len(names) >= len(record.signed_by):
        return VERIFIED
    return UNVERIFIED if any(one.reason for one in signatures) else AWAITS_SIGNATURE
