"""Waivers of a case that goes over: a rule set aside counts on where a step ahead still has it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.library import Published
from engine.moving.ahead import reachable
from engine.people.guards.naming import guards_of
from engine.persistence.guard_store import WaiverRecord
from engine.procedures.diagram import Diagram, Element

State = Literal["stays", "lapses"]


@dataclass(frozen=True, slots=True)
class WaiverChange:
    """What becomes of a waiver that two people gave, or that waits for the second.

    Attributes:
        guard: name of the rule.
        person_id: whom it sets the rule aside for; ``None`` for answers, or a whole team.
        confirmed: whether a second person has confirmed it: only then it counts.
        state: ``stays`` where a step at hand or ahead has the rule; ``lapses`` where none has it
            any more: nothing is left that it could set aside. It stays in the history, and counts
            again should the case go over to a version that has the rule.
        steps: names of the steps that have the rule in the new version.
        confirmable: whether the body still lets a second person confirm it.
    """

    guard: str
    person_id: int | None
    confirmed: bool
    state: State
    steps: tuple[str, ...]
    confirmable: bool


def waiver_changes(
    waivers: Iterable[WaiverRecord],
    present: Mapping[str, str],
    old: Published,
    new: Published,
) -> tuple[WaiverChange, ...]:
    """Return what becomes of the waivers of a case; those that are used up are left out.

    Args:
        waivers: of the case, confirmed or not.
        present: id of each open step in the old version -> in the new one.
        old: the version the case runs on.
        new: the version it would go over to.
    """
    before, after = _ahead(old, present), _ahead(new, present.values())
    allowed = new.body.waivers if new.body else ()
    found = []
    for one in waivers:
        steps = tuple(_named(after, one.guard))
        if not steps and not any(_named(before, one.guard)):
            continue
        found.append(
            WaiverChange(
                one.guard,
                one.person_id,
                one.confirmed_at is not None,
                "stays" if steps else "lapses",
                steps,
                one.guard in allowed,
            )
        )
    return tuple(found)


def _named(elements: Iterable[Element], guard: str) -> Iterator[str]:
    return (one.name or one.id for one in elements if guard in guards_of(one))


def _ahead(published: Published, present: Iterable[str]) -> list[Element]:
    """Return the steps at hand and those that may follow; what is called may always follow."""
    own, *called = published.diagrams
    starts = set(present)
    names = reachable(own, starts) | starts
    return [
        *(one for one in own.elements.values() if _is_within(one, names, own)),
        *(one for diagram in called for one in diagram.elements.values()),
    ]


def _is_within(element: Element, names: set[str], diagram: Diagram) -> bool:
    """Whether it is among the elements, or inside a sub-process that is or that an event starts."""
    while True:
        if element.id in names or element.event_triggered:
            return True
        outer = diagram.elements.get(element.scope_id)
        if outer is None:
            return False
        element = outer
