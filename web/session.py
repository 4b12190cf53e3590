"""Who is signed in: the cookie holds the person's key, the engine says who that is today."""

from flask import Flask, session
from flask_login import (  # type: ignore[import-untyped]
    LoginManager,
    UserMixin,
    login_user,
    logout_user,
)

from engine.actor import Actor
from web.current import application


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """A signed-in person."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.id = str(actor.person_id)


def set_up(app: Flask) -> None:
    """Let the app recognise signed-in people by their cookie."""
    manager = LoginManager(app)
    manager.session_protection = "basic"

    manager.user_loader(_load)


def _load(person_id: str) -> SignedIn | None:
    actor = application().people.actor(int(person_id)) if person_id.isdecimal() else None
    return SignedIn(actor) if actor else None


def open_session(actor: Actor) -> None:
    """Sign the person in, in a fresh session."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(actor))


def close_session() -> None:
    """Sign the person out; nothing of the session stays."""
    logout_user()
    session.clear()
