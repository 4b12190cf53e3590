"""What a body is accredited for."""

from engine.people.guards.case_for_guard import CaseForGuard
from engine.people.guards.guard import ANSWERS, ENFORCED, Guard
from engine.people.guards.independence import NO_STANDARDS
from engine.people.guards.likeness import same_standard
from engine.people.refusal import Refusal
from engine.procedures.fault import N_

SCOPE_UNKNOWN = "The scope that the body is accredited for is not entered ({clause})."
OUTSIDE_SCOPE = "{standard} lies outside the scope that the body is accredited for ({clause})."
FIELD_OUTSIDE_SCOPE = (
    "{standard} in the field {field} lies outside the scope that the body is accredited for "
    "({clause})."
)
SCHEMES_UNKNOWN = "The schemes that the body is accredited for are not entered ({clause})."
SCHEME_MISSING = "The answers name no certification scheme ({clause})."
SCHEME_OUTSIDE = "The body is not accredited for scheme {scheme}, only for {schemes} ({clause})."


def within_scope(case: CaseForGuard) -> Refusal | None:
    """Every standard and field that is accepted lies in the body's own scope."""
    if case.answers.get("accepted") is False:
        return None
    if case.scope is None:
        return Refusal(SCOPE_UNKNOWN)
    if not case.standards:
        return Refusal(NO_STANDARDS)
    found = (_outside(case, case.scope, standard) for standard in case.standards)
    return next((refused for refused in found if refused), None)


def _outside(
    case: CaseForGuard, scope: tuple[tuple[str, tuple[str, ...]], ...], standard: str
) -> Refusal | None:
    fields = [own for name, own in scope if same_standard(name, standard)]
    if not fields:
        return Refusal(OUTSIDE_SCOPE, {"standard": standard})
    if () in fields:  # no field named: accredited in every one
        return None
    own = {field for some in fields for field in some}
    for field in case.fields:
        if field not in own:
            return Refusal(FIELD_OUTSIDE_SCOPE, {"standard": standard, "field": field})
    return None


def accredited_scheme(case: CaseForGuard) -> Refusal | None:
    """The scheme is one that the body is accredited for."""
    if case.answers.get("accepted") is False:
        return None
    if case.schemes is None:
        return Refusal(SCHEMES_UNKNOWN)
    scheme = str(case.answers.get("scheme") or "")
    if not scheme:
        return Refusal(SCHEME_MISSING)
    if scheme in case.schemes:
        return None
    return Refusal(SCHEME_OUTSIDE, {"scheme": scheme, "schemes": ", ".join(case.schemes)})


GUARDS = (
    Guard(
        id="G17",
        name="within_scope",
        kind=ENFORCED,
        clause="ТОО «ПЦС» L27",
        rule=N_("What is applied for lies in the scope that the body is accredited for."),
        refusals=(SCOPE_UNKNOWN, OUTSIDE_SCOPE, FIELD_OUTSIDE_SCOPE, NO_STANDARDS),
        about=ANSWERS,
        judge=within_scope,
        reads=("standards",),
    ),
    Guard(
        id="A4",
        name="accredited_scheme",
        kind=ENFORCED,
        clause="ОС «МАДИТЕСТ» 1.2 (L68)",
        rule=N_("The body certifies by the schemes that it is accredited for."),
        refusals=(SCHEMES_UNKNOWN, SCHEME_MISSING, SCHEME_OUTSIDE),
        about=ANSWERS,
        judge=accredited_scheme,
    ),
)
