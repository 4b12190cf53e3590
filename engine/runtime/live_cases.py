"""Live cases between two commands of one process: what is at hand need not be read again."""

from collections import OrderedDict
from threading import Lock

from engine.runtime.live_case import LiveCase

MOST = 200
"""How many a process keeps: those it moved last."""

Key = tuple[str, str]


class LiveCases:
    """Live cases by (case id, hash of the last event).

    No two states of a case share a hash, whoever wrote them, so what is found here is the state
    that the row holds. A case is taken out while somebody works on it: one thread at a time.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, LiveCase] = OrderedDict()
        self._lock = Lock()

    def take(self, case_id: str, event_hash: str) -> LiveCase | None:
        """Take a case out, ``None`` where it is not here in this state."""
        with self._lock:
            return self._kept.pop((case_id, event_hash), None)

    def keep(self, case_id: str, event_hash: str, live: LiveCase) -> None:
        """Keep a case whose state has been committed; the one kept longest may go."""
        with self._lock:
            self._kept[(case_id, event_hash)] = live
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
