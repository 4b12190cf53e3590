"""What the diagrams of a body may name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.procedures.body_parts import Body


@dataclass(frozen=True, slots=True)
class References:
    """Known names; ``None`` for a set that is not checked, as for a diagram outside any body.

    Attributes:
        body: key of the body, for messages that say where to add something.
        forms: form key -> its definition.
        roles: role keys of the body.
        lanes: lane name -> role key.
        operations: name of an operation or act -> the inputs it cannot do without.
        deadlines: entries of ``deadlines.yaml``.
        counted_back: those of them that are counted back from an event.
        over_linked_cases: those of them that run from one case to another.
        guards: names of guards.
        documents: names of document templates.
        processes: ids of processes of other files that may be called.
        decisions: ids of decisions.
        registers: keys of registers and journals.
        systems: keys of information systems outside.
        series: keys of number series.
    """

    body: str = "<body>"
    forms: Mapping[str, Any] | None = None
    roles: Collection[str] | None = None
    lanes: Mapping[str, str] = field(default_factory=dict)
    operations: Mapping[str, Collection[str]] | None = None
    deadlines: Collection[str] | None = None
    counted_back: Collection[str] = ()
    over_linked_cases: Collection[str] = ()
    guards: Collection[str] | None = None
    documents: Collection[str] | None = None
    processes: Collection[str] | None = None
    decisions: Collection[str] | None = None
    registers: Collection[str] | None = None
    systems: Collection[str] | None = None
    series: Collection[str] | None = None

    @staticmethod
    def of_body(
        body: Body,
        *,
        forms: Mapping[str, Any] | None = None,
        operations: Mapping[str, Collection[str]] | None = None,
        guards: Collection[str] | None = None,
        documents: Collection[str] | None = None,
        processes: Collection[str] | None = None,
        decisions: Collection[str] | None = None,
    ) -> "References":
        """Return what the diagrams of a body may name; the body brings its roles and deadlines."""
        return References(
            body=body.key,
            forms=forms,
            roles=frozenset(body.roles),
            lanes=body.lanes(),
            operations=operations,
            deadlines=frozenset(body.deadlines),
            counted_back=frozenset(key for key, e in body.deadlines.items() if e.counted_back),
            over_linked_cases=frozenset(key for key, e in body.deadlines.items() if e.over),
            guards=guards,
            documents=documents,
            processes=processes,
            decisions=decisions,
            registers=frozenset(body.registers),
            systems=frozenset(body.systems),
            series=frozenset(body.numbers),
        )
