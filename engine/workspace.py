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
from typing import Final, TypeAlias

from engine.errors import EngineError, NotFound
from engine.settings import Settings
from forms.said import Said

_NAME: Final = "[a-z0-9][a-z0-9_]{0,80}"
_DIAGRAM: Final = re.compile(rf"{_NAME}\.bpmn")
_REMOVABLE: Final = re.compile(
    rf"{_NAME}\.dmn|forms/{_NAME}\.json|documents/{_NAME}\.typ"
    rf"|rehearsals/{_NAME}/{_NAME}\.yaml"
)
_OF_REHEARSAL: Final = re.compile(
    rb"^(?:diagram|procedure):\s*[\"']?(?:[^\s\"']*/)?([a-z0-9_]+)(?:\.bpmn)?[\"']?\s*$",
    re.MULTILINE,
)
DEADLINES: Final = "deadlines.yaml"
FORMS: Final = "forms/"
DOCUMENTS: Final = "documents/"
REHEARSALS: Final = "rehearsals/"
_IN_CHECKOUT_ALONE: Final = ("body.yaml", "clauses.yaml")
Layer: TypeAlias = Mapping[str, bytes | None]
"""Files by path that stand over others; ``None`` takes one away."""

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
        within = (*folder.glob("*"), *folder.glob("documents/*"), *folder.glob("rehearsals/*/*"))
        names = {path.relative_to(folder).as_posix(): path for path in sorted(within)}
        found = {name: path for name, path in names.items() if is_owned(name)}
        return found | {f"{FORMS}{path.name}": path for path in sorted(forms.glob("*.json"))}

    def rehearsals(self, body: str, published: Layer) -> dict[str, bytes]:
        """Return the rehearsals of a body as they are in force, by path from its folder on.

        Args:
            body: its key.
            published: files that owners published, by path: they stand over the checkout's.
        """
        folder = self.bpmn_path / body
        files = sorted(folder.glob(f"{REHEARSALS}**/*.yaml"))
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
        own = {path: text for path, text in published.items() if path.startswith(REHEARSALS)}
        return laid_over(found, own)


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
    return bool(path == DEADLINES or _DIAGRAM.fullmatch(path) or is_removable(path))


def is_removable(path: str) -> bool:
    """Tell whether an owner may take a file of this path away, once nothing uses it."""
    return bool(_REMOVABLE.fullmatch(path))


def laid_over(below: Mapping[str, bytes], layer: Layer) -> dict[str, bytes]:
    """Return files with a layer over them: those that it takes away are gone."""
    found: dict[str, bytes | None] = {**below, **layer}
    return {path: content for path, content in found.items() if content is not None}


def rehearsed_procedure(path: str) -> str:
    """Return the procedure that a rehearsal is of: the folder its file lies in; ``""`` without."""
    return path.split("/")[1] if path.count("/") > 1 else ""


def path_of_upload(name: str, content: bytes = b"", procedure: str = "") -> str:
    """Return the path of an uploaded file.

    Args:
        name: as the file was called where it came from.
        content: a rehearsal says which diagram it plays.
        procedure: that the person named for a diagram or a rehearsal; ``""``: none.

    Raises:
        EngineError: no file of a body is called so, or it is not said what a rehearsal is of.
    """
    plain = name.replace("\\", "/").rpartition("/")[2].strip()
    path = plain
    if plain.endswith(".json"):
        path = f"{FORMS}{plain}"
    elif plain.endswith(".typ"):
        path = f"{DOCUMENTS}{plain}"
    elif plain.endswith(".bpmn") and procedure:
        path = f"{procedure}.bpmn"
    elif plain.endswith(".yaml") and plain not in (DEADLINES, *_IN_CHECKOUT_ALONE):
        path = f"{REHEARSALS}{procedure or _played(plain, content)}/{plain}"
    if not is_owned(path):
        raise EngineError(
            "«{name}» is no file of a body: a diagram (.bpmn), form (.json), decision (.dmn), "
            "document (.typ) or rehearsal (.yaml) named by small letters, digits and «_», or "
            "deadlines.yaml.",
            name=plain[:100],
        )
    return path


def _played(name: str, content: bytes) -> str:
    found = _OF_REHEARSAL.search(content)
    if found is None:
        raise EngineError("Say which procedure the rehearsal «{name}» plays.", name=name[:100])
    return found[1].decode()


@contextmanager
def workspace(checkout: Checkout | None, body: str, *changes: Layer) -> Iterator[Workspace]:
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
                place = _place(folder, forms, path)
                if content is None:
                    place.unlink(missing_ok=True)
                else:
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(content)
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
