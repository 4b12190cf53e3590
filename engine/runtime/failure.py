"""Why an automatic step could not be carried out, with the values it worked on."""

from collections.abc import Mapping
from typing import ClassVar

from engine.errors import EngineError
from engine.runtime.advanced import Json


class StepFailed(Exception):
    """Carries the cause of a failed step together with what the step saw.

    Args:
        cause: what went wrong.
        seen: the values the step worked on.
    """

    def __init__(self, cause: Exception, seen: Mapping[str, Json]) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.seen = dict(seen)


class LimitReached(EngineError):
    """A case was about to do more than one case may do in one go."""

    default_template: ClassVar[str] = "The step would exceed a limit of the engine."


class NothingFits(EngineError):
    """A gateway found no flow to follow."""

    default_template: ClassVar[str] = (
        "No condition of the gateway holds and it has no default flow; "
        "correct the data or the diagram."
    )


class WrongKind(EngineError):
    """A value of the case data is not of the kind that the diagram needs."""

    default_template: ClassVar[str] = "{text} must be {wanted}, but it is {found}."


class WorkFailed(EngineError):
    """The job of a slow act could not be done, however often it was tried."""

    default_template: ClassVar[str] = "The work that this step waits for failed: {reason}"


class LeftWorkFailed(EngineError):
    """The same of a job that the case did not wait for: it has gone on."""

    default_template: ClassVar[str] = "The work that this step left to a job failed: {reason}"


class MessageUndelivered(EngineError):
    """A message or signal never reached the cases that wait for it."""

    default_template: ClassVar[str] = "«{name}» could not be delivered: {reason}"


class SignalUnheard(EngineError):
    """The same of a signal that one of many could not take.

    ``receiver`` is the number of the case, or the procedure that was to start.
    """

    default_template: ClassVar[str] = "«{name}» could not be delivered to {receiver}: {reason}"


class BusinessError(EngineError):
    """Raised by an operation to throw a BPMN error at its service task.

    A boundary event of the task, or of a scope around it, catches it; without one it becomes an
    incident.

    Args:
        code: the error code that the diagram's error event names.
        reason: sentence.
    """

    default_template: ClassVar[str] = "The operation reports the error {code}: {reason}"

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code=code, reason=reason)
        self.code = code
