"""A file that somebody attached: given out to be saved, never to be shown or run."""

from flask import Blueprint, Response, send_file

from engine.errors import NotFound
from web.access import SIGNED_IN, access
from web.current import actor, application

page = Blueprint("file", __name__)

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@page.get("/files/<file_id>")
@access(SIGNED_IN)
def download(file_id: str) -> Response:
    """Send it, piece by piece."""
    found = application().read.file(file_id, actor())
    try:
        source = application().contents.open(found.sha256)
    except FileNotFoundError as error:
        raise NotFound("The content of «{file}» is gone.", file=found.name) from error
    response = send_file(
        source, mimetype=found.type, as_attachment=True, download_name=found.name, etag=found.sha256
    )
    response.content_length = found.size
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
