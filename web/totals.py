"""A total in words: until when, how much of it is used, and what is left."""

from dataclasses import dataclass
from datetime import datetime

from engine.queries.views import TotalView
from web.dates import day_text
from web.languages import current_language
from web.terms import term_words
from web.translating import gettext, ngettext


@dataclass(frozen=True, slots=True)
class TotalWords:
    """What a page says of a total.

    Attributes:
        when: e.g. ``by 23 November, Monday``, or ``ended on 23 November``.
        used: e.g. ``12 of 20 working days used``; ``""`` where none are counted.
        left: e.g. ``8 working days left``.
        tone: ``late``, ``soon`` or ``""``; colour only strengthens the words.
    """

    when: str
    used: str
    left: str
    tone: str


def total_words(total: TotalView, now: datetime) -> TotalWords:
    """Return the words of a total; ``now`` is aware."""
    plain = term_words(total.due, now)
    late = total.left is not None and total.left < 0
    if total.ended_at:
        tone = "late" if late else ""
        return TotalWords(_ended(total, total.ended_at, now), _used(total), _late_by(total), tone)
    if total.due.at is None:
        return TotalWords(plain.when, _used(total), _left(total), "late" if late else "")
    left = _left(total) if total.days == "calendar_days" else plain.left
    return TotalWords(plain.when, _used(total), left, plain.tone)


def _ended(total: TotalView, at: datetime, now: datetime) -> str:
    day = day_text(at.date(), current_language(), this_year=now.astimezone(at.tzinfo).year)
    if total.due.state == "met":
        return gettext("ended on %(day)s", day=day)
    return gettext("no longer counted since %(day)s", day=day)


def _used(total: TotalView) -> str:
    if total.used is None or total.whole is None:
        return ""
    if total.days == "working_days":
        return ngettext(
            "%(used)s of %(num)s working day used",
            "%(used)s of %(num)s working days used",
            total.whole,
            used=total.used,
        )
    return ngettext(
        "%(used)s of %(num)s calendar day used",
        "%(used)s of %(num)s calendar days used",
        total.whole,
        used=total.used,
    )


def _left(total: TotalView) -> str:
    if total.left is None:
        return ""
    if total.left < 0:
        return _late_by(total)
    if total.left == 0:
        return gettext("last day")
    if total.days == "working_days":
        return ngettext("%(num)s working day left", "%(num)s working days left", total.left)
    return ngettext("%(num)s calendar day left", "%(num)s calendar days left", total.left)


def _late_by(total: TotalView) -> str:
    if total.left is None or total.left >= 0:
        return ""
    if total.days == "working_days":
        return ngettext("%(num)s working day overdue", "%(num)s working days overdue", -total.left)
    return ngettext("%(num)s calendar day overdue", "%(num)s calendar days overdue", -total.left)
