"""What the present request works with: the application, the settings and the one who asks."""

from typing import TYPE_CHECKING, cast

from flask import Flask, current_app
from flask_login import current_user  # type: ignore[import-untyped]

from engine.actor import Actor
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


def signed_in() -> Actor | None:
    """Return the one who asks, ``None`` when nobody has signed in."""
    return cast(Actor, current_user.actor) if current_user.is_authenticated else None


def actor() -> Actor:
    """Return the one who asks; only for routes that need a signed-in person."""
    return cast(Actor, current_user.actor)
