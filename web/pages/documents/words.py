"""How pages say how far a document is, and what its signatures prove."""

from engine.documents.signatures import CMS, PADES, SCAN
from engine.documents.signing import (
    AWAITS_SIGNATURE,
    BEING_DRAWN_UP,
    FAILED,
    READY,
    UNVERIFIED,
    VERIFIED,
)
from web.translating import LazyString, lazy_gettext

STATES: dict[str, tuple[LazyString, str]] = {
    BEING_DRAWN_UP: (lazy_gettext("is being drawn up"), ""),
    FAILED: (lazy_gettext("could not be drawn up"), "late"),
    READY: (lazy_gettext("drawn up"), "done"),
    AWAITS_SIGNATURE: (lazy_gettext("awaits signature"), "soon"),
    VERIFIED: (lazy_gettext("signed and verified"), "done"),
    UNVERIFIED: (lazy_gettext("stored and not verified"), "soon"),
}
FORMS: dict[str, LazyString] = {
    PADES: lazy_gettext("Signed PDF"),
    CMS: lazy_gettext("Detached signature"),
    SCAN: lazy_gettext("Scan"),
}


def document_state(state: str) -> str:
    """Return the words of a state."""
    return str(STATES[state][0])


def document_tone(state: str) -> str:
    """Return the CSS class of a state."""
    return STATES[state][1]


def signed_form(form: str) -> str:
    """Return what kind of signed file it is."""
    return str(FORMS[form])
