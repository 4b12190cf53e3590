"""A sign of life for whoever watches the server."""

from flask import Blueprint, Response

from web.access import PUBLIC, access

page = Blueprint("health", __name__)


@page.get("/health")
@access(PUBLIC)
def show() -> Response:
    """Say that requests are answered; the database is not asked: the answer is always quick."""
    return Response("ok\n", mimetype="text/plain")
