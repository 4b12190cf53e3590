"""How long a name may be. Rows keep names, and PostgreSQL refuses one that SQLite would take.

Our reading: no text says how long a name is; these are far more than a reader bears.
"""

from typing import Any, Final

from engine.errors import EngineError
from engine.procedures.fault import N_

LONGEST_NAME: Final = 200
"""Characters of an id, of the name of a message or signal, of the clause of a document."""

LONGEST_KEY: Final = 50
"""Characters of a key of ``body.yaml`` or ``deadlines.yaml``."""

LONGEST_NUMBER: Final = 60
"""Characters of the number of a case or of an entry in a register."""

LONGEST_LINK: Final = 60
"""Characters of the name under which a case is linked to the one that starts it."""

LONGEST_PROCEDURE: Final = 120
"""Characters of the key of a procedure: body and file."""

LONGEST_OUTSIDE_KEY: Final = 100
"""Characters of the key under which somebody outside sends a message."""

TOO_LONG: Final = N_("«{name}…» is longer than {limit} characters: shorten it.")


def fitting(text: str, limit: int) -> str:
    """Return a name that a row can keep.

    Raises:
        EngineError: it is longer than the limit.
    """
    values = overlong(text, limit)
    if values is not None:
        raise EngineError(TOO_LONG, **values)
    return text


def overlong(text: str, limit: int) -> dict[str, Any] | None:
    """Return what fills :data:`TOO_LONG` where a text is longer than the limit."""
    return {"name": text[:40], "limit": limit} if len(text) > limit else None
