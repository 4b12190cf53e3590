"""The table days of one management system."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tasks.audit_time.day_tables import Band, Continuation, DayTable, band_of
from tasks.audit_time.figures import MD5, refuse, shown, unknown
from tasks.errors import N_, InputFault
from tasks.limits import Limits
from tasks.operation import Line, operation

CLAUSE = f"{MD5}, Tables QMS 1, EMS 1, OH&SMS 1"
SYSTEMS = ("qms", "ems", "ohs")
SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class DaysInputs:
    """The entry to the table.

    Attributes:
        system: qms (quality), ems (environment) or ohs (occupational health and safety).
        personnel: effective number of personnel.
        complexity: column of the table: high, medium, low or limited; special where the days are
            decided case by case. The quality table has one column and takes none.
        decided_days: the days decided for special complexity.
        decision: who decided them and why.
    """

    system: str
    personnel: Annotated[int, Limits(minimum=1, maximum=10_000_000)]
    complexity: str = ""
    decided_days: Annotated[Decimal | None, Limits(minimum=1, maximum=10_000)] = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class DaysParameters:
    """Dated parameters.

    Attributes:
        audit_days_qms: table of quality management systems.
        audit_days_ems: table of environmental management systems.
        audit_days_ohs: table of occupational health and safety management systems.
        audit_days_above: how the tables go on above their last band.
        audit_days_interpolated: whether days lie on lines between the ends of bands.
    """

    audit_days_qms: DayTable
    audit_days_ems: DayTable
    audit_days_ohs: DayTable
    audit_days_above: Continuation
    audit_days_interpolated: bool


@dataclass(frozen=True, slots=True)
class DaysResult:
    """The table days.

    Attributes:
        days: stage 1 and stage 2 together, before factors.
        above_table: whether the personnel lie above the last band of the document.
        approval_required: whether people have to approve the days.
        working: how they were found.
    """

    days: Decimal
    above_table: bool
    approval_required: bool
    working: tuple[Line, ...]


@operation("audit_time.days", clause=CLAUSE)
def calculate(inputs: DaysInputs, parameters: DaysParameters) -> DaysResult:
    """Return the table days of a management system by personnel and complexity.

    Args:
        inputs: system, personnel and complexity.
        parameters: the tables in force and the choices where they are silent.

    Returns:
        Days of the initial audit before factors; those above the table and those of special
        complexity need an approval.

    Raises:
        InputInvalid: system or complexity has no table, or special complexity has no decision.

    Source: IAF MD 5:2019, Tables QMS 1, EMS 1, OH&SMS 1 (special complexity: Table EMS 2).
    """
    refuse(_unknown_system(inputs))
    table = _table(inputs.system, parameters)
    refuse(_faults(inputs, table))
    if inputs.complexity == SPECIAL:
        return _decided(inputs)
    column = table.columns[0] if len(table.columns) == 1 else inputs.complexity
    band = band_of(table, column, inputs.personnel, parameters.audit_days_above)
    days = band.days
    if parameters.audit_days_interpolated:
        days = band.interpolated(inputs.personnel)
    return DaysResult(
        days=days.normalize(),
        above_table=band.above,
        approval_required=band.above,
        working=tuple(_explained(inputs, table.clause, column, band, days)),
    )


def _table(system: str, parameters: DaysParameters) -> DayTable:
    return {
        "qms": parameters.audit_days_qms,
        "ems": parameters.audit_days_ems,
        "ohs": parameters.audit_days_ohs,
    }[system]


def _unknown_system(inputs: DaysInputs) -> Iterator[InputFault]:
    if inputs.system not in SYSTEMS:
        yield unknown("system", inputs.system, SYSTEMS)


def _faults(inputs: DaysInputs, table: DayTable) -> Iterator[InputFault]:
    special = inputs.complexity == SPECIAL
    if not special and len(table.columns) > 1 and inputs.complexity not in table.columns:
        yield unknown("complexity", inputs.complexity, (*table.columns, SPECIAL))
    if special and inputs.decided_days is None:
        template = N_("Special complexity has no table value: the days are decided case by case.")
        yield InputFault("decided_days", template)
    if special and not inputs.decision.strip():
        yield InputFault("decision", N_("Days decided case by case need a decision."))
    if not special and inputs.decided_days is not None:
        template = N_("Days are decided by hand for special complexity only.")
        yield InputFault("decided_days", template)


def _decided(inputs: DaysInputs) -> DaysResult:
    assert inputs.decided_days is not None
    line = Line(
        N_("{system}: days decided case by case: {decision}"),
        inputs.decided_days,
        f"{MD5}, Table EMS 2",
        {"system": inputs.system.upper(), "decision": inputs.decision},
    )
    return DaysResult(inputs.decided_days, False, True, (line,))


def _explained(
    inputs: DaysInputs, clause: str, column: str, band: Band, days: Decimal
) -> Iterator[Line]:
    facts = {
        "system": inputs.system.upper(),
        "column": column,
        "personnel": inputs.personnel,
        "since": band.since,
        "up_to": band.up_to,
    }
    template = N_("{system}, {column}: {personnel} persons, band {since} to {up_to}")
    yield Line(template, band.days, clause, facts)
    if band.above:
        yield Line(
            N_("Above the table (reading «{reading}»): to be approved"),
            band.days,
            clause,
            {"reading": "audit_days_above"},
        )
    if days != band.days:
        yield Line(
            N_("On the line from {before} to {days} days (reading «{reading}»)"),
            shown(days),
            clause,
            {
                "before": band.days_before,
                "days": band.days,
                "reading": "audit_days_interpolated",
            },
        )
