"""Days as a form sends them: ``2026-03-12``."""

from datetime import date

from engine.errors import EngineError

NOT_A_DAY = "«{text}» is not a day: write it as 2026-03-12."
NO_DAY = "Name the first day."


def typed_day(text: str) -> date | None:
    """Return a day, ``None`` where nothing was typed.

    Raises:
        EngineError: what was typed is no day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise EngineError(NOT_A_DAY, text=text.strip()[:30]) from None


def needed_day(text: str) -> date:
    """Return a day.

    Raises:
        EngineError: nothing, or no day, was typed.
    """
    day = typed_day(text)
    if day is None:
        raise EngineError(NO_DAY)
    return day
