"""What would become of the running cases of a procedure in another of its versions."""

from collections.abc import Mapping

from sqlalchemy import func, select

from engine.errors import NotAllowed, NotFound
from engine.library import Published
from engine.moving.plan import Standing, plan
from engine.people.guards import GUARDS
from engine.people.owning import owns
from engine.persistence.case_store import WorkItemStore
from engine.persistence.deadline_store import DeadlineStore
from engine.persistence.guard_store import GuardStore
from engine.persistence.records import CaseRecord
from engine.persistence.statement import columns_of
from engine.persistence.tables import cases
from engine.persistence.version_store import VersionStore
from engine.queries.owned_procedure import version_views
from engine.queries.owner_views import CaseMove, MovesPage
from engine.queries.read_context import ReadContext


def moves_page(
    context: ReadContext,
    procedure: str,
    number: int | None = None,
    mapping: Mapping[str, str] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> MovesPage:
    """Return what would become of each running case; nothing is changed.

    Args:
        context: what is read with.
        procedure: ``<body>/<procedure>``.
        number: of the version they could go over to; ``None`` for the one in force.
        mapping: human step of older versions -> one of the target to go on from.
        limit: how many cases.
        offset: how many are left out before.

    Raises:
        NotFound: there is no such version.
        NotAllowed: the reader does not own the body's procedures.
    """
    versions = VersionStore(context.connection)
    target = next((v for v in version_views(context, procedure) if _wanted(v, number)), None)
    record = versions.get(target.id) if target else None
    if target is None or record is None:
        raise NotFound("The procedure «{procedure}» has no such version.", procedure=procedure)
    if not owns(context.actor, record.body):
        raise NotAllowed("Only a process owner of the body moves its cases to another version.")
    new = context.published(record.id)
    others = (
        (cases.c.procedure == procedure)
        & (cases.c.state == "open")
        & (cases.c.version_id != record.id)
    )
    total = context.connection.execute(select(func.count()).select_from(cases).where(others))
    statement = select(*columns_of(cases, CaseRecord._fields)).where(others)
    rows = context.connection.execute(
        statement.order_by(cases.c.started_at, cases.c.number).limit(limit).offset(offset)
    )
    records = [CaseRecord(*row) for row in rows]
    moves = tuple(_move(context, one, new, mapping or {}) for one in records)
    people = {w.person_id for move in moves for w in move.plan.waivers if w.person_id}
    return MovesPage(
        key=procedure,
        name=record.name,
        body=context.body_view(record.body),
        target=target,
        at=context.local(context.now, record.body),
        moves=moves,
        total=int(total.scalar_one()),
        steps=tuple(
            (e.id, e.name or e.id) for d in new.diagrams for e in d.elements.values() if e.is_human
        ),
        rules={name: guard.rule for name, guard in GUARDS.items()},
        people=GuardStore(context.connection).names(people),
        role_names={key: role.name for key, role in (new.body.roles.items() if new.body else ())},
    )


def _wanted(version: object, number: int | None) -> bool:
    taken_back = getattr(version, "taken_back_at", None)
    if number is None:
        return bool(getattr(version, "in_force", False))
    return getattr(version, "number", None) == number and taken_back is None


def _move(
    context: ReadContext, record: CaseRecord, new: Published, mapping: Mapping[str, str]
) -> CaseMove:
    old = context.published(record.version_id)
    standing = Standing(
        record,
        WorkItemStore(context.connection).open_of(record.id),
        DeadlineStore(context.connection).live_of(record.id),
        GuardStore(context.connection).waivers_of(record.id),
    )
    return CaseMove(
        case_id=record.id,
        number=record.number,
        title=record.title or record.number,
        version_number=old.number,
        revision=record.revision,
        plan=plan(standing, old, new, context.now, mapping),
    )
