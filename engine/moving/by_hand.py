"""Why a case may not be moved by hand, in sentences."""

from collections.abc import Mapping

from engine.errors import Conflict
from engine.procedures.fault import N_

REASONS: Mapping[str, str] = {
    "repeated": N_(
        "This step is done several times over: one of its rounds cannot be moved by hand."
    ),
    "join": N_("A gateway waits here for its other branches: move one of these."),
    "job": N_("A job works on this step: wait until it has reported back."),
    "scope": N_("This element lies in another sub-process than the step."),
    "branch": N_(
        "This element lies on another branch: a gateway would wait for ever or fire early."
    ),
    "kind": N_("A case can only be moved to a step or to an event it waits for."),
    "there": N_("The case waits there already."),
    "gone": N_("The case does not wait there any more. Look again."),
}
"""``CannotCorrect.reason`` -> what a person is told."""


def refusal(reason: str) -> Conflict:
    """Return the refusal for a reason of the runtime."""
    return Conflict(REASONS[reason])
