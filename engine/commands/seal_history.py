"""Seal history: sign the heads of all chains, so that none can be made anew afterwards."""

from dataclasses import dataclass
from datetime import timedelta

from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.seal_store import SealRecord
from engine.proof.seals import digest_of, packed, seal_content
from engine.proof.signing import Signer


@dataclass(frozen=True, slots=True)
class SealHistory:
    """Seal history.

    Attributes:
        signer: signs with the installation's key.
        not_within: a seal that is younger is enough; zero always makes a new one.
    """

    signer: Signer
    not_within: timedelta = timedelta(0)


def seal_history(command: SealHistory, transaction: Transaction) -> SealRecord | None:
    """Seal it.

    Returns:
        The new seal, or ``None`` where the last one is young enough.

    Raises:
        NotAllowed: a person asks; the installation seals by itself.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("History is sealed by the installation itself.")
    store, now = transaction.work.seals, transaction.now
    last = store.last()
    if last is not None and now - last.sealed_at < command.not_within:
        return None
    number, previous = (last.number + 1, last.digest) if last else (1, None)
    content = seal_content(number, now, previous, store.heads())
    document = packed(command.signer.sign(content))
    seal = SealRecord(number, now, len(content["heads"]), digest_of(content), document)
    store.add(seal)
    return seal
