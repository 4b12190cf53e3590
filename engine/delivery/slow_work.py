"""Work that an act leaves to a job because it is slow or leaves the house (docs/slow-acts.md).

It is done outside any transaction, so that nobody waits for it, and at least once: whoever does it
must be able to do it again after a kill. What it returns is reported to the case, which goes on
where an element waits for it.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from engine.errors import EngineError

SlowWork: TypeAlias = Callable[[Mapping[str, Any]], Any]
"""Takes the payload that the act left, returns the result for the case, plain JSON."""

SlowWorks: TypeAlias = Mapping[str, SlowWork]
"""By kind of work: what an act names when it calls ``ActContext.do_later``."""


class CannotBeDone(EngineError):
    """Trying again would not help: the case gets an incident at once."""
