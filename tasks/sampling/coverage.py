"""Which sites were never visited in a cycle: to be known before recertification."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tasks.audit_time.figures import refuse, unknown
from tasks.errors import N_, InputFault
from tasks.operation import Line, operation
from tasks.sampling.groups import MD1

CLAUSE = f"ТОО «ПЦС» L203; {MD1}, 6.1"


@dataclass(frozen=True, slots=True)
class CoverageInputs:
    """The visits of the cycle.

    Attributes:
        since: first day of the cycle; earlier visits do not count.
        visits: days of the visits by site; a site without visits has an empty list.
        planned: sites that audits to come in this cycle will visit.
    """

    since: date
    visits: Mapping[str, tuple[date, ...]]
    planned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageParameters:
    """Dated parameters.

    Attributes:
        every_site_once: whether a site that stays without a visit calls for a decision.
    """

    every_site_once: bool


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """The sites not visited.

    Attributes:
        never_visited: sites without a visit in the cycle so far.
        still_open: those of them that no planned audit visits either.
        decision_required: whether people have to decide about them.
        working: last visit of every site, and what is open.
    """

    never_visited: tuple[str, ...]
    still_open: tuple[str, ...]
    decision_required: bool
    working: tuple[Line, ...]


@operation("sampling.coverage", clause=CLAUSE)
def calculate(inputs: CoverageInputs, parameters: CoverageParameters) -> CoverageResult:
    """Return the sites never visited in a cycle, to be decided about before recertification.

    Args:
        inputs: visits so far and those planned.
        parameters: whether an open site calls for a decision.

    Raises:
        InputInvalid: a planned site is unknown.

    Source: ТОО «ПЦС» L203 wants every subdivision checked once; IAF MD 1:2018 lets samples stand.
    """
    refuse(_faults(inputs))
    never = tuple(site for site, days in inputs.visits.items() if _last(days, inputs) is None)
    still_open = tuple(site for site in never if site not in inputs.planned)
    return CoverageResult(
        never_visited=never,
        still_open=still_open,
        decision_required=bool(still_open) and parameters.every_site_once,
        working=(
            *(_visit(site, days, inputs) for site, days in inputs.visits.items()),
            *_open(never, still_open),
        ),
    )


def _last(days: tuple[date, ...], inputs: CoverageInputs) -> date | None:
    return max((day for day in days if day >= inputs.since), default=None)


def _faults(inputs: CoverageInputs) -> Iterator[InputFault]:
    if not inputs.visits:
        yield InputFault("visits", N_("No site is given."))
        return
    for at, site in enumerate(inputs.planned):
        if site not in inputs.visits:
            yield unknown(f"planned.{at}", site, inputs.visits)


def _visit(site: str, days: tuple[date, ...], inputs: CoverageInputs) -> Line:
    last = _last(days, inputs)
    facts = {"site": site, "since": inputs.since}
    if last is None:
        return Line(N_("{site}: no visit since {since}"), False, CLAUSE, facts)
    return Line(N_("{site}: last visited"), last, CLAUSE, facts)


def _open(never: tuple[str, ...], still_open: tuple[str, ...]) -> Iterator[Line]:
    yield Line(N_("Sites never visited in the cycle"), len(never), CLAUSE)
    template = N_("Sites that no planned audit visits (reading «{reading}»)")
    yield Line(template, len(still_open), CLAUSE, {"reading": "every_site_once"})
