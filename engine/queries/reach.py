"""What a person may see: the work of their roles, and the cases they take part in."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, true, tuple_

from engine.errors import NotAllowed
from engine.people.administration import reads_everything
from engine.persistence.tables import cases, participants, work_items
from engine.queries.read_context import ReadContext


def staff_bodies(context: ReadContext) -> set[str]:
    """Return the bodies in which the person holds a role of the staff."""
    found = set()
    for body_key, role in context.actor.roles:
        body = context.body(body_key)
        if body and role in body.roles and not body.roles[role].participant:
            found.add(body_key)
    return found


def refuse_all_but_the_operator(context: ReadContext) -> None:
    """Refuse people what belongs to no case of theirs.

    Raises:
        NotAllowed: it is nobody's but the operator's.
    """
    if not context.actor.is_system:
        raise NotAllowed


def bodies_audited(context: ReadContext) -> set[str]:
    """Return the bodies whose history the person reads as a whole, as internal auditor."""
    keys = context.library.bodies
    if context.actor.is_system:
        return {*keys, ""}
    return {key for key in keys if reads_everything(context.actor, key)}


def bodies_read(context: ReadContext) -> set[str]:
    """Return the bodies whose records the person reads: of the staff, or as internal auditor."""
    audited = {key for key in context.library.bodies if reads_everything(context.actor, key)}
    return staff_bodies(context) | audited


def may_see_case(context: ReadContext) -> ColumnElement[bool]:
    """The condition on ``cases``.

    Cases of the bodies one works for or audits, those one takes part in, and those with a step
    that waits for whoever holds one's role.
    """
    if context.actor.is_system:
        return true()
    mine = exists().where(
        participants.c.case_id == cases.c.id,
        participants.c.person_id == context.actor.person_id,
        participants.c.dismissed_at.is_(None),
    )
    open_to_me = exists().where(
        work_items.c.case_id == cases.c.id, work_items.c.state == "open", may_work_on(context)
    )
    bodies = bodies_read(context)
    return or_(cases.c.body.in_(bodies), mine, open_to_me)


@dataclass(frozen=True, slots=True)
class Participation:
    """Steps of a role in which the case decides who does them.

    Attributes:
        players: the person, and the absent colleagues whose deputy they are.
        outsider: whether the role may know nothing of another's case.
    """

    body: str
    role: str
    players: tuple[int | None, ...]
    outsider: bool

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition on ``work_items``.

        Steps of cases in which one of the players is appointed. Where nobody is, the step waits for
        anybody of the role; but not for outsiders (an applicant): the staff records their answer.
        """
        appointed = exists().where(
            participants.c.case_id == work_items.c.case_id,
            participants.c.role == self.role,
            participants.c.dismissed_at.is_(None),
        )
        me = appointed.where(or_(*(participants.c.person_id == one for one in self.players)))
        whose = me if self.outsider else or_(me, ~appointed)
        return and_(work_items.c.body == self.body, work_items.c.role == self.role, whose)


@dataclass(frozen=True, slots=True)
class Reach:
    """The work items that a person may do, or whose answers they may record.

    Attributes:
        pairs: (body, role) of which they may do every work item; ``""`` stands for no role.
        as_participant: roles in which the case decides who.
        unlimited: every work item: the system's reach.
    """

    pairs: frozenset[tuple[str, str]]
    as_participant: tuple[Participation, ...] = ()
    unlimited: bool = False


def reach_of(context: ReadContext) -> Reach:
    """Return what a person may work on."""
    actor = context.actor
    if actor.is_system:
        return Reach(frozenset(), unlimited=True)
    pairs: set[tuple[str, str]] = set()
    found: list[Participation] = []
    for body_key in sorted({body for body, _ in actor.roles}):
        body = context.body(body_key)
        if body is None:
            continue
        for name, role in body.roles.items():
            held = actor.has_role(body_key, name) or (body_key, name) in actor.stands_in
            records = any(actor.has_role(body_key, recorder) for recorder in role.recorded_by)
            if records or (held and not role.participant):
                pairs.add((body_key, name))
            elif held:
                outsider = bool(role.recorded_by)
                players = (actor.person_id, *sorted(actor.absent_in(body_key)))
                found.append(Participation(body_key, name, players, outsider))
    pairs |= {(body, "") for body in staff_bodies(context)}
    return Reach(frozenset(pairs), tuple(found))


def may_work_on(context: ReadContext) -> ColumnElement[bool]:
    """The condition on ``work_items``.

    Steps the person may do, or whose answers they may record.
    """
    reach = reach_of(context)
    if reach.unlimited:
        return true()
    conditions = [one.condition for one in reach.as_participant]
    if reach.pairs:
        of_roles = tuple_(work_items.c.body, work_items.c.role)
        conditions.append(of_roles.in_(sorted(reach.pairs)))
    return or_(*conditions) if conditions else false()
