"""What the present request works with: the application, the settings and the one who asks."""

from typing import TYPE_CHECKING, cast

from flask import Flask, current_app
from flask_login import current_user  # type: ignore[import-untyped]

from engine.actor import Actor
from engine.people.administration import reads_everything
from engine.procedures.body import Body
from web.config import WebConfig

if TYPE_CHECKING:
    from engine.application import Application

_KEY = "reglament"


def attach(app: Flask, application: "Application", config: WebConfig) -> None:
    """Tie the engine and the settings to the app that serves them."""
    app.extensions[_KEY] = (application, config)


def application() -> "Application":
    """Return the engine that this app serves."""
    return cast("tuple[Application, WebConfig]", current_app.extensions[_KEY])[0]


def config() -> WebConfig:
    """Return the settings of this app."""
    return cast("tuple[Application, WebConfig]", current_app.extensions[_KEY])[1]


def bodies_served() -> tuple[Body, ...]:
    """Return the bodies in whose staff the one who asks is; none for who only takes part."""
    someone = signed_in()
    found = []
    for key in sorted({body for body, _ in someone.roles} if someone else ()):
        body = application().body(key)
        held = {role for one, role in (someone.roles if someone else ()) if one == key}
        if body and any(not body.roles[role].participant for role in held & set(body.roles)):
            found.append(body)
    return tuple(found)


def bodies_read() -> tuple[Body, ...]:
    """Return the bodies whose records the one who asks reads: of the staff, or as auditor."""
    someone = signed_in()
    served = bodies_served()
    audited = [
        body
        for key, body in sorted(application().library.bodies.items())
        if someone and reads_everything(someone, key) and body not in served
    ]
    return (*served, *audited)


def audited_bodies() -> tuple[Body, ...]:
    """Return the bodies whose internal auditor the one who asks is."""
    someone = signed_in()
    bodies = sorted(application().library.bodies.items())
    return tuple(body for key, body in bodies if someone and reads_everything(someone, key))


def signed_in() -> Actor | None:
    """Return the one who asks, ``None`` when nobody has signed in."""
    return cast(Actor, current_user.actor) if current_user.is_authenticated else None


def actor() -> Actor:
    """Return the one who asks; only for routes that need a signed-in person."""
    return cast(Actor, current_user.actor)
