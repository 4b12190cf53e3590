"""People as those who look after them see them, and as they see themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, true

from engine.errors import NotAllowed, NotFound
from engine.people.absences import may_record_absence
from engine.people.administration import (
    administered_bodies,
    administers,
    administers_everything,
    looks_after_people,
    may_administer,
    reads_everything,
)
from engine.people.keeping import may_keep
from engine.people.lock_out import MOST_OF_NAME, WINDOW, locked_until
from engine.persistence.account_store import AbsenceStore, SignInStore
from engine.persistence.account_tables import absences
from engine.persistence.people_store import PeopleStore
from engine.persistence.person_fact_store import PersonFactRecord, PersonFactStore
from engine.persistence.records import PersonRecord
from engine.persistence.tables import people, role_grants
from engine.procedures.body import Body
from engine.procedures.built_in_roles import ADMINISTRATOR, BUILT_IN_ROLES, INSTALLATION
from engine.queries.people_views import (
    AbsenceView,
    FactView,
    PeopleLine,
    PersonPage,
    PersonRow,
    RoleView,
)
from engine.queries.read_context import ReadContext, plain_text
from engine.queries.views import BodyView, Label, PersonView

UNREACHABLE = "There is no such person, or they are not within your reach."
NOT_FOR_YOU = "The list of people is for administrators and for those who keep facts about people."


def bodies_looked_after(context: ReadContext) -> tuple[Body, ...]:
    """Return the bodies whose people the reader may see: as administrator, keeper or auditor."""
    actor = context.actor
    return tuple(
        body
        for key, body in sorted(context.library.bodies.items())
        if administers(actor, key) or may_keep(actor, body) or reads_everything(actor, key)
    )


def may_list_people(context: ReadContext) -> bool:
    """Whether the list of people is for the reader."""
    return looks_after_people(context.actor, context.library.bodies)


def person_rows(
    context: ReadContext,
    *,
    q: str = "",
    body: str = "",
    state: str = "active",
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[PersonRow, ...], int]:
    """Return a page of people by name, and how many there are.

    Args:
        context: who reads.
        q: part of a name or user name.
        body: key of a body in which they hold a role; ``""`` for all.
        state: ``active``, ``inactive``, ``away`` or ``""`` for all.
        limit: most rows.
        offset: rows to skip.

    Raises:
        NotAllowed: the reader looks after nobody.
    """
    if not may_list_people(context):
        raise NotAllowed(NOT_FOR_YOU)
    conditions = [_within_reach(context)]
    if q:
        fields = (people.c.name, people.c.username)
        conditions.append(or_(*(f.icontains(plain_text(q), autoescape=True) for f in fields)))
    if body:
        conditions.append(_belongs_to([body]))
    if state in ("active", "inactive"):
        conditions.append(people.c.active.is_(state == "active"))
    if state == "away":
        conditions.append(people.c.id.in_(_away(context)))
    wanted = select(people).where(*conditions)
    total = context.connection.execute(
        select(func.count()).select_from(wanted.subquery())
    ).scalar_one()
    page = wanted.order_by(people.c.name, people.c.id).limit(limit).offset(offset)
    found = [PersonRecord(**row._mapping) for row in context.connection.execute(page)]
    return _rows(context, found), int(total)


def _within_reach(context: ReadContext) -> ColumnElement[bool]:
    if administers_everything(context.actor):
        return true()
    keys = [body.key for body in bodies_looked_after(context)]
    return _belongs_to(keys) if keys else false()


def _belongs_to(bodies: Collection[str]) -> ColumnElement[bool]:
    return exists().where(role_grants.c.person_id == people.c.id, role_grants.c.body.in_(bodies))


def _away(context: ReadContext) -> Select[tuple[int]]:
    today = context.now.date().isoformat()
    return select(absences.c.person_id).where(absences.c.since <= today, absences.c.until >= today)


def _rows(context: ReadContext, found: Iterable[PersonRecord]) -> tuple[PersonRow, ...]:
    found = tuple(found)
    ids = [person.id for person in found]
    roles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    grants = select(role_grants).where(role_grants.c.person_id.in_(ids))
    for row in context.connection.execute(grants):
        roles[row.person_id].add((row.body, row.role))
    today = context.now.date().isoformat()
    away: dict[int, str] = {}
    statement = select(absences.c.person_id, absences.c.until).where(
        absences.c.person_id.in_(ids), absences.c.since <= today, absences.c.until >= today
    )
    for row in context.connection.execute(statement):
        away[row.person_id] = max(row.until, away.get(row.person_id, ""))
    return tuple(
        PersonRow(
            id=person.id,
            name=person.name,
            username=person.username,
            active=person.active,
            roles=_role_views(context, roles[person.id]),
            away_until=date.fromisoformat(away[person.id]) if person.id in away else None,
        )
        for person in found
    )


def _role_views(context: ReadContext, roles: Collection[tuple[str, str]]) -> tuple[RoleView, ...]:
    return tuple(
        RoleView(_body_or_none(context, body), role, role_label(context, body, role))
        for body, role in sorted(roles)
    )


def _body_or_none(context: ReadContext, key: str) -> BodyView | None:
    return context.body_view(key) if key else None


def role_label(context: ReadContext, body: str, role: str) -> Label:
    """Return the name of a role by language, of those that every body has, too."""
    known = context.body(body)
    own = known is not None and role in known.roles
    return context.role_name(body, role) if own else BUILT_IN_ROLES.get(role, {"en": role})


def person_page(context: ReadContext, person_id: int) -> PersonPage:
    """Return everything the page of a person shows.

    Raises:
        NotFound: there is no such person within the reader's reach; one's own page always is.
    """
    store, actor = PeopleStore(context.connection), context.actor
    person = store.get(person_id)
    own = actor.person_id == person_id
    if person is None or not (own or _reached(context, person_id)):
        raise NotFound(UNREACHABLE)
    roles = store.roles_of(person_id)
    bodies = context.library.bodies
    sees = {body.key for body in bodies_looked_after(context)}
    all_seen = own or administers_everything(actor)
    may_account = may_administer(actor, roles)
    may_absence = may_record_absence(actor, person_id, roles, bodies)
    facts = PersonFactStore(context.connection)
    of_person = [bodies[key] for key in sorted({body for body, _ in roles}) if key in bodies]
    keeps_in = [body for body in bodies.values() if _keeps(context, body, own=own)]
    return PersonPage(
        row=_rows(context, [person])[0],
        language=person.language,
        own=own,
        locked_until=_locked_until(context, person) if may_account else None,
        password_given=person.password_given,
        facts=tuple(
            _fact_view(context, fact)
            for fact in facts.of([person_id]).get(person_id, ())
            if all_seen or fact.body in sees or fact.kind in ("conflict", "employment")
        ),
        absences=_absence_views(context, person_id),
        log=_log(context, facts, person_id, sees, everything=all_seen or may_account),
        may_account=may_account,
        may_absence=may_absence,
        keeps_in=tuple(context.body_view(body.key) for body in keeps_in),
        declares_in=tuple(context.body_view(body.key) for body in of_person) if own else (),
        grantable=() if own else _grantable(context, roles),
        revocable=frozenset(
            (body, role) for body, role in roles if not own and _gives_out(context, body)
        ),
        deputies=_deputies(context, person_id, roles) if may_absence else (),
    )


def _reached(context: ReadContext, person_id: int) -> bool:
    statement = select(people.c.id).where(people.c.id == person_id, _within_reach(context))
    return context.connection.execute(statement).first() is not None


def _keeps(context: ReadContext, body: Body, *, own: bool) -> bool:
    actor = context.actor
    return not own and may_keep(actor, body)


def _gives_out(context: ReadContext, body: str) -> bool:
    actor = context.actor
    return administers(actor, body) if body else administers_everything(actor)


def _locked_until(context: ReadContext, person: PersonRecord) -> datetime | None:
    failures = SignInStore(context.connection).of_name(person.username, context.now - WINDOW)
    return locked_until(failures, MOST_OF_NAME, context.now)


def _fact_view(context: ReadContext, fact: PersonFactRecord) -> FactView:
    body = context.body(fact.body)
    return FactView(
        id=fact.id or 0,
        kind=fact.kind,
        body=context.body_view(fact.body),
        subject=fact.subject,
        field=fact.field,
        since=date.fromisoformat(fact.since),
        until=date.fromisoformat(fact.until) if fact.until else None,
        evidence=fact.evidence,
        may_end=body is not None and may_keep(context.actor, body),
    )


def _absence_views(context: ReadContext, person_id: int) -> tuple[AbsenceView, ...]:
    found = AbsenceStore(context.connection).of(person_id)
    names = context.people({one.deputy_id for one in found if one.deputy_id})
    return tuple(
        AbsenceView(
            id=one.id or 0,
            since=date.fromisoformat(one.since),
            until=date.fromisoformat(one.until),
            deputy=names.get(one.deputy_id) if one.deputy_id else None,
            reason=one.reason,
        )
        for one in reversed(found)
    )


def _log(
    context: ReadContext,
    facts: PersonFactStore,
    person_id: int,
    sees: Collection[str],
    *,
    everything: bool,
) -> tuple[PeopleLine, ...]:
    lines = [one for one in facts.history(person_id) if everything or one.body in sees]
    roles = PeopleStore(context.connection).roles_of(person_id)
    home = min((body for body, _ in roles if body), default="")
    return tuple(
        PeopleLine(
            at=context.local(one.at, one.body or home),
            actor=one.actor if one.actor_id is not None else "",
            kind=one.kind,
            body=_body_or_none(context, one.body),
            old=one.old or {},
            new=one.new or {},
            reason=one.reason,
        )
        for one in reversed(lines)
    )


def _grantable(
    context: ReadContext, held: Collection[tuple[str, str]]
) -> tuple[tuple[BodyView | None, tuple[tuple[str, Label], ...]], ...]:
    found: list[tuple[BodyView | None, tuple[tuple[str, Label], ...]]] = []
    for body in administered_bodies(context.actor, context.library.bodies):
        keys = [*body.roles, *BUILT_IN_ROLES]
        free = [(key, role_label(context, body.key, key)) for key in keys]
        found.append(
            (
                context.body_view(body.key),
                tuple(one for one in free if (body.key, one[0]) not in held),
            )
        )
    if administers_everything(context.actor) and (INSTALLATION, ADMINISTRATOR) not in held:
        found.append((None, ((ADMINISTRATOR, BUILT_IN_ROLES[ADMINISTRATOR]),)))
    return tuple(found)


def roles_to_give(
    context: ReadContext,
) -> tuple[tuple[BodyView | None, tuple[tuple[str, Label], ...]], ...]:
    """Return the roles the reader may give to a new person, by body."""
    return _grantable(context, ())


def _deputies(
    context: ReadContext, person_id: int, roles: Collection[tuple[str, str]]
) -> tuple[PersonView, ...]:
    """Active people who hold one of the roles, or stand in for one by role."""
    bodies = context.library.bodies
    wanted = set(roles)
    for key, body in bodies.items():
        wanted |= {
            (key, role.key)
            for role in body.roles.values()
            if any((key, replaced) in roles for replaced in role.stands_in_for)
        }
    if not wanted:
        return ()
    grant = or_(*((role_grants.c.body == b) & (role_grants.c.role == r) for b, r in sorted(wanted)))
    rows = context.connection.execute(
        select(people.c.id, people.c.name)
        .join(role_grants, role_grants.c.person_id == people.c.id)
        .where(grant, people.c.active, people.c.id != person_id)
        .distinct()
        .order_by(people.c.name)
    )
    return tuple(PersonView(row.id, row.name) for row in rows)
