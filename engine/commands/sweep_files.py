"""Sweep what nobody uses: start forms that were begun and left, and files of abandoned drafts."""

from dataclasses import dataclass
from datetime import timedelta

from engine.commands.sweeping import KEPT_UNUSED, plan_sweep
from engine.commands.transaction import Transaction

CONTENT_RESTS = timedelta(days=1)
"""How long a content may wait for the row that names it."""


@dataclass(frozen=True, slots=True)
class SweepFiles:
    """Remove drafts of start forms that nobody went on with, and unused files."""


def sweep_files(command: SweepFiles, transaction: Transaction) -> int:
    """Remove old drafts of start forms, rows of unused files, and contents that no row names.

    Contents go a sweep later than their rows: rows come back when the transaction fails, contents
    would not.

    Returns:
        How many files were removed.
    """
    store, contents = transaction.work.files, transaction.contents
    store.guard_contents()
    for sha256 in contents.brought_before(transaction.now - CONTENT_RESTS):
        if not store.is_named(sha256):
            contents.remove(sha256)
    left = transaction.now - KEPT_UNUSED
    dropped = transaction.work.start_drafts.drop_before(left)
    removed = store.remove(store.unused(left))
    if removed or dropped:
        plan_sweep(transaction)
    return removed
