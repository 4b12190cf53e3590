"""When what nobody uses any more is swept."""

from datetime import timedelta

from engine.commands.transaction import Transaction

SWEEP = "sweep_files"
"""Kind of the job that removes what abandoned drafts have left, and abandoned start forms."""

KEPT_UNUSED = timedelta(days=14)
"""How long a file stays that no case keeps and no draft names, and a start form that was left."""


def plan_sweep(transaction: Transaction) -> None:
    """Let what is left unused be swept when its time is over; once a day is enough."""
    at = transaction.now + KEPT_UNUSED + timedelta(days=1)
    transaction.work.jobs.add(SWEEP, f"{SWEEP}:{at:%Y-%m-%d}", {}, at)
