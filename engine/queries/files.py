"""Files that people attached, for those who may open them."""

from sqlalchemy import Select, select

from engine.errors import NotFound
from engine.persistence.file_store import FileRecord, FileStore
from engine.persistence.tables import cases, work_items
from engine.queries.reach import may_see_case, may_work_on
from engine.queries.read_context import ReadContext
from engine.queries.views import FileToOpen


def file_to_open(context: ReadContext, file_id: str) -> FileToOpen:
    """Return a file.

    One that its case keeps is open to whoever may see the case; one of a draft to whoever may work
    on the step, and to whoever attached it.

    Raises:
        NotFound: there is none, or it is not within the person's reach.
    """
    record = FileStore(context.connection).get(file_id)
    if record is None or not _may_open(context, record):
        raise NotFound("There is no such file, or it is not within your reach.")
    return FileToOpen(record.name, record.size, record.type, record.sha256)


def _may_open(context: ReadContext, record: FileRecord) -> bool:
    if record.kept:
        seen = select(cases.c.id).where(cases.c.id == record.case_id, may_see_case(context))
        return _finds(context, seen)
    if record.stored_by is not None and record.stored_by == context.actor.person_id:
        return True
    own = work_items.c.id == record.work_item_id
    return _finds(context, select(work_items.c.id).where(own, may_work_on(context)))


def _finds(context: ReadContext, statement: Select[tuple[str]]) -> bool:
    return context.connection.execute(statement).first() is not None
