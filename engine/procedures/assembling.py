"""Assembling a version: following every name of a diagram to what it stands for."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from typing import Any, TypeVar

from engine.errors import NotFound
from engine.procedures.body_parts import Body
from engine.procedures.calls import (
    calls_of_other_files,
    running_elements,
    running_processes,
    with_called,
)
from engine.procedures.checking.texts import appointments
from engine.procedures.diagram import Diagram, Element
from engine.procedures.document_templates import with_imports
from engine.procedures.fault import N_
from engine.procedures.normalising import NORMALISER, normalise
from engine.procedures.version import StoredDiagram, Version

_Thing = TypeVar("_Thing")

_TERMS = ("deadline", "total_starts", "total_ends")
"""Properties that name a term."""


def assemble(
    key: str,
    diagram: Diagram,
    body: Body | None,
    forms: Mapping[str, bytes],
    *,
    called: Mapping[str, Diagram] | None = None,
    decisions: Mapping[str, bytes] | None = None,
    documents: Mapping[str, bytes] | None = None,
    operations: Mapping[str, str] | None = None,
) -> Version:
    """Return the version of a diagram that passed ``check``.

    Args:
        key: ``<body>/<procedure>``.
        diagram: of the procedure.
        body: that the procedure belongs to; ``None`` for a diagram outside any body: the forms,
            terms and documents it may name are then nobody's and are left out.
        forms: every form of the body; those the diagram names are taken.
        called: diagrams of other files by the id of their process.
        decisions: every decision of the body.
        documents: every document template of the body.
        operations: every operation and act with its clause or version.

    Raises:
        NotFound: the diagram names something that was not handed in.
    """
    diagrams = with_called(diagram, called or {})
    _all_there(diagrams, called or {})
    elements = [element for one in diagrams for element in running_elements(one)]
    entries = [element.properties for element in elements] + [
        one.processes[name].properties for one in diagrams for name in running_processes(one)
    ]
    if body is None:
        entries = [{"operation": entry.get("operation", "")} for entry in entries]
    return Version(
        key=key,
        diagrams=tuple(
            StoredDiagram(one.file, one.process_id, one.source, normalise(one)) for one in diagrams
        ),
        forms=_pick(N_("The form «{name}»"), forms, _named(entries, "form")),
        decisions=_pick(
            N_("The decision «{name}»"),
            decisions or {},
            {one.called for one in elements if one.kind == "businessRuleTask" and one.called},
        ),
        documents=with_imports(_named(entries, "document"), documents or {}),
        deadlines=_pick(
            N_("The deadline «{name}»"),
            body.deadlines if body else {},
            {name for what in _TERMS for name in _named(entries, what)},
        ),
        body=_body_parts(body, diagrams, elements) if body else {},
        operations=_pick(
            N_("The operation «{name}»"), operations or {}, _named(entries, "operation")
        ),
        normaliser=NORMALISER,
        spiffworkflow=metadata.version("SpiffWorkflow"),
    )


def _all_there(diagrams: Iterable[Diagram], called: Mapping[str, Diagram]) -> None:
    """Raise for a process that one of the diagrams calls and that was not handed in."""
    for one in diagrams:
        for name in calls_of_other_files(one):
            if name not in called:
                raise NotFound(what=f"«{name}»")


def _named(entries: Iterable[Mapping[str, str]], what: str) -> set[str]:
    return {entry[what] for entry in entries if entry.get(what)}


def _pick(what: str, known: Mapping[str, _Thing], wanted: Iterable[str]) -> dict[str, _Thing]:
    found = {}
    for name in sorted(wanted):
        if name not in known:
            raise NotFound(what=what.format(name=name))
        found[name] = known[name]
    return found


def _body_parts(
    body: Body, diagrams: Iterable[Diagram], elements: Iterable[Element]
) -> dict[str, Any]:
    lanes = body.lanes()
    wanted = set(_roles(diagrams, elements, lanes))
    for name in sorted(wanted & set(body.roles)):
        wanted |= set(body.roles[name].recorded_by)
    return {
        "key": body.key,
        "language": body.language,
        "country": body.country,
        "time_zone": body.time_zone,
        "currency": body.currency,
        "working_hours": [
            [one.isoformat(), other.isoformat()] for one, other in body.working_hours
        ],
        "roles": {
            name: {
                "lanes": list(role.lanes),
                "participant": role.participant,
                "recorded_by": list(role.recorded_by),
            }
            for name, role in sorted(body.roles.items())
            if name in wanted
        },
    }


def _roles(
    diagrams: Iterable[Diagram], elements: Iterable[Element], lanes: Mapping[str, str]
) -> Iterator[str]:
    drawn = {name: lane for one in diagrams for name, lane in one.lanes.items()}
    for element in elements:
        if element.lane_id is not None:
            lane = drawn[element.lane_id]
            yield lane.role or lanes.get(lane.name, "")
        for role, _ in appointments(element):
            yield role
