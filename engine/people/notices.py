"""Notices to people: kept in the transaction that causes them, sent by a job after it.

A notice names a case, a step and who caused it, and nothing else: the mail says no more of a case
than its number, the step and the client.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from engine.actor import Actor
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.work_stores import NoticeRecord

ASSIGNED: Final = "assigned"
BEFORE: Final = "before_term"
AT_TERM: Final = "at_term"
MENTIONED: Final = "mentioned"
AT_ONCE, DIGEST, NEVER = "at_once", "digest", "never"
USUAL: Final = {ASSIGNED: AT_ONCE, BEFORE: DIGEST, AT_TERM: AT_ONCE, MENTIONED: AT_ONCE}
"""Kind -> when it is sent to those who chose nothing else: our choice, no text speaks of it."""

MAIL: Final = "mail_notices"
"""Kind of the job that sends what a person is to be told."""

GATHERING: Final = timedelta(minutes=1)
"""What comes within it goes in one mail: ten tasks given at once are one mail."""


class Surroundings(Protocol):
    """What a notice is written in: the transaction of a command has it."""

    @property
    def work(self) -> UnitOfWork:
        """The stores."""

    @property
    def actor(self) -> Actor:
        """Who causes it."""

    @property
    def now(self) -> datetime:
        """The moment, aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told.

    Attributes:
        kind: one of ``USUAL``.
        work_item_id: the step, or ``""`` for the case as a whole.
        case_id: the case.
        mark: what tells it from another notice of the same kind about the same step, e.g. the id
            of a comment; ``""`` takes the moment.
        zone: time zone by whose clock the hour of a digest is meant.
    """

    kind: str
    work_item_id: str
    case_id: str
    mark: str = ""
    zone: str = "UTC"


def notify(around: Surroundings, person_id: int, notice: Notice) -> bool:
    """Tell a person something, once, as they wish to be told.

    Args:
        around: the transaction that causes it.
        person_id: who is told.
        notice: what.

    Returns:
        Whether it was written: not when it was told before, or the person wants none of its kind.
    """
    wanted = around.work.notices.settings_of(person_id)
    when = wanted.when.get(notice.kind, USUAL[notice.kind])
    if when == NEVER:
        return False
    send_at = around.now + GATHERING
    if when == DIGEST:
        send_at = next_hour(around.now, wanted.hour, ZoneInfo(notice.zone))
    mark = notice.mark or around.now.isoformat()
    key = f"{notice.kind}:{notice.work_item_id or notice.case_id}:{person_id}:{mark}"[:150]
    record = NoticeRecord(
        person_id=person_id,
        kind=notice.kind,
        key=key,
        case_id=notice.case_id,
        work_item_id=notice.work_item_id,
        by=around.actor.name if not around.actor.is_system else "",
        at=around.now,
        send_at=send_at if wanted.address else None,
    )
    if not around.work.notices.add(record):
        return False
    if wanted.address:
        job = f"{MAIL}:{person_id}:{send_at.replace(second=0, microsecond=0).isoformat()}"
        around.work.jobs.add(MAIL, job, {"person_id": person_id}, _full_minute(send_at))
    return True


def next_hour(now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """Return the next moment at which it is a full hour in a zone."""
    local = now.astimezone(zone)
    found = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (found if found > local else found + timedelta(days=1)).astimezone(now.tzinfo)


def _full_minute(moment: datetime) -> datetime:
    """The end of its minute, so that one job sends whatever is to be sent within it."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
