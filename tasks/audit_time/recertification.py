"""The time of a recertification."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.division import on_and_off_site
from tasks.audit_time.figures import MD5, Share
from tasks.audit_time.follow_up import follow_up
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = f"{MD5}, clause 6"


@dataclass(frozen=True, slots=True)
class RecertificationInputs:
    """The time it is a share of.

    Attributes:
        initial_days: exact days that an initial audit would take with the data of today.
    """

    initial_days: Annotated[Decimal, Limits(minimum=0, maximum=1_000_000)]


@dataclass(frozen=True, slots=True)
class RecertificationParameters:
    """Dated parameters.

    Attributes:
        recertification_share: share of the initial time.
        recertification_least: least days.
        half_day_ties_up: whether the middle between two half days goes up.
        on_site_share: least per cent of the time on site.
    """

    recertification_share: Share
    recertification_least: Decimal
    half_day_ties_up: bool
    on_site_share: Annotated[Decimal, Limits(minimum=0, maximum=100)]


@dataclass(frozen=True, slots=True)
class RecertificationResult:
    """The time of a recertification.

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


@operation("audit_time.recertification", clause=CLAUSE)
def calculate(
    inputs: RecertificationInputs, parameters: RecertificationParameters
) -> RecertificationResult:
    """Return the time of recertification: two thirds of an initial audit today, one day at least.

    Args:
        inputs: the exact time of the initial audit.
        parameters: the share, the least time and the rounding.

    Returns:
        Days in half days, not less than the least time.

    Source: IAF MD 5:2019, clause 6.
    """
    time = follow_up(
        inputs.initial_days,
        parameters.recertification_share,
        parameters.recertification_least,
        "clause 6",
        ties_up=parameters.half_day_ties_up,
    )
    # What is planned on site follows the time that is really taken, the least time included.
    taken = max(time.exact, parameters.recertification_least)
    division = on_and_off_site(taken, parameters.on_site_share)
    return RecertificationResult(
        days=time.days,
        exact=time.exact,
        on_site_least=division.on_site_least,
        off_site_most=division.off_site_most,
        working=(*time.lines, *division.lines),
    )
