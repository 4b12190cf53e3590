"""Discard the draft of a start form, to begin anew."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DiscardStartDraft:
    """Discard one's own draft for a procedure, ``<body>/<procedure>``; its files are swept."""

    procedure: str


def discard_start_draft(command: DiscardStartDraft, transaction: Transaction) -> bool:
    """Discard it.

    Returns:
        Whether there was one.
    """
    person_id = transaction.actor.person_id
    return person_id is not None and transaction.work.start_drafts.drop(
        person_id, command.procedure
    )
