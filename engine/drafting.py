"""What an owner uploaded, checked beside everything else of the body."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from engine.errors import ProcedureInvalid
from engine.inspection import checkable, inspect
from engine.procedures.drafted import CheckedDraft, Drafted
from engine.procedures.fault import Fault
from engine.sources import procedure_of, sources_of
from engine.versions import version_of
from engine.workspace import Checkout, Workspace, workspace


def check_draft(
    checkout: Checkout | None, body: str, *changes: Mapping[str, bytes]
) -> CheckedDraft:
    """Check a body's files with changes over them.

    Args:
        checkout: where the bodies' files lie.
        body: key of the body.
        changes: path -> content; later ones stand over earlier ones.

    Raises:
        NotFound: there is no such body.
    """
    with workspace(checkout, body, *changes) as place:
        return _Checks.known(place)


class _Checks:
    """Checks of this process, by digest: the same files are checked once."""

    _known: dict[str, CheckedDraft] = {}  # noqa: RUF012 - one store for the whole process
    _most = 16

    @classmethod
    def known(cls, place: Workspace) -> CheckedDraft:
        """Return what is known of these files, or look."""
        found = cls._known.get(place.digest)
        if found is None:
            found = _check(place)
            while len(cls._known) >= cls._most:
                cls._known.pop(next(iter(cls._known)), None)
            cls._known[place.digest] = found
        return found


def _check(place: Workspace) -> CheckedDraft:
    forms = place.settings.forms_path / place.folder.name
    found = inspect(checkable([place.folder, forms]), place.settings)
    faults = tuple(replace(fault, file=place.told(fault.file)) for fault in found)
    procedures: dict[str, Drafted] = {}
    if not faults:
        try:
            procedures = {procedure_of(path): _drafted(path, place) for path in place.diagrams()}
        except ProcedureInvalid as error:
            named = (fault for fault in error.faults if isinstance(fault, Fault))
            faults = tuple(replace(fault, file=place.told(fault.file)) for fault in named)
            procedures = {}
    rehearsals = sorted(place.folder.glob("rehearsals/**/*.yaml"))
    names = tuple(str(path.relative_to(place.folder)) for path in rehearsals)
    return CheckedDraft(place.digest, faults, procedures, names)


def _drafted(path: Path, place: Workspace) -> Drafted:
    version, diagram = version_of(procedure_of(path), sources_of(path, place.settings.forms_path))
    return Drafted(version, diagram, place.folder.name)
