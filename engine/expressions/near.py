"""Names that look like a name that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def near_names(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean «a» or «b»?``, or an empty text where nothing comes near.

    Only the first thousand names are compared: a hint need not be exhaustive, and must be quick.
    """
    candidates = sorted({candidate for candidate in known if candidate})[:1000]
    folded = {candidate.casefold(): candidate for candidate in candidates}
    found = get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6)
    if not found:
        return ""
    shown = " or ".join(f"«{folded[match]}»" for match in found)
    return f"; did you mean {shown}?"
