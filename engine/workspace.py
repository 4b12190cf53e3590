"""A body's files as they would be with what an owner changed, in a folder of their own.

The checkout is copied, files that owners published stand over it, files they only uploaded over
those. So everything that works on a checkout works on a change: checks, rehearsals, coverage.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.errors import EngineError, NotFound
from engine.settings import Settings
from forms.said import Said

_DIAGRAM: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,80}\.(bpmn|dmn)")
_FORM: Final = re.compile(r"forms/[a-z0-9][a-z0-9_]{0,80}\.json")
DEADLINES: Final = "deadlines.yaml"
FORMS: Final = "forms/"
REHEARSALS: Final = "rehearsals/"
LARGEST: Final = 5_000_000
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where the bodies' files lie: ``bpmn/<body>`` and ``forms/definitions/<body>``."""

    bpmn_path: Path
    forms_path: Path

    def files(self, body: str) -> dict[str, Path]:
        """Return the files that an owner may change, by path: ``x.bpmn``, ``forms/y.json`` ..."""
        folder, forms = self.bpmn_path / body, self.forms_path / body
        found = {path.name: path for path in sorted(folder.glob("*")) if is_owned(path.name)}
        return found | {f"{FORMS}{path.name}": path for path in sorted(forms.glob("*.json"))}

    def rehearsals(self, body: str, published: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the rehearsals of a body as they are in force, by path from its folder on.

        Args:
            body: its key.
            published: files that owners published, by path: they stand over the checkout's.
        """
        folder = self.bpmn_path / body
        files = sorted(folder.glob(f"{REHEARSALS}**/*.yaml"))
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
        found |= {path: text for path, text in published.items() if path.startswith(REHEARSALS)}
        return found


@dataclass(frozen=True, slots=True)
class Workspace:
    """A body's files in a folder of their own.

    Attributes:
        root: holds ``bpmn`` and ``forms``.
        folder: of the body.
        settings: whose paths lead here.
        digest: SHA-256 (hex) of every file.
    """

    root: Path
    folder: Path
    settings: Settings
    digest: str

    def diagrams(self) -> list[Path]:
        """Return the diagrams of the body."""
        return sorted(self.folder.glob("*.bpmn"))

    def told(self, name: str) -> str:
        """Return a text with files named as owners know them: from the folder of the body on."""
        if isinstance(name, Said):
            values = {k: self.told(v) if isinstance(v, str) else v for k, v in name.values.items()}
            return Said(name.template, **values)
        text = name.replace(f"{self.folder}/", "").replace(f"{self.root}/", "")
        forms = f"forms/definitions/{self.folder.name}/"
        return text.replace(forms, FORMS).removeprefix(f"{self.folder.name}/")


def is_owned(path: str) -> bool:
    """Tell whether an owner may change a file of this path."""
    return bool(path == DEADLINES or _DIAGRAM.fullmatch(path) or _FORM.fullmatch(path))


def rehearsed_procedure(path: str) -> str:
    """Return the procedure that a rehearsal is of: the folder its file lies in; ``""`` without."""
    return path.split("/")[1] if path.count("/") > 1 else ""


def path_of_upload(name: str) -> str:
    """Return the path of an uploaded file by its name.

    Raises:
        EngineError: no file of a body is called so.
    """
    plain = name.replace("\\", "/").rpartition("/")[2].strip()
    path = f"{FORMS}{plain}" if plain.endswith(".json") else plain
    if not is_owned(path):
        raise EngineError(
            "«{name}» is no file of a body: a diagram (.bpmn), form (.json) or decision (.dmn) "
            "named by small letters, digits and «_», or deadlines.yaml.",
            name=plain[:100],
        )
    return path


@contextmanager
def workspace(
    checkout: Checkout | None, body: str, *changes: Mapping[str, bytes]
) -> Iterator[Workspace]:
    """Lay a body's files out, changes over them in their order; gone when the block ends.

    Raises:
        NotFound: there is no such body.
    """
    if checkout is None or not (checkout.bpmn_path / body / "body.yaml").is_file():
        raise NotFound("There is no body «{body}».", body=body)
    with tempfile.TemporaryDirectory(prefix="reglament-") as made:
        root = Path(made).resolve()
        folder, forms = root / "bpmn" / body, root / "forms" / "definitions" / body
        shutil.copytree(checkout.bpmn_path / body, folder)
        if (checkout.forms_path / body).is_dir():
            shutil.copytree(checkout.forms_path / body, forms)
        forms.mkdir(parents=True, exist_ok=True)
        for change in changes:
            for path, content in change.items():
                _place(folder, forms, path).write_bytes(content)
        paths = {"bpmn_path": root / "bpmn", "forms_path": root / "forms" / "definitions"}
        settings = Settings().model_copy(update=paths)
        yield Workspace(root, folder, settings, _digest(root))


def _place(folder: Path, forms: Path, path: str) -> Path:
    assert is_owned(path), path  # what is stored was checked when it came
    return forms / path.removeprefix(FORMS) if path.startswith(FORMS) else folder / path


def _digest(root: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        found.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()
