"""Why a case may not be moved by hand, in sentences."""

from collections.abc import Mapping

from engine.errors import Conflict

REASONS: Mapping[str, str] = {
    "repeated": "This step is done several times over: one of its rounds cannot be moved by hand.",
    "join": "A gateway waits here for its other branches: move one of these.",
    "job": "A job works on this step: wait until it has reported back.",
    "scope": "This element lies in another sub-process than the step.",
    "branch": "This element lies on another branch: a gateway would wait for ever or fire early.",
    "kind": "A case can only be moved to a step or to an event it waits for.",
    "there": "The case waits there already.",
    "gone": "The case does not wait there any more. Look again.",
}
"""``CannotCorrect.reason`` -> what a person is told."""


def refusal(reason: str) -> Conflict:
    """Return the refusal for a reason of the runtime."""
    return Conflict(REASONS[reason])
