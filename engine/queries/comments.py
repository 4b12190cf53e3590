"""Comments on a case as somebody sees them, and where cases mention somebody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.people.mentioning import players_who_see, roles_that_see
from engine.persistence.case_store import ParticipantStore
from engine.persistence.comment_tables import comments, mentions
from engine.persistence.people_store import PeopleStore
from engine.persistence.tables import cases
from engine.queries.case_page import visible_case
from engine.queries.reach import may_see_case, staff_bodies
from engine.queries.read_context import ReadContext
from engine.queries.sight import sight_of
from engine.queries.views import PersonView

MOST = 50
"""Mentions on the page of a person's mentions."""


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment.

    Attributes:
        text: ``""`` for the applicant's side once it was taken back.
        earlier: (moment, text) of the revisions before, the latest first.
        mine: the reader wrote it and may change it or take it back.
    """

    key: str
    author: PersonView
    written_at: datetime
    changed_at: datetime | None
    text: str
    for_applicant: bool
    withdrawn: bool
    earlier: tuple[tuple[datetime, str], ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a case.

    Attributes:
        may_write: the reader may comment.
        outside: the reader is of the applicant's side: what they write is for it.
        people: (user name, name) of those who may be mentioned.
        unread: in how many comments the reader is mentioned and has not noted it yet.
    """

    rows: tuple[CommentView, ...]
    may_write: bool
    outside: bool
    people: tuple[tuple[str, str], ...]
    unread: int


@dataclass(frozen=True, slots=True)
class MentionView:
    """Where a case mentions the reader."""

    case_id: str
    case_number: str
    case_title: str
    comment: str
    at: datetime
    by: str
    text: str
    seen: bool


def comments_of(context: ReadContext, case_id: str) -> Comments:
    """Return the comments of a case, the oldest first.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = visible_case(context, case_id)
    published = context.published(case["version_id"])
    whole = sight_of(context, case_id, published).whole
    statement = select(comments).where(comments.c.case_id == case_id)
    if not whole:
        statement = statement.where(comments.c.for_applicant)
    revisions = context.connection.execute(statement.order_by(comments.c.id)).all()
    authors = context.people({row.author_id for row in revisions})
    found: dict[str, list[tuple[datetime, str, bool, bool, int]]] = {}
    for row in revisions:
        at = context.local(row.at, case["body"])
        told = (at, row.text, row.for_applicant, row.withdrawn, row.author_id)
        found.setdefault(row.comment, []).append(told)
    me = context.actor.person_id
    players = ParticipantStore(context.connection).of(case_id)
    staff = case["body"] in staff_bodies(context)
    may_write = me is not None and (staff or any(person == me for _, person in players))
    body = published.body
    people: tuple[tuple[str, str], ...] = ()
    if may_write:
        within = players_who_see(body, players, for_applicant=True)
        people = tuple(
            (one.username, one.name)
            for one in PeopleStore(context.connection).active_with(
                case["body"], roles_that_see(body), within
            )
            if one.id != me
        )
    return Comments(
        rows=tuple(_view(key, told, authors, me, whole) for key, told in found.items()),
        may_write=may_write,
        outside=not whole,
        people=people,
        unread=_unread(context, case_id) if me is not None else 0,
    )


def _view(
    key: str,
    told: list[tuple[datetime, str, bool, bool, int]],
    authors: dict[int, PersonView],
    me: int | None,
    whole: bool,
) -> CommentView:
    at, text, for_applicant, withdrawn, author = told[-1]
    return CommentView(
        key=key,
        author=authors[author],
        written_at=told[0][0],
        changed_at=at if len(told) > 1 else None,
        text=text if whole or not withdrawn else "",
        for_applicant=for_applicant,
        withdrawn=withdrawn,
        earlier=tuple((one[0], one[1]) for one in reversed(told[:-1])) if whole else (),
        mine=author == me and not withdrawn,
    )


def _unread(context: ReadContext, case_id: str = "") -> int:
    statement = (
        select(func.count())
        .select_from(mentions)
        .where(mentions.c.person_id == context.actor.person_id, mentions.c.seen_at.is_(None))
    )
    if case_id:
        statement = statement.where(mentions.c.case_id == case_id)
    return int(context.connection.execute(statement).scalar_one())


def unread_mentions(context: ReadContext) -> int:
    """Return in how many comments the reader is mentioned and has not noted it yet."""
    return _unread(context) if context.actor.person_id is not None else 0


def mentions_of_me(context: ReadContext) -> tuple[MentionView, ...]:
    """Return where cases within reach mention the reader, what is unread first, then the latest."""
    latest = (
        select(comments.c.comment, func.max(comments.c.revision).label("revision"))
        .group_by(comments.c.comment)
        .subquery()
    )
    statement = (
        select(
            mentions,
            cases.c.number,
            cases.c.title,
            cases.c.body,
            comments.c.text,
            comments.c.author_id,
            comments.c.withdrawn,
        )
        .join(cases, cases.c.id == mentions.c.case_id)
        .join(latest, latest.c.comment == mentions.c.comment)
        .join(
            comments,
            (comments.c.comment == latest.c.comment) & (comments.c.revision == latest.c.revision),
        )
        .where(mentions.c.person_id == context.actor.person_id, may_see_case(context))
        .order_by(mentions.c.seen_at.is_not(None), mentions.c.at.desc())
        .limit(MOST)
    )
    rows = context.connection.execute(statement).all()
    authors = context.people({row.author_id for row in rows})
    return tuple(
        MentionView(
            row.case_id,
            row.number,
            row.title,
            row.comment,
            context.local(row.at, row.body),
            authors[row.author_id].name,
            "" if row.withdrawn else row.text,
            row.seen_at is not None,
        )
        for row in rows
    )
