"""Whether every aspect that a body's own procedure names was considered in the audit time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tasks.audit_time.figures import refuse, unknown
from tasks.errors import N_, InputFault
from tasks.operation import Line, operation

CLAUSE = "ТОО «ПЦС» L52-60, a)-h)"
FIGURES = ("system", "personnel", "complexity", "sites", "integration")


@dataclass(frozen=True, slots=True)
class AspectsInputs:
    """What the calculation took into account.

    Attributes:
        factors: keys of the factors that acted.
        figures: figures the calculation was made of: system, personnel, complexity, sites,
            integration.
        notes: by letter of an aspect, why it does not act or how it acted otherwise.
    """

    factors: tuple[str, ...] = ()
    figures: tuple[str, ...] = ("system", "personnel", "complexity")
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AspectRule:
    """One aspect of the procedure.

    Attributes:
        name: its name by language.
        figures: figures of the calculation that answer it.
        factors: factors that answer it.
    """

    name: Mapping[str, str]
    figures: tuple[str, ...]
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AspectsParameters:
    """Dated parameters.

    Attributes:
        audit_aspects: the aspects by letter.
    """

    audit_aspects: Mapping[str, AspectRule]


@dataclass(frozen=True, slots=True)
class AspectConsidered:
    """One aspect.

    Attributes:
        aspect: its letter.
        considered: whether a figure, a factor or a note answers it.
        figures: figures that answer it.
        factors: factors that answer it.
        note: what people wrote about it.
    """

    aspect: str
    considered: bool
    figures: tuple[str, ...]
    factors: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class AspectsResult:
    """What was considered.

    Attributes:
        aspects: every aspect of the procedure.
        missing: letters of those that nothing answers.
        complete: whether none is missing.
        working: one line per aspect.
    """

    aspects: tuple[AspectConsidered, ...]
    missing: tuple[str, ...]
    complete: bool
    working: tuple[Line, ...]


@operation("audit_time.aspects", clause=CLAUSE)
def calculate(inputs: AspectsInputs, parameters: AspectsParameters) -> AspectsResult:
    """Return which aspects of the body's procedure the audit time considers, and which it misses.

    Args:
        inputs: factors, figures and notes of the calculation.
        parameters: the aspects and what answers each.

    Raises:
        InputInvalid: a note or a figure belongs to no aspect, or a factor answers none.

    Source: ТОО «ПЦС», procedure for certification of management systems, L52-60.
    """
    refuse(_faults(inputs, parameters))
    aspects = tuple(
        _considered(letter, rule, inputs) for letter, rule in parameters.audit_aspects.items()
    )
    missing = tuple(one.aspect for one in aspects if not one.considered)
    return AspectsResult(
        aspects=aspects,
        missing=missing,
        complete=not missing,
        working=tuple(_explained(one, parameters.audit_aspects[one.aspect]) for one in aspects),
    )


def _considered(letter: str, rule: AspectRule, inputs: AspectsInputs) -> AspectConsidered:
    figures = tuple(figure for figure in rule.figures if figure in inputs.figures)
    factors = tuple(factor for factor in rule.factors if factor in inputs.factors)
    note = inputs.notes.get(letter, "").strip()
    return AspectConsidered(letter, bool(figures or factors or note), figures, factors, note)


def _faults(inputs: AspectsInputs, parameters: AspectsParameters) -> Iterator[InputFault]:
    aspects = parameters.audit_aspects
    known = [factor for rule in aspects.values() for factor in rule.factors]
    for at, factor in enumerate(inputs.factors):
        if factor not in known:
            yield unknown(f"factors.{at}", factor, known)
    for at, figure in enumerate(inputs.figures):
        if figure not in FIGURES:
            yield unknown(f"figures.{at}", figure, FIGURES)
    for letter in inputs.notes:
        if letter not in aspects:
            yield unknown(f"notes.{letter}", letter, aspects)


def _explained(one: AspectConsidered, rule: AspectRule) -> Line:
    facts = {"letter": one.aspect, "name": rule.name, "reading": "audit_aspects"}
    if not one.considered:
        template = N_("{letter}) {name}: nothing answers it (reading «{reading}»)")
        return Line(template, False, CLAUSE, facts)
    answered = ", ".join((*one.figures, *one.factors, *((one.note,) if one.note else ())))
    template = N_("{letter}) {name} (reading «{reading}»)")
    return Line(template, answered, CLAUSE, facts)
