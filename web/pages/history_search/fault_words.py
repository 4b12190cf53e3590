"""What verifying found, in the language of the page."""

from engine.proof.verifier import Fault
from web.translating import LazyString, lazy_gettext

WHAT: dict[str, LazyString] = {
    "altered": lazy_gettext("an event was altered"),
    "inserted": lazy_gettext("an event was inserted"),
    "removed": lazy_gettext("events were removed"),
    "reordered": lazy_gettext("the order of events was changed"),
    "values": lazy_gettext("values were altered or removed"),
    "signature": lazy_gettext("the signature does not fit"),
    "seal": lazy_gettext("a seal was altered or removed"),
}


def fault_words(fault: Fault) -> str:
    """Return case, first event and what was done; the verifier's own sentence follows, as it is."""
    place = f"{fault.case}, № {fault.event}" if fault.event else fault.case
    return f"{place}: {WHAT[fault.what]} ({fault.sentence})"
