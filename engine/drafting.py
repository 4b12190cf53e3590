"""What an owner uploaded, checked beside everything else of the body."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from engine.documents.sampling import sample_faults
from engine.errors import ProcedureInvalid
from engine.inspection import CLAUSES, checkable, inspect, is_rehearsal
from engine.procedures.body import load_body
from engine.procedures.document_templates import has_head, imports_of, template_faults
from engine.procedures.drafted import CheckedDraft, Drafted
from engine.procedures.fault import Fault
from engine.sources import procedure_of, sources_of
from engine.versions import version_of
from engine.workspace import DOCUMENTS, Checkout, Layer, Workspace, workspace


def check_draft(checkout: Checkout | None, body: str, *changes: Layer) -> CheckedDraft:
    """Check a body's files with changes over them.

    Args:
        checkout: where the bodies' files lie.
        body: key of the body.
        changes: layers of files; later ones stand over earlier ones. Those of the last are what
            somebody uploaded: its templates are tried, its rehearsals are read.

    Raises:
        NotFound: there is no such body.
    """
    with workspace(checkout, body, *changes) as place:
        return _Checks.known(place, changes[-1] if changes else {})


class _Checks:
    """Checks of this process, by digest: the same files are checked once."""

    _known: dict[str, CheckedDraft] = {}  # noqa: RUF012 - one store for the whole process
    _most = 16

    @classmethod
    def known(cls, place: Workspace, uploaded: Layer) -> CheckedDraft:
        """Return what is known of these files, or look."""
        found = cls._known.get(place.digest)
        if found is None:
            found = _check(place, uploaded)
            while len(cls._known) >= cls._most:
                cls._known.pop(next(iter(cls._known)), None)
            cls._known[place.digest] = found
        return found


def _check(place: Workspace, uploaded: Layer) -> CheckedDraft:
    forms = place.settings.forms_path / place.folder.name
    files = [
        path
        for path in checkable([place.folder, forms])
        if path.name != CLAUSES
        and (not is_rehearsal(path) or path.relative_to(place.folder).as_posix() in uploaded)
    ]
    found = inspect(files, place.settings)
    found += _template_faults(place, uploaded)
    faults = tuple({str(one): one for one in (_told(fault, place) for fault in found)}.values())
    procedures: dict[str, Drafted] = {}
    if not faults:
        try:
            procedures = {procedure_of(path): _drafted(path, place) for path in place.diagrams()}
        except ProcedureInvalid as error:
            named = (fault for fault in error.faults if isinstance(fault, Fault))
            faults = tuple(_told(fault, place) for fault in named)
            procedures = {}
    rehearsals = sorted(place.folder.glob("rehearsals/**/*.yaml"))
    names = tuple(str(path.relative_to(place.folder)) for path in rehearsals)
    return CheckedDraft(place.digest, faults, procedures, names)


def _told(fault: Fault, place: Workspace) -> Fault:
    """Name the file as owners know it; a template is known to its checks by its name alone."""
    file = place.told(fault.file)
    if file.endswith(".typ") and "/" not in file:
        file = f"{DOCUMENTS}{file}"
    return replace(fault, file=file)


def _template_faults(place: Workspace, uploaded: Layer) -> list[Fault]:
    """What is wrong with uploaded templates, and with those that import them, used or not."""
    changed = {Path(path).stem for path in uploaded if path.startswith(DOCUMENTS)}
    if not changed:
        return []
    try:
        body = load_body(place.folder)
    except ProcedureInvalid:  # it is told among the faults
        return []
    sources = {path.stem: path.read_bytes() for path in place.folder.glob(f"{DOCUMENTS}*.typ")}
    shared = set[str]().union(*map(imports_of, sources.values()))
    found: list[Fault] = []
    tried: list[str] = []
    for name in sorted(sources):
        if not changed & _with_imports(name, sources):
            continue
        if name in shared and not has_head(sources[name]):
            continue  # what others share makes no document alone
        faults = template_faults(name, sources, body.numbers, body.roles)
        found += faults
        tried += [] if faults else [name]
    return [*found, *sample_faults(tried, sources, body)]


def _with_imports(name: str, sources: Mapping[str, bytes]) -> set[str]:
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += imports_of(sources.get(one, b""))
    return found


def _drafted(path: Path, place: Workspace) -> Drafted:
    version, diagram = version_of(procedure_of(path), sources_of(path, place.settings.forms_path))
    return Drafted(version, diagram, place.folder.name)
