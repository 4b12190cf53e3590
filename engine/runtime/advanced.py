"""What one advance of a case leaves behind: no SpiffWorkflow object crosses this line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

Json: TypeAlias = Any
"""Plain JSON: dict, list, str, int, float, bool, None."""


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A human step that is ready. ``task_id`` is unique for each time the step is entered."""

    task_id: str
    element_id: str
    local: Mapping[str, Json] = field(default_factory=dict)
    """Data of this instance alone: the item of a multi-instance step."""


@dataclass(frozen=True, slots=True)
class WaitingTimer:
    """A timer that waits; the host makes a deadline row of it, keyed (case, task_id, element_id).

    Attributes:
        kind: ``timeDate | timeDuration | timeCycle``.
        text: ISO 8601 text, already evaluated; ``""`` where the element's ``deadline`` property
            names the term.
        occurrence: 1 for the first firing, 2 for the second ... of a cycle.
    """

    task_id: str
    element_id: str
    kind: str
    text: str
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Subscription:
    """An event the case waits for: ``kind`` is ``message`` or ``signal``."""

    task_id: str
    element_id: str
    kind: str
    name: str
    correlation: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """A slow act that waits for its job to report back; ``job`` is the key the port gave."""

    task_id: str
    element_id: str
    job: str


@dataclass(frozen=True, slots=True)
class FinishedStep:
    """An element left behind since the last advance.

    Attributes:
        outcome: ``completed | cancelled``.
        came_from: element ids of the elements whose tokens it consumed.
    """

    task_id: str
    element_id: str
    outcome: str
    came_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentFound:
    """An automatic step that failed; it stays where it is until it is retried.

    Attributes:
        kind: class of the cause, e.g. ``ExpressionInvalid``.
        cause: sentence, a ``Said`` where it is one of ours.
        values: the data the step worked on, where it can be told.
    """

    task_id: str
    element_id: str
    kind: str
    cause: str
    values: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message or signal that left the case, in order. ``kind``: ``message | signal``."""

    element_id: str
    kind: str
    name: str
    payload: Mapping[str, Json] = field(default_factory=dict)
    correlation: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advanced:
    """Where a case stands after an advance.

    ``waiting``, ``timers``, ``subscriptions``, ``answers`` and ``incidents`` are the full present
    state; ``finished`` and ``thrown`` only what is new since the advance before.

    Attributes:
        state: bytes to store: the tasks without the diagram (never JSONB: key order matters).
        data: the case data.
        completed: nothing is left to run.
        outcome: id of the end event that ended the case; for a terminate, error or escalation end
            that one.
    """

    state: bytes
    data: Mapping[str, Json]
    waiting: tuple[WaitingStep, ...]
    timers: tuple[WaitingTimer, ...]
    subscriptions: tuple[Subscription, ...]
    answers: tuple[WaitingAnswer, ...]
    incidents: tuple[IncidentFound, ...]
    finished: tuple[FinishedStep, ...]
    thrown: tuple[Thrown, ...]
    completed: bool
    outcome: str | None


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A service task that asks to be carried out.

    Attributes:
        key: unique for each time the task is entered, the same when it is retried: one act.
        data: of the case, as the task sees them.
    """

    key: str
    element_id: str
    operation: str
    inputs: Mapping[str, Json]
    data: Mapping[str, Json] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Later:
    """What a port returns when the value comes from a job; ``job`` is the key of its outbox row."""

    job: str


class Services(Protocol):
    """The port through which service tasks leave the runtime; one object per transaction."""

    def call(self, call: ServiceCall) -> Json | Later:
        """Carry the call out and return plain JSON, or ``Later``.

        Any exception becomes an incident; ``engine.runtime.failure.BusinessError`` is first
        offered to the error events around the task.
        """
        ...
