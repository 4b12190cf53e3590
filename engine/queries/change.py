"""The page of what is uploaded for a body: its checks, and what it makes of each procedure."""

from collections.abc import Mapping

from sqlalchemy import func, select

from engine.errors import EngineError, NotAllowed
from engine.people.owning import owns
from engine.persistence.check_store import CheckStore
from engine.persistence.owner_store import DraftFile, OwnerStore
from engine.persistence.tables import cases
from engine.persistence.version_store import VersionStore
from engine.procedures.comparing import compare
from engine.procedures.drafted import CheckedDraft
from engine.procedures.stored_version import from_bytes
from engine.queries.owned_procedure import rehearsal_views
from engine.queries.owner_views import (
    ChangePage,
    ProcedureChange,
    RehearsalView,
    UploadedFile,
)
from engine.queries.read_context import ReadContext
from engine.workspace import Layer, is_removable, laid_over


def change_page(context: ReadContext, body: str) -> ChangePage:
    """Return the page of what is uploaded for a body.

    Raises:
        NotAllowed: the reader does not own the body's procedures.
        NotFound: there is no such body.
    """
    _demand(context, body)
    store = OwnerStore(context.connection)
    drafts, published = store.drafts(body), store.published(body)
    contents = {file.path: file.content for file in drafts}
    checked = context.library.check(body, published, contents)
    faulty = {fault.file for fault in checked.faults}
    below = laid_over(_checkout_files(context, body), published)
    changes = tuple(_changes(context, checked)) if drafts else ()
    return ChangePage(
        body=context.body_view(body),
        files=tuple(_file(context, file, below) for file in drafts),
        digest=checked.digest,
        faults=checked.faults,
        drawings={p: c for p, c in contents.items() if c and p in faulty and p.endswith(".bpmn")},
        procedures=changes,
        rehearsals=_concerned(
            rehearsal_views(checked, CheckStore(context.connection).played(checked.digest)),
            changes,
            contents,
        ),
        known=_known(context, body),
        removable=tuple(path for path in sorted(laid_over(below, contents)) if is_removable(path)),
    )


def faults_uploaded(context: ReadContext, body: str) -> int:
    """Count the faults of what is uploaded for a body; 0 where nothing is.

    Raises:
        NotAllowed: the reader does not own the body's procedures.
    """
    _demand(context, body)
    store = OwnerStore(context.connection)
    drafts = {file.path: file.content for file in store.drafts(body)}
    if not drafts:
        return 0
    return len(context.library.check(body, store.published(body), drafts).faults)


def _concerned(
    rehearsals: tuple[RehearsalView, ...],
    changes: tuple[ProcedureChange, ...],
    uploaded: Layer,
) -> tuple[RehearsalView, ...]:
    """Return the rehearsals to play.

    Those of the procedures that change with those of several procedures, and those uploaded.
    """
    known = {change.key.partition("/")[2] for change in changes}
    if known:
        known.add("")
    return tuple(one for one in rehearsals if one.procedure in known or one.name in uploaded)


def _demand(context: ReadContext, body: str) -> None:
    if not owns(context.actor, body):
        raise NotAllowed("Only a process owner of the body changes its procedures.")


def _known(context: ReadContext, body: str) -> tuple[str, ...]:
    records = VersionStore(context.connection).all_in_force()
    return tuple(r.procedure.partition("/")[2] for r in records if r.body == body)


def _checkout_files(context: ReadContext, body: str) -> dict[str, bytes]:
    return context.library.files(body) if context.library.checkout else {}


def _file(context: ReadContext, file: DraftFile, below: Mapping[str, bytes]) -> UploadedFile:
    before = below.get(file.path)
    if file.content is None:
        state = "removed"
    else:
        state = "new" if before is None else "same" if before == file.content else "changed"
    return UploadedFile(
        file.path,
        len(file.content or b""),
        state,
        context.local(file.uploaded_at, file.body),
        file.uploaded_by,
        before,
        file.content,
    )


def _changes(context: ReadContext, checked: CheckedDraft) -> list[ProcedureChange]:
    versions = VersionStore(context.connection)
    found = []
    for key, drafted in checked.procedures.items():
        record = versions.in_force(key)
        if record is not None and record.digest == drafted.version.digest:
            continue
        old = from_bytes(record.content) if record else None
        found.append(
            ProcedureChange(
                key=key,
                name=drafted.diagram.process.name or drafted.diagram.process_id,
                number=record.number if record else None,
                comparison=compare(old, drafted.version) if old else None,
                old_xml=old.diagrams[0].source if old else None,
                new_xml=drafted.diagram.source,
                open_cases=_running(context, key),
            )
        )
    return found


def _running(context: ReadContext, procedure: str) -> int:
    counted = select(func.count()).select_from(cases)
    counted = counted.where(cases.c.procedure == procedure, cases.c.state == "open")
    return int(context.connection.execute(counted).scalar_one())


def drafted(context: ReadContext, body: str) -> tuple[Layer, Layer]:
    """Return what is published and what is uploaded, path -> content, to play rehearsals on.

    Raises:
        NotAllowed: the reader does not own the body's procedures.
    """
    _demand(context, body)
    store = OwnerStore(context.connection)
    return store.published(body), {file.path: file.content for file in store.drafts(body)}


def file_in_force(context: ReadContext, body: str, path: str) -> bytes:
    """Return a file of a body as it is in force, for an owner who begins to change it.

    Raises:
        NotAllowed: the reader does not own the body's procedures.
        EngineError: there is no such file.
    """
    _demand(context, body)
    published = OwnerStore(context.connection).published(body)
    found = laid_over(_checkout_files(context, body), published).get(path)
    if found is None:
        raise EngineError("There is no file «{path}».", path=path)
    return found
