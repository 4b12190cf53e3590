"""Notices of a person, and what they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.persistence.tables import case_subjects, cases, work_items
from engine.persistence.work_stores import NoticeRecord, NoticeSettings, NoticeStore
from engine.persistence.work_tables import notices
from engine.queries.notice_views import ToldNotice
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.work_list import item_row, item_select

SHOWN = 50


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The latest notices of a person, and how they want them."""

    rows: tuple[ToldNotice, ...]
    settings: NoticeSettings


def notice_page(context: ReadContext) -> NoticePage:
    """Return the reader's own notices, the latest first, and their settings."""
    person_id = context.actor.person_id or 0
    own = select(notices).where(notices.c.person_id == person_id)
    found = context.connection.execute(own.order_by(notices.c.id.desc()).limit(SHOWN))
    records = [NoticeRecord(**row._mapping) for row in found]
    settings = NoticeStore(context.connection).settings_of(person_id)
    return NoticePage(told_notices(context, records), settings)


def told_notices(context: ReadContext, records: Sequence[NoticeRecord]) -> tuple[ToldNotice, ...]:
    """Return what notices are about, in their order."""
    items = _items(context, {one.work_item_id for one in records})
    of_cases = {one.case_id for one in records}
    found = select(cases.c.id, cases.c.number, cases.c.body).where(cases.c.id.in_(of_cases))
    about = {row.id: row for row in context.connection.execute(found)} if records else {}
    parties = _parties(context, of_cases)
    return tuple(
        _told(context, one, about[one.case_id], items.get(one.work_item_id), parties)
        for one in records
    )


def _items(context: ReadContext, ids: set[str]) -> dict[str, dict[str, Any]]:
    statement = item_select().where(work_items.c.id.in_(ids))
    return {row.id: row_mapping(row) for row in context.connection.execute(statement)}


def _parties(context: ReadContext, ids: set[str]) -> dict[str, str]:
    """Return case id -> name of the client, as the case's procedure says which it is."""
    statement = select(cases.c.id, cases.c.title, cases.c.number).where(
        cases.c.id.in_(ids),
        cases.c.id.in_(select(case_subjects.c.case_id).where(case_subjects.c.kind == "party")),
    )
    rows = context.connection.execute(statement)
    return {row.id: row.title for row in rows if row.title != row.number}


def _told(
    context: ReadContext,
    one: NoticeRecord,
    case: Any,
    item: Mapping[str, Any] | None,
    parties: Mapping[str, str],
) -> ToldNotice:
    body = context.body(case.body)
    row = item_row(item, context) if item else None
    due = row.due if row else None
    return ToldNotice(
        kind=one.kind,
        by=one.by,
        at=context.local(one.at, case.body),
        step=row.name if row else "",
        body=case.body,
        case_number=case.number,
        party=parties.get(one.case_id, ""),
        due_at=due.at if due else None,
        clause=due.clause if due else "",
        document=due.document if due else {},
        languages=body.languages if body else ("en",),
        send_at=one.send_at,
        sent_at=one.sent_at,
        path=f"/work-items/{one.work_item_id}" if row else f"/cases/{one.case_id}",
    )
