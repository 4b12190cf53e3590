"""Live cases between two commands of one process: what is at hand need not be read again."""

from collections import OrderedDict
from threading import Lock

from engine.runtime.live_case import LiveCase

MOST = 200
"""How many a process keeps: those it moved last."""

State = tuple[int, bytes]
"""Id of the version a case runs on, and its state as the row holds it."""


class LiveCases:
    """Live cases by case id, each with the state it was written as.

    What is found is what the row says, whoever wrote it: any other state is read anew. A case is
    taken out while somebody works on it: one thread at a time.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[State, LiveCase]] = OrderedDict()
        self._lock = Lock()

    def take(self, case_id: str, state: State) -> LiveCase | None:
        """Take a case out, ``None`` where it is not here in this state."""
        with self._lock:
            kept, live = self._kept.pop(case_id, (None, None))
        return live if kept == state else None

    def keep(self, case_id: str, state: State, live: LiveCase) -> None:
        """Keep a case whose state has been committed; the one kept longest may go."""
        with self._lock:
            self._kept.pop(case_id, None)
            self._kept[case_id] = (state, live)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
