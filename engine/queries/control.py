"""Stopping, suspending and moving a case by hand: what a person is told before, and after."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from engine.errors import EngineError, NotAllowed, NotFound
from engine.moving.by_hand import refusal
from engine.people.correcting import may_correct, refuse_unless_corrects
from engine.persistence.records import RUNNING
from engine.persistence.tables import cases, event_values, events
from engine.queries.case_page import visible_case
from engine.queries.cases import as_case_rows
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext
from engine.queries.sight import sight_of
from engine.queries.standing import read_standing
from engine.queries.views import CaseRow
from engine.runtime.live_case import LiveCase

CONTROLS = {"cancelled": "case_cancelled", "suspended": "case_suspended"}
"""State of a case -> kind of the event that brought it about."""


@dataclass(frozen=True, slots=True)
class Held:
    """Why a case does not go on.

    Attributes:
        state: ``suspended | cancelled``.
        by: name of who did it; ``""`` for the applicant's side.
        reason: why; ``""`` for the applicant's side, and where it was erased.
    """

    state: str
    at: datetime
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """A token that waits, and where it may be moved.

    Attributes:
        targets: (element id, name) each.
        refusal: why it may not be moved; ``None`` where it may.
    """

    task_id: str
    element_id: str
    name: str
    targets: tuple[tuple[str, str], ...]
    refusal: EngineError | None


@dataclass(frozen=True, slots=True)
class ControlPage:
    """What somebody is told before they stop, suspend, resume or move a case.

    Attributes:
        revision: of the case, as it was looked at.
        steps: names of the open steps.
        drafts: how many of them have a draft.
        linked: numbers of the neighbours that would be told of its being stopped.
        choices: the tokens that wait.
    """

    row: CaseRow
    revision: int
    steps: tuple[str, ...]
    drafts: int
    linked: tuple[str, ...]
    choices: tuple[MoveChoice, ...]


def corrects(context: ReadContext, body_key: str) -> bool:
    """Whether the reader may stop, suspend, resume and move cases of a body."""
    return may_correct(context.actor, context.library.bodies, body_key)


def held(context: ReadContext, case_id: str) -> Held | None:
    """Return why a case does not go on; ``None`` for one that goes on or has ended by itself.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = visible_case(context, case_id)
    kind = CONTROLS.get(case["state"])
    if kind is None:
        return None
    statement = (
        select(events.c.at, events.c.actor, event_values.c.changes)
        .outerjoin(
            event_values,
            and_(
                event_values.c.case_id == events.c.case_id,
                event_values.c.number == events.c.number,
            ),
        )
        .where(events.c.case_id == case_id, events.c.kind == kind)
        .order_by(events.c.number.desc())
        .limit(1)
    )
    row = context.connection.execute(statement).first()
    if row is None:
        return None
    at = context.local(row.at, case["body"])
    if not sight_of(context, case_id, context.published(case["version_id"])).whole:
        return Held(case["state"], at)
    reason = next((c["new"] for c in row.changes or () if c["path"] == "reason"), "")
    return Held(case["state"], at, row.actor, str(reason or ""))


def control_page(context: ReadContext, case_id: str) -> ControlPage:
    """Return what is asked before a case is stopped, suspended, resumed or moved.

    Raises:
        NotFound: there is no such case within the person's reach.
        NotAllowed: the person holds no role that corrects cases of its body.
    """
    case = visible_case(context, case_id)
    refuse_unless_corrects(context.actor, context.library.bodies, case["body"])
    published = context.published(case["version_id"])
    if not sight_of(context, case_id, published).whole:
        raise NotAllowed
    workflow = context.connection.execute(
        select(cases.c.workflow).where(cases.c.id == case_id)
    ).scalar_one_or_none()
    if workflow is None:
        raise NotFound("There is no such case, or it is not within your reach.")
    live = LiveCase.load(published.executable, workflow)
    running = case["state"] in RUNNING
    items = read_standing(context, case_id, published, ()).items
    return ControlPage(
        row=as_case_rows([case], context)[0],
        revision=case["revision"],
        steps=tuple(item.name for item in items),
        drafts=sum(item.has_draft for item in items),
        linked=_neighbours(context, case_id, case["started_from"]),
        choices=tuple(
            MoveChoice(
                one.task_id,
                one.element_id,
                published.name_of(one.element_id),
                tuple((target, published.name_of(target)) for target in one.targets),
                refusal(one.refusal) if one.refusal else None,
            )
            for one in live.movable()
            if running
        ),
    )


def _neighbours(context: ReadContext, case_id: str, started_from: str | None) -> tuple[str, ...]:
    statement = select(cases.c.number).where(
        or_(cases.c.started_from == case_id, cases.c.id == started_from),
        cases.c.state.in_(RUNNING),
        may_see_case(context),
    )
    return tuple(context.connection.execute(statement.order_by(cases.c.number)).scalars())
