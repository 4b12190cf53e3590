"""The time of an audit of an organisation with several sites."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from tasks.audit_time.cycle import AUDITS, INITIAL, RECERTIFICATION, SURVEILLANCE
from tasks.audit_time.day_tables import Continuation, DayTable
from tasks.audit_time.days import DaysInputs, DaysParameters
from tasks.audit_time.figures import (
    MD5,
    Share,
    decimal_of,
    half_day,
    nearest_half_day,
    refuse,
    rounded_days,
    shown,
    unknown,
)
from tasks.audit_time.site_times import CLAUSE, CentralTime, PlaceTime, SiteTime, place_time
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation

_CENTRAL = {
    "en": "Central function",
    "ru": "Центральная функция",
    "ky": "Борбордук функция",
    "kk": "Орталық функция",
}


@dataclass(frozen=True, slots=True)
class SitesInputs:
    """What is visited.

    Attributes:
        audit: initial, surveillance or recertification.
        system: qms, ems or ohs.
        central: the central function, visited at every audit.
        sites: the sites by name.
        visited: names of the sites visited at this audit.
        complexity: column of the table; the quality table takes none.
    """

    audit: str
    system: str
    central: CentralTime
    sites: Mapping[str, SiteTime] = field(default_factory=dict)
    visited: tuple[str, ...] = ()
    complexity: str = ""


@dataclass(frozen=True, slots=True)
class SitesParameters:
    """Dated parameters.

    Attributes:
        audit_days_qms: table of quality management systems.
        audit_days_ems: table of environmental management systems.
        audit_days_ohs: table of occupational health and safety management systems.
        audit_days_above: how the tables go on above their last band.
        audit_days_interpolated: whether days lie on lines between the ends of bands.
        site_reduction_limit: how far the time of a site may be reduced in all, per cent.
        central_reduction_limit: how far that of the central function may be, per cent.
        surveillance_share: share of the initial time of the central function at surveillance.
        site_surveillance_share: share of the initial time of a site at surveillance.
        surveillance_least: least days of surveillance in a year.
        recertification_share: share of the initial time at recertification.
        recertification_least: least days of recertification.
        half_day_ties_up: whether the middle between two half days goes up.
        rounding_keeps_floor: whether rounding may not go below the limits.
        rounded_once: whether the total alone is rounded; else every place is.
    """

    audit_days_qms: DayTable
    audit_days_ems: DayTable
    audit_days_ohs: DayTable
    audit_days_above: Continuation
    audit_days_interpolated: bool
    site_reduction_limit: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    central_reduction_limit: Annotated[Decimal, Limits(minimum=0, maximum=100)]
    surveillance_share: Share
    site_surveillance_share: Share
    surveillance_least: Decimal
    recertification_share: Share
    recertification_least: Decimal
    half_day_ties_up: bool
    rounding_keeps_floor: bool
    rounded_once: bool


@dataclass(frozen=True, slots=True)
class SitesResult:
    """The time of the audit.

    Attributes:
        days: the whole organisation, in half days.
        exact: before rounding.
        central: exact days of the central function.
        sites: exact days of every visited site.
        sites_total: exact days of the visited sites together.
        approval_required: whether table days of a place have to be approved.
        working: how it was worked out.
    """

    days: Decimal
    exact: Decimal
    central: Decimal
    sites: Mapping[str, Decimal]
    sites_total: Decimal
    approval_required: bool
    working: tuple[Line, ...]


@operation("audit_time.sites", clause=CLAUSE)
def calculate(inputs: SitesInputs, parameters: SitesParameters) -> SitesResult:
    """Return the time of an audit of several sites: the central function and every visited site.

    Args:
        inputs: the audit, the places and which of them are visited.
        parameters: tables, limits and shares.

    Returns:
        Days in half days. Each place is worked out for its own personnel.

    Raises:
        InputInvalid: a site is unknown or named twice, or reduced by more than its limit.

    Source: IAF MD 1:2018, 7.3, 7.3.1; IAF MD 5:2019, clauses 5 and 6.
    """
    refuse(_faults(inputs, parameters))
    central = _central(inputs, parameters)
    sites = {name: _site(name, inputs, parameters) for name in inputs.visited}
    central_share, site_share, least = _of_the_audit(inputs.audit, parameters)
    central_days = _kept(central_share.of(central.exact), parameters)
    days = {name: _kept(site_share.of(one.exact), parameters) for name, one in sites.items()}
    sites_total = sum(days.values(), Fraction(0))
    exact = decimal_of(central_days + sites_total)
    floor = central.floor + sum((one.floor for one in sites.values()), Decimal(0))
    rounded, rounding = _rounded(inputs.audit, exact, floor, parameters)
    return SitesResult(
        days=max(rounded, least).normalize(),
        exact=exact.normalize(),
        central=decimal_of(central_days),
        sites={name: decimal_of(figure) for name, figure in days.items()},
        sites_total=decimal_of(sites_total),
        approval_required=any(one.approval_required for one in (central, *sites.values())),
        working=(
            *central.lines,
            *(line for one in sites.values() for line in one.lines),
            *_shares(inputs.audit, central_share, site_share, central_days, sites_total),
            _summed(exact, parameters),
            *rounding,
            *_least(rounded, least),
        ),
    )


def _faults(inputs: SitesInputs, parameters: SitesParameters) -> Iterator[InputFault]:
    if inputs.audit not in AUDITS:
        yield unknown("audit", inputs.audit, AUDITS)
    limit = parameters.central_reduction_limit
    if inputs.central.adjustment < -limit:
        yield InputFault(
            "central.adjustment",
            N_(
                "The central function may be reduced by {limit} % at most, not by {asked} %"
                " (reading «{reading}»)."
            ),
            {
                "limit": limit,
                "asked": -inputs.central.adjustment,
                "reading": "central_reduction_limit",
            },
        )
    limit = parameters.site_reduction_limit
    for name, site in inputs.sites.items():
        if site.adjustment - site.centralised < -limit:
            yield InputFault(
                f"sites.{name}",
                N_("The site «{site}» may be reduced by {limit} % at most, not by {asked} %."),
                {"site": name, "limit": limit, "asked": site.centralised - site.adjustment},
            )
    for at, name in enumerate(inputs.visited):
        if name not in inputs.sites:
            yield unknown(f"visited.{at}", name, inputs.sites)
        if name in inputs.visited[:at]:
            yield InputFault(
                f"visited.{at}", N_("The site «{site}» is named twice."), {"site": name}
            )


def _central(inputs: SitesInputs, parameters: SitesParameters) -> PlaceTime:
    return place_time(
        "central",
        _CENTRAL,
        DaysInputs(inputs.system, inputs.central.personnel, inputs.complexity),
        inputs.central.adjustment,
        parameters.central_reduction_limit,
        _tables(parameters),
    )


def _site(name: str, inputs: SitesInputs, parameters: SitesParameters) -> PlaceTime:
    site = inputs.sites[name]
    return place_time(
        f"sites.{name}",
        name,
        DaysInputs(inputs.system, site.personnel, inputs.complexity),
        site.adjustment - site.centralised,
        parameters.site_reduction_limit,
        _tables(parameters),
    )


def _tables(parameters: SitesParameters) -> DaysParameters:
    return DaysParameters(
        parameters.audit_days_qms,
        parameters.audit_days_ems,
        parameters.audit_days_ohs,
        parameters.audit_days_above,
        parameters.audit_days_interpolated,
    )


def _of_the_audit(audit: str, parameters: SitesParameters) -> tuple[Share, Share, Decimal]:
    again = parameters.recertification_share
    return {
        INITIAL: (Share(1, 1), Share(1, 1), Decimal(0)),
        SURVEILLANCE: (
            parameters.surveillance_share,
            parameters.site_surveillance_share,
            parameters.surveillance_least,
        ),
        RECERTIFICATION: (again, again, parameters.recertification_least),
    }[audit]


def _kept(days: Fraction, parameters: SitesParameters) -> Fraction:
    # Thirds are summed as fractions: as decimals they would miss a tie of the total.
    if parameters.rounded_once:
        return days
    return Fraction(half_day(decimal_of(days), parameters.half_day_ties_up))


def _rounded(
    audit: str, exact: Decimal, floor: Decimal, parameters: SitesParameters
) -> tuple[Decimal, tuple[Line, ...]]:
    if audit == INITIAL:
        ties_up, keeps = parameters.half_day_ties_up, parameters.rounding_keeps_floor
        return rounded_days(exact, floor, ties_up=ties_up, keeps_floor=keeps)
    rounded, line = nearest_half_day(exact, parameters.half_day_ties_up)
    return rounded, (line,)


def _shares(
    audit: str, central_share: Share, site_share: Share, central: Fraction, sites: Fraction
) -> Iterator[Line]:
    clause = f"{MD5}, clauses 5, 6"
    facts: dict[str, object] = {"part": central_share.part, "whole": central_share.whole}
    yield Line(
        N_("Central function: {part}/{whole} of it"), shown(decimal_of(central)), clause, facts
    )
    facts = {"part": site_share.part, "whole": site_share.whole}
    if audit == SURVEILLANCE:
        template = N_("Visited sites: {part}/{whole} of them (reading «{reading}»)")
        facts["reading"] = "site_surveillance_share"
    else:
        template = N_("Visited sites: {part}/{whole} of them")
    yield Line(template, shown(decimal_of(sites)), CLAUSE, facts)


def _summed(exact: Decimal, parameters: SitesParameters) -> Line:
    if parameters.rounded_once:
        template = N_("Together, rounded only now (reading «{reading}»)")
    else:
        template = N_("Together, every place rounded (reading «{reading}»)")
    return Line(template, shown(exact), CLAUSE, {"reading": "rounded_once"})


def _least(rounded: Decimal, least: Decimal) -> Iterator[Line]:
    if rounded < least:
        template = N_("At least {least} days")
        yield Line(template, least, f"{MD5}, clauses 5, 6", {"least": least})
