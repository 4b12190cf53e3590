"""What an audit time is divided into: on site and off site, stage 1 and stage 2."""

from dataclasses import dataclass
from decimal import Decimal

from tasks.audit_time.figures import HUNDRED, MD5, half_day, shown
from tasks.errors import N_
from tasks.operation import Line


@dataclass(frozen=True, slots=True)
class Division:
    """The time on site and off site.

    Attributes:
        on_site_least: least days on site, to a thousandth.
        off_site_most: most days off site, to a thousandth.
        lines: how they were worked out.
    """

    on_site_least: Decimal
    off_site_most: Decimal
    lines: tuple[Line, ...]


def on_and_off_site(exact: Decimal, share: Decimal) -> Division:
    """Return the least time on site and the most off site.

    Args:
        exact: the audit time before rounding, in days.
        share: least per cent on site.

    Source: IAF MD 5:2019, 2.1.2 and 4.1.
    """
    on_site = shown(exact * share / HUNDRED)
    off_site = shown(exact - on_site)
    clause = f"{MD5}, 2.1.2, 4.1"
    facts = {"share": share, "exact": shown(exact)}
    return Division(
        on_site,
        off_site,
        (
            Line(N_("On site at least {share} % of {exact} days"), on_site, clause, facts),
            Line(N_("Off site, planning and report, at most"), off_site, clause),
        ),
    )


def stage_1(days: Decimal, share: Decimal, least: Decimal, ties_up: bool) -> tuple[Decimal, Line]:
    """Return the days of stage 1, in half days, and the line that explains them.

    Args:
        days: the whole initial audit, rounded.
        share: per cent of it.
        least: least days of stage 1.
        ties_up: whether a quarter of a day goes up.
    """
    part = half_day(days * share / HUNDRED, ties_up)
    stage = min(max(part, least), days).normalize()
    facts: dict[str, object] = {"share": share, "days": days, "reading": "stage1_share"}
    if part < least:
        template = N_("Stage 1: not {share} % of {days} days but the least (reading «{reading}»)")
        facts["reading"] = "stage1_least"
    else:
        template = N_("Stage 1: {share} % of {days} days, in half days (reading «{reading}»)")
    return stage, Line(template, stage, "", facts)
