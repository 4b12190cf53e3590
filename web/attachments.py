"""Files that come with a form: stored at once, whichever button sent it."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from flask import Flask, request, url_for
from werkzeug.datastructures import FileStorage

from engine.commands.attach_file import AttachFile
from engine.errors import EngineError, FormInvalid, NotFound
from forms.definition import FormDefinition
from forms.errors import FieldError
from forms.files import file_field, with_file, without_file
from web.current import actor, application, config, signed_in
from web.kept_answers import FORMS

CHOSEN = "_file."
"""How the name of a control begins that holds chosen files; the field's path follows."""

TAKE_FILES = FORMS | {"documents.sign"}
"""Views whose requests may be as large as several files."""

DETACH = "_detach"
"""Name of the button that takes a file away: ``<path>:<file id>``."""

Attached = tuple[dict[str, Any], tuple[FieldError, ...], str]
"""Raw answers with the files, what was wrong with those that were refused, path of the last one."""


def chosen_files() -> list[tuple[str, FileStorage]]:
    """Return the files that came with the form, each with the path of its field."""
    return [
        (name.removeprefix(CHOSEN), upload)
        for name, uploads in request.files.lists()
        if name.startswith(CHOSEN)
        for upload in uploads
        if upload.filename
    ]


def brings_files() -> bool:
    """Whether files came, or one is to be taken away."""
    return DETACH in request.form or bool(chosen_files())


def attached(form: FormDefinition | None, answers: Mapping[str, Any], **whose: str) -> Attached:
    """Store the files that came, take away the one that is to go.

    Args:
        form: what is asked.
        answers: raw, as sent.
        whose: ``work_item_id`` or ``procedure``.

    Raises:
        NotAllowed, NotFound, Conflict: the person may not work on the step.
    """
    raw, path = dict(answers), ""
    if form is None:
        return raw, (), path
    errors: list[FieldError] = []
    for path, upload in chosen_files():
        field = file_field(form, path)
        if field is None:
            raise NotFound("The form asks for no file here.")
        try:
            raw = with_file(form, raw, path, _stored(path, upload, whose))
        except FormInvalid as refused:
            errors += [one for one in refused.errors if isinstance(one, FieldError)]
        except _TooLarge as refused:
            errors.append(FieldError(path, field.label, refused.template, refused.values))
    gone, _, file_id = request.form.get(DETACH, "").partition(":")
    if file_id and file_field(form, gone):
        raw, path = without_file(raw, gone, file_id), gone
    return raw, tuple(errors), path


class _TooLarge(Exception):
    def __init__(self, error: EngineError) -> None:
        super().__init__(str(error))
        self.template = error.template
        self.values = error.values


def _stored(path: str, upload: FileStorage, whose: Mapping[str, str]) -> str:
    try:
        content = application().take_in(cast(BinaryIO, upload.stream))
    except EngineError as error:
        raise _TooLarge(error) from error
    command = AttachFile(path, upload.filename or "", content.sha256, content.size, **whose)
    return str(application().execute(command, actor())["id"])


def file_link(file_id: str) -> str:
    """Return where a file is given out."""
    return url_for("file.download", file_id=quote(file_id, safe=""))


def file_limits() -> tuple[int, int]:
    """Return how many bytes a file may have, and all that come at once."""
    return application().largest_file, config().files_limit


def set_up(app: Flask) -> None:
    """Let forms bring files: more than other requests, and only of those who have signed in."""
    app.jinja_env.globals["file_link"] = file_link
    app.jinja_env.globals["file_limits"] = file_limits

    @app.before_request
    def allow() -> None:
        if request.endpoint in TAKE_FILES and signed_in():
            request.max_content_length = config().files_limit
