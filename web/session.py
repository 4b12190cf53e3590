"""Who is signed in: the cookie holds the person's key, the engine says who that is today."""

from flask import Flask, session
from flask_login import (  # type: ignore[import-untyped]
    LoginManager,
    UserMixin,
    current_user,
    login_user,
    logout_user,
)

from engine.actor import Actor
from web.current import application


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """A signed-in person."""

    def __init__(self, actor: Actor, number: int, *, password_given: bool = False) -> None:
        self.actor = actor
        self.id = f"{actor.person_id}.{number}"
        self.password_given = password_given


def set_up(app: Flask) -> None:
    """Let the app recognise signed-in people by their cookie."""
    manager = LoginManager(app)
    manager.session_protection = "basic"

    manager.user_loader(_load)


def _load(key: str) -> SignedIn | None:
    """Return who has the session; nobody when it has ended: its number is another one now."""
    person_id, _, number = key.partition(".")
    if not (person_id.isdecimal() and number.isdecimal()):
        return None
    found = application().people.session(int(person_id), int(number))
    if found is None:
        return None
    return SignedIn(found.actor, found.number, password_given=found.password_given)


def open_session(actor: Actor, number: int | None = None) -> None:
    """Sign the person in, in a fresh session.

    Args:
        actor: the person.
        number: of their sessions; looked up where it is not known.
    """
    if number is None:
        person = application().people.person(actor.person_id or 0)
        number = person.session_number if person else 0
    session.clear()
    session.permanent = True
    login_user(SignedIn(actor, number))


def has_given_password() -> bool:
    """Whether the one who asks has to choose a password of their own before anything else."""
    return bool(getattr(current_user, "password_given", False))


def close_session() -> None:
    """Sign the person out; nothing of the session stays."""
    logout_user()
    session.clear()
