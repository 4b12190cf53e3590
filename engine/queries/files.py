"""Files that people attached, for those who may open them."""

from sqlalchemy import Select, select

from engine.errors import NotFound
from engine.persistence.file_store import FileRecord, FileStore
from engine.persistence.tables import cases, work_items
from engine.queries.reach import may_see_case, may_work_on
from engine.queries.read_context import ReadContext
from engine.queries.sight import sight_of
from engine.queries.views import FileToOpen


def file_to_open(context: ReadContext, file_id: str) -> FileToOpen:
    """Return a file.

    One that its case keeps is open to whoever may see the case, and the step that asked for it; one
    of a draft to whoever may work on the step; and each to whoever attached it.

    Raises:
        NotFound: there is none, or it is not within the person's reach.
    """
    record = FileStore(context.connection).get(file_id)
    if record is None or not _may_open(context, record):
        raise NotFound("There is no such file, or it is not within your reach.")
    return FileToOpen(record.name, record.size, record.type, record.sha256)


def _may_open(context: ReadContext, record: FileRecord) -> bool:
    mine = record.stored_by is not None and record.stored_by == context.actor.person_id
    if record.kept:
        seen = select(cases.c.version_id).where(cases.c.id == record.case_id, may_see_case(context))
        version_id = context.connection.execute(seen).scalar()
        return version_id is not None and (mine or _is_shown(context, record, version_id))
    if mine:
        return True
    own = work_items.c.id == record.work_item_id
    return _finds(context, select(work_items.c.id).where(own, may_work_on(context)))


def _is_shown(context: ReadContext, record: FileRecord, version_id: int) -> bool:
    """Whether what the step whose form asked for the file answers is meant for the person."""
    published = context.published(version_id)
    sight = sight_of(context, record.case_id or "", published)
    step = select(work_items.c.element_id).where(work_items.c.id == record.work_item_id)
    element = context.connection.execute(step).scalar() if record.work_item_id else None
    starts = [start.id for start in published.diagram.starts()]
    return sight.whole or any(map(sight.tells, [element] if element else starts))


def _finds(context: ReadContext, statement: Select[tuple[str]]) -> bool:
    return context.connection.execute(statement).first() is not None
