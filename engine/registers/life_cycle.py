"""The life of a certificate: which states it has, and which act leads from one to another.

The one place that knows. Sources: management systems, L175 - L274 (issue, surveillance, suspension,
withdrawal, reissue, extension, reduction, expiry); accreditation, procedure 5 (an order confirms,
suspends, cancels, reduces or extends).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import EngineError
from engine.procedures.fault import N_

ACTIVE = "active"
SUSPENDED = "suspended"
WITHDRAWN = "withdrawn"
EXPIRED = "expired"
REPLACED = "replaced"

STATES = (ACTIVE, SUSPENDED, WITHDRAWN, EXPIRED, REPLACED)
"""Every state; ``replaced`` is a certificate whose holder got another one instead."""

IN_FORCE = frozenset({ACTIVE, SUSPENDED})
"""States in which a certificate's clocks run: it may expire, and surveillances are due."""


@dataclass(frozen=True, slots=True)
class Transition:
    """What an act does to a certificate.

    Attributes:
        sources: states it may be carried out in.
        target: state it leads to.
        clause: the ground of the states it may be carried out in; a body's register names its own.
    """

    sources: frozenset[str]
    target: str
    clause: str = field(default="")


def _from(*sources: str) -> frozenset[str]:
    return frozenset(sources)


TRANSITIONS: Mapping[str, Transition] = {
    "confirm": Transition(_from(ACTIVE), ACTIVE, "L220–225"),
    "suspend": Transition(_from(ACTIVE), SUSPENDED, "L229–235"),
    "restore": Transition(_from(SUSPENDED, EXPIRED), ACTIVE, "L236, L256"),
    "withdraw": Transition(_from(ACTIVE, SUSPENDED), WITHDRAWN, "L235–237, L241"),
    "reduce": Transition(_from(ACTIVE, SUSPENDED), ACTIVE, "L236, L270–274"),
    "extend": Transition(_from(ACTIVE), ACTIVE, "L263–267"),
    "replace": Transition(_from(ACTIVE), ACTIVE, "L246–249, L254"),
    "supersede": Transition(_from(ACTIVE, EXPIRED), REPLACED, "L256, L264–265"),
    "expire": Transition(_from(ACTIVE, SUSPENDED), EXPIRED, "L255"),
}
"""By the name of the act. ``supersede`` is what issuing another certificate does to the former."""

_IMPOSSIBLE: Mapping[str, str] = {
    "confirm": N_("The certificate «{number}» is {state}: it cannot be confirmed ({clause})."),
    "suspend": N_("The certificate «{number}» is {state}: it cannot be suspended ({clause})."),
    "restore": N_("The certificate «{number}» is {state}: it cannot be restored ({clause})."),
    "withdraw": N_("The certificate «{number}» is {state}: it cannot be withdrawn ({clause})."),
    "reduce": N_("The certificate «{number}» is {state}: it cannot be reduced ({clause})."),
    "extend": N_("The certificate «{number}» is {state}: it cannot be extended ({clause})."),
    "replace": N_("The certificate «{number}» is {state}: it cannot be replaced ({clause})."),
    "supersede": N_(
        "The certificate «{number}» is {state}: no other one can be issued instead ({clause})."
    ),
    "expire": N_("The certificate «{number}» is {state}: it cannot expire ({clause})."),
}


class TransitionImpossible(EngineError):
    """The life of a certificate has no such step from where it stands."""


def state_after(act: str, state: str, number: str, clauses: Mapping[str, str]) -> str:
    """Return the state that an act leads to.

    Args:
        act: a key of ``TRANSITIONS``.
        state: where the certificate stands.
        number: its number, for the refusal.
        clauses: act -> clause, as the body's register names it.

    Raises:
        TransitionImpossible: names the state and the clause.
    """
    transition = TRANSITIONS[act]
    if state not in transition.sources:
        clause = clauses.get(act) or clauses.get("") or transition.clause
        raise TransitionImpossible(_IMPOSSIBLE[act], number=number, state=state, clause=clause)
    return transition.target
