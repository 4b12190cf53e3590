"""Note what an internal auditor read."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction

LONGEST = 500


@dataclass(frozen=True, slots=True)
class NoteReading:
    """Note it; ``what`` is the address of a page, with what was searched for."""

    what: str


def note_reading(command: NoteReading, transaction: Transaction) -> None:
    """Note it, with who and when; the system's own reading is not noted."""
    actor = transaction.actor
    if actor.person_id is not None:
        transaction.work.readings.add(
            transaction.now, actor.person_id, actor.name, command.what[:LONGEST]
        )
