"""What an internal auditor reads is noted: pages, searches and files, as they were asked for."""

from urllib.parse import unquote

from flask import Flask, Response, request

from engine.commands.note_reading import NoteReading
from web.current import actor, application, audited_bodies

_WITHOUT_CONTENT = ("static", "health.", "sign_in.", "preferences.", "password.")


def set_up(app: Flask) -> None:
    """Note every page that an auditor got, after it was made."""

    @app.after_request
    def note(answer: Response) -> Response:
        endpoint = request.endpoint or ""
        counts = request.method == "GET" or endpoint == "history_search.verify"
        if not counts or answer.status_code != 200 or endpoint.startswith(_WITHOUT_CONTENT):
            return answer
        if audited_bodies():
            application().execute(NoteReading(unquote(request.full_path).rstrip("?")), actor())
        return answer
