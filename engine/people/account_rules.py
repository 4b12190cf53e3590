"""What names and passwords have to be like."""

from typing import Final

from engine.errors import EngineError

SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 200
LONGEST_USERNAME: Final = 100
LONGEST_NAME: Final = 200
"""Characters."""


def refuse_wrong_names(username: str, name: str) -> None:
    """Refuse a user name or a name that is missing or too long.

    Raises:
        EngineError: says which.
    """
    if not username.strip() or not name.strip():
        raise EngineError("A person needs a user name and a name.")
    if len(username) > LONGEST_USERNAME:
        raise EngineError("A user name has at most {count} characters.", count=LONGEST_USERNAME)
    if len(name) > LONGEST_NAME:
        raise EngineError("A name has at most {count} characters.", count=LONGEST_NAME)


def refuse_weak_password(password: str, username: str = "") -> None:
    """Refuse a password that is too short, too long, or the user name.

    Raises:
        EngineError: says what is wrong.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise EngineError("A password has at least {count} characters.", count=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise EngineError("A password has at most {count} characters.", count=LONGEST_PASSWORD)
    if username and password.strip().casefold() == username.strip().casefold():
        raise EngineError("A password is not the user name.")
