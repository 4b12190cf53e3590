"""The calendar of a body as its administrator sees it, and what an act on it would move."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engine.deadlines.overriding import (
    Proposal,
    kept_calendar,
    override_to_withdraw,
    proposed,
    refuse_unless_decrees,
)
from engine.deadlines.recomputing import OPEN, recompute
from engine.errors import EngineError, NotFound
from engine.library import Published
from engine.people.administration import administered_bodies
from engine.persistence.records import DeadlineRecord
from engine.persistence.statement import columns_of
from engine.persistence.tables import cases, deadlines
from engine.procedures.body import Body
from engine.queries.calendar_views import CalendarPage, CalendarPreview, MovedTerm
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext
from engine.queries.views import BodyView
from tasks.calendar.own_days import OwnDays, OwnOverride
from tasks.calendar.working_calendar import FIRST_YEAR, LAST_YEAR
from tasks.calendar.year import days_of_year
from tasks.errors import CalendarInvalid

MOST_TOLD = 50
"""Terms of a preview that are told one by one."""


def calendars_to_keep(context: ReadContext) -> tuple[BodyView, ...]:
    """Return the bodies whose calendars the reader looks after."""
    found = administered_bodies(context.actor, context.library.bodies)
    return tuple(context.body_view(body.key) for body in found if _has_calendar(body))


def calendar_page(
    context: ReadContext, key: str, year: int | None = None, language: str = ""
) -> CalendarPage:
    """Return a year of a body's calendar.

    Args:
        context: what is read with.
        key: of the body.
        year: the present one when it is not given.
        language: of the names of days.

    Raises:
        NotFound: there is no such body, or the calendar does not know the year.
        NotAllowed: the reader does not administer the body.
        EngineError: the body has no calendar.
    """
    body = _body(context, key)
    calendar = kept_calendar(body)
    of = year or calendar.local(context.now).year
    try:
        days = days_of_year(calendar, of, language)
    except CalendarInvalid as refused:
        raise NotFound(refused.template, **refused.values) from refused
    own = sorted(body.own_days.overrides, key=lambda one: one.first, reverse=True)
    own.sort(key=lambda one: one.withdrawn is not None)
    return CalendarPage(
        body=context.body_view(key),
        year=of,
        years=(FIRST_YEAR, LAST_YEAR),
        version=calendar.version,
        country=body.country,
        days=days,
        overrides=tuple(_local(one, body) for one in own),
    )


def preview_of_adding(context: ReadContext, key: str, proposal: Proposal) -> CalendarPreview:
    """Return what would move if an override were added.

    Raises:
        NotFound, NotAllowed, EngineError: as the command would refuse it.
    """
    body = _body(context, key)
    override = proposed(body, proposal, context.now, "")
    return _preview(context, body, override, body.own_days.with_added(override))


def preview_of_withdrawing(
    context: ReadContext, key: str, number: int, reason: str
) -> CalendarPreview:
    """Return what would move if an override were withdrawn.

    Raises:
        NotFound, NotAllowed, EngineError: as the command would refuse it.
    """
    body = _body(context, key)
    override = override_to_withdraw(body, number, reason)
    return _preview(context, body, override, body.own_days.without(number))


def override_of(context: ReadContext, key: str, number: int) -> OwnOverride:
    """Return an override of a body that holds.

    Raises:
        NotFound: there is none with this number, or it was withdrawn.
        NotAllowed: the reader does not administer the body.
    """
    body = _body(context, key)
    for one in body.own_days.in_force:
        if one.number == number:
            return _local(one, body)
    raise NotFound("There is no such override.")


@dataclass(frozen=True, slots=True)
class _Open:
    """An open term with the case it belongs to."""

    row: DeadlineRecord
    number: str
    published: Published


def _body(context: ReadContext, key: str) -> Body:
    body = context.body(key)
    if body is None:
        raise NotFound("There is no body «{body}».", body=key)
    refuse_unless_decrees(context.actor, body)
    return body


def _has_calendar(body: Body) -> bool:
    try:
        kept_calendar(body)
    except EngineError:
        return False
    return True


def _local(one: OwnOverride, body: Body) -> OwnOverride:
    withdrawn = one.withdrawn
    if withdrawn is not None:
        withdrawn = replace(withdrawn, at=withdrawn.at.astimezone(body.zone))
    return replace(one, added_at=one.added_at.astimezone(body.zone), withdrawn=withdrawn)


def _preview(
    context: ReadContext, body: Body, override: OwnOverride, then: OwnDays
) -> CalendarPreview:
    terms = tuple(_open_terms(context, body))
    moved = sorted(_moved(terms, then, context.now), key=lambda one: (one.new, one.case_number))
    told = moved[:MOST_TOLD]
    seen = _within_reach(context, {one.case_id for one in told})
    return CalendarPreview(
        body=context.body_view(body.key),
        override=_local(override, body),
        seen_calendar=kept_calendar(body).version,
        moved=tuple(replace(one, within_reach=one.case_id in seen) for one in told),
        total=len(moved),
        cases=len({one.case_id for one in moved}),
        open=len(terms),
    )


def _open_terms(context: ReadContext, body: Body) -> Iterator[_Open]:
    statement = (
        select(cases.c.number, cases.c.version_id, *columns_of(deadlines, DeadlineRecord._fields))
        .join_from(deadlines, cases, cases.c.id == deadlines.c.case_id)
        .where(
            cases.c.body == body.key,
            deadlines.c.state.in_(sorted(OPEN)),
            deadlines.c.entry != "",
            deadlines.c.register_entry.is_(None),
        )
    )
    for number, version_id, *columns in context.connection.execute(statement):
        yield _Open(DeadlineRecord(*columns), number, context.published(version_id))


def _moved(terms: Iterable[_Open], then: OwnDays, now: datetime) -> Iterator[MovedTerm]:
    for term in terms:
        body = term.published.body
        if body is None or term.row.due_at is None:
            continue
        changed = recompute(term.row, replace(body, own_days=then), now)
        if changed is None or changed.facts is None:
            continue
        entry = body.deadlines[term.row.entry]
        element = term.row.element_id
        yield MovedTerm(
            case_id=term.row.case_id,
            case_number=term.number,
            within_reach=False,
            element=term.published.name_of(element) if _is_step(term, element) else "",
            name=entry.name,
            clause=entry.clause,
            old=term.row.due_at.astimezone(body.zone),
            new=changed.columns["due_at"].astimezone(body.zone),
            runs_again="state" in changed.columns,
        )


def _is_step(term: _Open, element_id: str) -> bool:
    return any(element_id in diagram.elements for diagram in term.published.diagrams)


def _within_reach(context: ReadContext, ids: set[str]) -> set[str]:
    statement = select(cases.c.id).where(cases.c.id.in_(ids), may_see_case(context))
    return set(context.connection.execute(statement).scalars()) if ids else set()
