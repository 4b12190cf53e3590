"""Typeset a document from its templates and its data, in a process of its own."""

import atexit
import base64
import contextlib
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final, Literal, Protocol

from engine.errors import EngineError
from engine.procedures.fault import N_

Format = Literal["pdf", "svg", "html"]

LONGEST: Final = 30.0
"""Seconds that a document may take."""

LARGEST_INPUT: Final = 4_000_000
"""Bytes of the data that a document is made from."""

LARGEST: Final = 40_000_000
"""Bytes that a document may have, as the process hands it over."""

REQUESTS: Final = 500
"""After so many documents a process is replaced: what one leaves in memory does not pile up."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PLACE: Final = re.compile(r"┌─ ([^\s]+?):(\d+):\d+")


class TypesettingFailed(EngineError):
    """The template could not be typeset with this data; names its line."""

    default_template = N_("The document «{document}» cannot be drawn up ({place}): {reason}")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a document is made from.

    Attributes:
        name: of the template.
        templates: it and those it imports, by name.
        input: what it is told, plain JSON: ``data document body case``.
        at: seconds since 1970 that the file carries: the same manuscript makes the same bytes.
    """

    name: str
    templates: Mapping[str, bytes]
    input: Mapping[str, Any]
    at: int = 0


class Typesetter(Protocol):
    """The port to whoever typesets."""

    def typeset(self, manuscript: Manuscript, kind: Format) -> list[bytes]:
        """Return the PDF/A, the pages as SVG, or the text as HTML.

        Raises:
            TypesettingFailed: the template is wrong, or it took too long.
        """
        ...


class SeparateProcess:
    """Typesets in one process beside this one, begun when it is needed, ended when it hangs."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._left = 0
        self._root = ""

    def typeset(self, manuscript: Manuscript, kind: Format) -> list[bytes]:
        """Typeset; see ``Typesetter``."""
        told = clean(manuscript.input)
        if len(json.dumps(told)) > LARGEST_INPUT:
            raise _failed(manuscript, "the data are too long")
        with self._lock:
            answer = self._ask(manuscript, kind, told)
        if "failure" in answer:
            raise _failed(manuscript, answer["failure"])
        return [base64.b64decode(part) for part in answer["parts"]]

    def end(self) -> None:
        """End the process; another is begun when it is needed."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            shutil.rmtree(self._root, ignore_errors=True)
            self._root = ""

    def _ask(self, manuscript: Manuscript, kind: Format, told: Any) -> dict[str, Any]:
        process = self._running()
        assert process.stdin
        assert process.stdout
        files = {f"{name}.typ": _text(source) for name, source in manuscript.templates.items()}
        request = {
            "files": files,
            "main": f"{manuscript.name}.typ",
            "format": kind,
            "input": told,
            "at": manuscript.at,
            "root": self._root,
        }
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = _line(process.stdout, self._longest)
            return dict(json.loads(line))
        except _TooLong as error:
            self.end()
            raise _failed(manuscript, str(error)) from error
        except (OSError, ValueError) as error:  # the process ended over it
            self.end()
            raise _failed(manuscript, "it needs too much memory") from error

    def _running(self) -> subprocess.Popen[bytes]:
        forked = self._owner != os.getpid()
        dead = self._process is None or forked or self._process.poll() is not None
        if dead or self._left <= 0:
            if forked:
                self._process = None
            self.end()
            self._root = self._root or tempfile.mkdtemp(prefix="reglament-typeset-")
            self._process = subprocess.Popen(
                [sys.executable, "-m", "engine.documents.typeset_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(sys.path)},
                cwd=self._root,
            )
            self._owner, self._left = os.getpid(), REQUESTS
        self._left -= 1
        assert self._process is not None
        return self._process


def clean(value: Any) -> Any:
    """Return plain JSON without characters that no page shows: controls, turned directions."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, Mapping):
        return {clean(str(key)): clean(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(one) for one in value]
    return value


class _TooLong(Exception):
    """It takes too long, or becomes too large."""


def _line(source: IO[bytes], longest: float) -> bytes:
    """Read one line within a time and a size."""
    descriptor, found = source.fileno(), bytearray()
    until = time.monotonic() + longest
    while not found.endswith(b"\n"):
        left = until - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise _TooLong(f"it takes longer than {longest:g} s")
        piece = os.read(descriptor, 1 << 20)
        if not piece:
            raise OSError("the process ended")
        found += piece
        if len(found) > LARGEST:
            raise _TooLong("the document is too large")
    return bytes(found)


def _failed(manuscript: Manuscript, reason: str) -> TypesettingFailed:
    found = _PLACE.search(reason)
    place = f"{found[1]}:{found[2]}".replace("main.typ", f"{manuscript.name}.typ") if found else ""
    first = reason.strip().partition("\n")[0].removeprefix("error: ")
    return TypesettingFailed(
        document=manuscript.name, place=place or f"{manuscript.name}.typ", reason=first[:300]
    )


def _text(source: bytes) -> str:
    return base64.b64encode(source).decode()


TYPESETTER: Final = SeparateProcess()
"""The one of this process."""

atexit.register(TYPESETTER.end)
