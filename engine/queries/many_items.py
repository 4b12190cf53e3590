"""Several work items at once: marked ones, those that somebody has, and who could get them."""

from collections.abc import Sequence

from sqlalchemy import and_, false, or_, select

from engine.errors import NotAllowed, NotFound
from engine.people.assigning import may_assign
from engine.persistence.tables import people, role_grants, work_items
from engine.persistence.work_stores import FilterStore, SavedFilter
from engine.queries.reach import may_work_on, staff_bodies
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.views import PersonView, WorkItemRow
from engine.queries.work_list import item_row, item_select

MOST_AT_ONCE = 200
"""Work items that one action may be about."""


def marked_items(context: ReadContext, ids: Sequence[str]) -> dict[str, WorkItemRow]:
    """Return those of some work items that are within reach, by id."""
    within = or_(may_work_on(context), work_items.c.body.in_(_handed_out(context)))
    statement = item_select().where(work_items.c.id.in_(ids[:MOST_AT_ONCE]), within)
    rows = map(row_mapping, context.connection.execute(statement))
    return {row["id"]: item_row(row, context) for row in rows}


def items_to_hand_over(
    context: ReadContext, person_id: int
) -> tuple[PersonView, tuple[WorkItemRow, ...]]:
    """Return a person, and the open work items they have that the reader may hand over.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the reader is neither the person nor their deputy, and hands out no tasks.
    """
    person = context.people({person_id}).get(person_id)
    if person is None:
        raise NotFound("There is no such person, or they are not within your reach.")
    actor = context.actor
    bodies = {*_handed_out(context), *(b for b, one, _ in actor.deputises if one == person_id)}
    own = actor.person_id == person_id
    if not (own or bodies):
        raise NotAllowed("A task is given away by whoever has it, or by those who hand tasks out.")
    theirs = and_(work_items.c.claimed_by == person_id, work_items.c.state == "open")
    statement = item_select().where(theirs).order_by(work_items.c.due_at, work_items.c.id)
    if not own:
        statement = statement.where(work_items.c.body.in_(sorted(bodies)))
    rows = map(row_mapping, context.connection.execute(statement.limit(MOST_AT_ONCE)))
    return person, tuple(item_row(row, context) for row in rows)


def colleagues(context: ReadContext) -> tuple[PersonView, ...]:
    """Return who could get a task from the reader: people of the bodies they serve, by name."""
    bodies = {*staff_bodies(context), *_handed_out(context)}
    pairs = [
        and_(role_grants.c.body == key, role_grants.c.role.in_(_inside(context, key)))
        for key in sorted(bodies)
    ]
    holds = select(role_grants.c.person_id).where(or_(false(), *pairs))
    statement = select(people.c.id, people.c.name).where(people.c.active, people.c.id.in_(holds))
    rows = context.connection.execute(statement.order_by(people.c.name, people.c.id))
    return tuple(PersonView(row.id, row.name) for row in rows)


def saved_filters(context: ReadContext) -> tuple[SavedFilter, ...]:
    """Return the filters that the reader saved."""
    person_id = context.actor.person_id
    return FilterStore(context.connection).of(person_id) if person_id is not None else ()


def _handed_out(context: ReadContext) -> tuple[str, ...]:
    """Bodies whose tasks the reader hands out."""
    bodies = context.library.bodies
    return tuple(key for key, body in sorted(bodies.items()) if may_assign(context.actor, body))


def _inside(context: ReadContext, key: str) -> list[str]:
    """Roles of a body's own people: not of the applicant's side."""
    body = context.body(key)
    return [role.key for role in body.roles.values() if not role.of_applicant] if body else []
