"""Audits after the initial one: a share of its time, in half days, with a least time."""

from dataclasses import dataclass
from decimal import Decimal

from tasks.audit_time.figures import MD5, Share, decimal_of, nearest_half_day, shown
from tasks.errors import N_
from tasks.operation import Line


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The time of a later audit.

    Attributes:
        days: in half days.
        exact: before rounding.
        lines: how it was worked out.
    """

    days: Decimal
    exact: Decimal
    lines: tuple[Line, ...]


def follow_up(
    initial: Decimal, share: Share, least: Decimal, clause: str, *, ties_up: bool
) -> FollowUp:
    """Return the time of a later audit.

    Args:
        initial: exact time of the initial audit.
        share: its share.
        least: least days.
        clause: clause of the share and of the least time.
        ties_up: whether the middle between two half days goes up.
    """
    exact = decimal_of(share.of(initial))
    rounded, rounding = nearest_half_day(exact, ties_up)
    template = N_("{part}/{whole} of {initial} days")
    facts = {"part": share.part, "whole": share.whole, "initial": shown(initial)}
    lines = [Line(template, shown(exact), f"{MD5}, {clause}", facts), rounding]
    if rounded < least:
        template = N_("At least {least} days")
        lines.append(Line(template, least, f"{MD5}, {clause}", {"least": least}))
    return FollowUp(max(rounded, least).normalize(), exact.normalize(), tuple(lines))
