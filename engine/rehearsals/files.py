"""Files of a rehearsal: made where a step names one, and attached as a person would attach it."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from engine.application import Application
from engine.errors import EngineError

Attach = Callable[[str, str, str, int], Mapping[str, Any]]
"""(path of the field, name, SHA-256, size) -> what the answer says of the file."""

FILE = "file"
"""An answer ``{file: act.pdf}`` is a file of this name."""

_SIGNED = bytes.fromhex("300b06092a864886f70d010702")
_MEMBERS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
}


def with_files(answers: Any, application: Application, attach: Attach, path: str = "") -> Any:
    """Return answers with every ``{file: name}`` made, stored and attached.

    Raises:
        EngineError: no file of such a name can be made.
    """
    if isinstance(answers, Mapping) and set(answers) == {FILE}:
        name = str(answers[FILE])
        content = application.take_in(io.BytesIO(made(name)))
        return attach(path, name, content.sha256, content.size)
    if isinstance(answers, Mapping):
        return {
            key: with_files(value, application, attach, _within(path, key))
            for key, value in answers.items()
        }
    if isinstance(answers, list):
        return [
            with_files(value, application, attach, path if _is_file(value) else _within(path, n))
            for n, value in enumerate(answers)
        ]
    return answers


def made(name: str) -> bytes:
    """Return a small content of the type that a name's ending says, which names itself.

    Raises:
        EngineError: no such file is made.
    """
    text = name.encode()
    ending = name[name.rfind(".") :].casefold()
    if ending in _MEMBERS:
        return _office(_MEMBERS[ending], text)
    made_of = {
        ".pdf": b"%PDF-1.4\n% " + text + b"\n%%EOF\n",
        ".png": b"\x89PNG\r\n\x1a\n" + text,
        ".jpg": b"\xff\xd8\xff\xe0" + text,
        ".sig": _SIGNED + text,
        ".p7s": _SIGNED + text,
    }
    if ending not in made_of:
        known = ", ".join((*made_of, *_MEMBERS))
        raise EngineError("a rehearsal makes files that end in {known}", known=known)
    return made_of[ending]


def _office(member: str, text: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in (("[Content_Types].xml", b"<Types/>"), (member, text)):
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _is_file(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {FILE}


def _within(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)
