"""Names that look like a name that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

from forms.said import Said


def near_names(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean «a» or «b»?``, or an empty text where nothing comes near.

    Only the first thousand names are compared: a hint need not be exhaustive, and must be quick.
    """
    candidates = sorted({candidate for candidate in known if candidate})[:1000]
    folded = {candidate.casefold(): candidate for candidate in candidates}
    near = get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6)
    found = [folded[match] for match in near]
    match found:
        case []:
            return ""
        case [one]:
            return Said("; did you mean «{one}»?", one=one)
        case [one, two]:
            return Said("; did you mean «{one}» or «{two}»?", one=one, two=two)
    one, two, three = found
    return Said("; did you mean «{one}» or «{two}» or «{three}»?", one=one, two=two, three=three)
