"""Who may use a route: declared on the view, checked on every request, demanded of every app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed
from web.addresses import came_from
from web.current import actor, signed_in
from web.session import has_given_password

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_ATTRIBUTE = "declared_access"
_BEFORE_A_PASSWORD = frozenset({"password.show", "password.change"})
"""What somebody may use who has to choose a password of their own first, besides public pages."""


class AccessUndeclared(Exception):
    """Routes that do not say who may use them; the app is not made."""

    def __init__(self, endpoints: list[str]) -> None:
        super().__init__(f"Declare @access(...) on the views of: {', '.join(endpoints)}")
        self.endpoints = endpoints


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a route.

    Attributes:
        signed_in: only a person who has signed in.
        roles: one of these roles, in any body; empty when every signed-in person may.
    """

    signed_in: bool
    roles: frozenset[str] = frozenset()


PUBLIC = Access(signed_in=False)
SIGNED_IN = Access(signed_in=True)


def holding(*roles: str) -> Access:
    """Access for a person who holds one of these roles in any body."""
    return Access(signed_in=True, roles=frozenset(roles))


def access(who: Access) -> Callable[[View], View]:
    """Declare who may use the view; goes under the route's decorator."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, who)
        return view

    return declare


def declare(app: Flask, endpoint: str, who: Access) -> None:
    """Declare who may use a view that is not ours to decorate."""
    setattr(app.view_functions[endpoint], _ATTRIBUTE, who)


def declared(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint declares, or ``None``."""
    found: Access | None = getattr(app.view_functions[endpoint], _ATTRIBUTE, None)
    return found


def check_requests(app: Flask, signed_out: Callable[[], ResponseReturnValue | None]) -> None:
    """Check each request against what its route declares; goes before every other check.

    Args:
        app: whose requests.
        signed_out: answers a request that needs a signed-in person, in place of the sign-in page.
    """

    @app.before_request
    def check() -> ResponseReturnValue | None:
        who = declared(app, request.endpoint) if request.endpoint else None
        if who is None or not who.signed_in:
            return None
        if signed_in() is None and (answer := signed_out()) is not None:
            return answer
        if signed_in() is None:
            return redirect(url_for("sign_in.show", next=_asked_for()))
        if has_given_password() and request.endpoint not in _BEFORE_A_PASSWORD:
            return redirect(url_for("password.show"))
        if who.roles and not who.roles & {role for _, role in actor().roles}:
            raise NotAllowed(
                "This page is for: {roles}. Ask whoever gives out roles in your organisation.",
                roles=sorted(who.roles),
            )
        return None


def demand_declarations(app: Flask) -> None:
    """Refuse an app with a route that does not say who may use it.

    Raises:
        AccessUndeclared: there is one.
    """
    missing = sorted(name for name in app.view_functions if declared(app, name) is None)
    if missing:
        raise AccessUndeclared(missing)


def _asked_for() -> str:
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return came_from() or "/"
