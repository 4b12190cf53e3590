"""The time of the surveillances of one year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.division import on_and_off_site
from tasks.audit_time.figures import MD5, Share
from tasks.audit_time.follow_up import follow_up
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = f"{MD5}, clause 5"


@dataclass(frozen=True, slots=True)
class SurveillanceInputs:
    """The time it is a share of.

    Attributes:
        initial_days: exact days of the initial audit.
    """

    initial_days: Annotated[Decimal, Limits(minimum=0, maximum=1_000_000)]


@dataclass(frozen=True, slots=True)
class SurveillanceParameters:
    """Dated parameters.

    Attributes:
        surveillance_share: share of the initial time.
        surveillance_least: least days.
        half_day_ties_up: whether the middle between two half days goes up.
        on_site_share: least per cent of the time on site.
    """

    surveillance_share: Share
    surveillance_least: Decimal
    half_day_ties_up: bool
    on_site_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]


@dataclass(frozen=True, slots=True)
class SurveillanceResult:
    """The time of all surveillances in one year.

    Attributes:
        days: in half days.
        exact: before rounding.
        on_site_least: least days on site.
        off_site_most: most days off site.
        working: how it was worked out.
    """

    days: Decimal
    exact: Decimal
    on_site_least: Decimal
    off_site_most: Decimal
    working: tuple[Line, ...]


@operation("audit_time.surveillance", clause=CLAUSE)
def calculate(inputs: SurveillanceInputs, parameters: SurveillanceParameters) -> SurveillanceResult:
    """Return the time of surveillance in a year: a third of the initial time, one day at least.

    Args:
        inputs: the exact time of the initial audit.
        parameters: the share, the least time and the rounding.

    Returns:
        Days in half days, not less than the least time.

    Source: IAF MD 5:2019, clause 5.
    """
    time = follow_up(
        inputs.initial_days,
        parameters.surveillance_share,
        parameters.surveillance_least,
        "clause 5",
        ties_up=parameters.half_day_ties_up,
    )
    # What is planned on site follows the time that is really taken, the least time included.
    taken = max(time.exact, parameters.surveillance_least)
    division = on_and_off_site(taken, parameters.on_site_share)
    return SurveillanceResult(
        days=time.days,
        exact=time.exact,
        on_site_least=division.on_site_least,
        off_site_most=division.off_site_most,
        working=(*time.lines, *division.lines),
    )
