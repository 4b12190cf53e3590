"""When sign-in is locked: after too many failures for a name, or from an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=15)
"""Failures count for so long, and a lock lasts so long after the last of them."""
MOST_OF_NAME: Final = 5
MOST_OF_ADDRESS: Final = 30
"""Failures within the window; many people may share an address."""


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Sign-in is not tried before ``until``."""

    until: datetime


def locked_until(failures: Sequence[datetime], most: int, now: datetime) -> datetime | None:
    """Return until when sign-in is locked; ``None`` when it is open.

    Args:
        failures: moments, latest first.
        most: that many lock it.
        now: the moment of the attempt.
    """
    counting = [moment for moment in failures if moment > now - WINDOW]
    return counting[0] + WINDOW if len(counting) >= most else None
