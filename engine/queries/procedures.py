"""Procedures in force, and which of them a person may start."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from engine.library import Published
from engine.people.choices import choices_of
from engine.people.eligibility import eligibility
from engine.people.form_setting import setting_of
from engine.people.owning import owns
from engine.persistence.file_store import FileStore
from engine.persistence.people_store import PeopleStore
from engine.persistence.tables import cases, versions
from engine.persistence.version_store import VersionStore
from engine.procedures.diagram import Element
from engine.queries.guarding import with_question
from engine.queries.known_parties import known_parties
from engine.queries.procedure_views import ProcedureRow
from engine.queries.read_context import ReadContext
from engine.queries.sight import sees_all
from forms.setting import Setting


def procedures(context: ReadContext) -> tuple[ProcedureRow, ...]:
    """Return the procedures in force of the bodies a person belongs to, by key."""
    bodies = {body for body, _ in context.actor.roles}
    running = _running(context)
    found = []
    for record in VersionStore(context.connection).all_in_force():
        if context.actor.is_system or record.body in bodies:
            published = context.library.published(record)
            inside = sees_all(context, record.body)
            counts = running.get(record.procedure, {}) if inside else {}
            row = _row(record, published, counts, context)
            found.append(replace(row, inside=inside))
    return tuple(found)


def _running(context: ReadContext) -> dict[str, dict[int, int]]:
    """Return the open cases of every procedure by the number of their version."""
    counted = (
        select(cases.c.procedure, versions.c.number, func.count())
        .join(versions, versions.c.id == cases.c.version_id)
        .where(cases.c.state == "open")
        .group_by(cases.c.procedure, versions.c.number)
    )
    found: dict[str, dict[int, int]] = {}
    for procedure, number, count in context.connection.execute(counted):
        found.setdefault(procedure, {})[number] = count
    return found


def _row(
    record: Any, published: Published, running: dict[int, int], context: ReadContext
) -> ProcedureRow:
    plain = [s for s in published.diagram.starts() if not s.events]
    start = plain[0] if plain else None
    return ProcedureRow(
        key=record.procedure,
        name=published.name,
        body=context.body_view(record.body),
        version_number=record.number,
        version_digest=record.digest,
        published_at=context.local(record.published_at, record.body),
        open_cases=sum(running.values()),
        may_start=_may_start(start, published, context),
        form=published.form_of(start) if start else None,
        clause=published.diagram.process.properties.get("clause", ""),
        by_version=tuple(sorted(running.items(), reverse=True)),
        owned=owns(context.actor, record.body),
    )


def _may_start(start: Element | None, published: Published, context: ReadContext) -> bool:
    if start is None or (published.by_case(start) and not context.actor.is_system):
        return False
    step = published.step_that_begins(start)
    asked = with_question(context, step, {"case_id": "", "case_number": ""}, "")
    return eligibility(context.actor, asked).refusal is None


def start_choices(context: ReadContext, procedure: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the persons to choose from in a procedure's start form, by choice source."""
    record = VersionStore(context.connection).in_force(procedure)
    if record is None:
        return {}
    published = context.library.published(record)
    people = PeopleStore(context.connection)
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for start in published.diagram.starts():
        found |= choices_of(published.form_of(start), published.body, people)
    return found


def start_setting(context: ReadContext, procedure: str) -> Setting:
    """Return what else stands around a procedure's start form."""
    stored = FileStore(context.connection).of_start(procedure, context.actor.person_id)
    record = VersionStore(context.connection).in_force(procedure)
    if record is None:
        return setting_of(None, context.actor, context.now, stored.get)
    published = context.library.published(record)
    plain = next((start for start in published.diagram.starts() if not start.events), None)
    form = published.form_of(plain) if plain else None
    parties = known_parties(context, form, published.body)
    return setting_of(published.body, context.actor, context.now, stored.get, parties)
