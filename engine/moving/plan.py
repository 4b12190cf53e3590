"""What becomes of one case in another version of its procedure: looked at first, then done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.library import Published
from engine.moving.ahead import reachable
from engine.moving.obstacles import Obstacle, in_words
from engine.moving.terms import TermChange, term_changes
from engine.moving.waivers import WaiverChange, waiver_changes
from engine.people.guards.naming import guards_of
from engine.persistence.guard_store import WaiverRecord
from engine.persistence.records import CaseRecord, DeadlineRecord, WorkItemRecord
from engine.procedures.diagram import Element
from engine.runtime.live_case import LiveCase
from engine.runtime.moving import CannotMove, moved
from forms.definition import FormDefinition


@dataclass(frozen=True, slots=True)
class StepChange:
    """What becomes of one open step.

    Attributes:
        item_id: of its work item.
        element_id: in the old version.
        new_element_id: in the new one.
        name: of the step in the old version.
        new_name: in the new one.
        role: whose it is, in the old version.
        new_role: in the new one.
        form_changes: whether its form is another, or says something else.
        has_draft: whether somebody has begun to answer.
        lost: labels of answered fields that the new form does not have.
        added: labels of fields that only the new form has.
        guards_added: guards that the new version puts on it.
        guards_removed: guards that it takes off.
        claim_ends: whether somebody has it who may not keep it: it is another role's now.
    """

    item_id: str
    element_id: str
    new_element_id: str
    name: str
    new_name: str
    role: str
    new_role: str
    form_changes: bool = False
    has_draft: bool = False
    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    guards_added: tuple[str, ...] = ()
    guards_removed: tuple[str, ...] = ()
    claim_ends: bool = False

    @property
    def stays(self) -> bool:
        """Whether nothing of the step changes."""
        return (
            (self.element_id, self.name, self.role)
            == (self.new_element_id, self.new_name, self.new_role)
            and not self.form_changes
            and not self.guards_added
            and not self.guards_removed
        )


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What becomes of a case; ``live`` is the case on its new nodes, where it can go over.

    Attributes:
        obstacles: why it cannot; empty where it can.
        steps: its open steps.
        terms: its clocks that change.
        behind: names of new human steps that the case has passed already.
        waivers: its waivers that a step at hand or ahead has, or had, the rule of.
    """

    obstacles: tuple[Obstacle, ...]
    steps: tuple[StepChange, ...] = ()
    terms: tuple[TermChange, ...] = ()
    behind: tuple[str, ...] = ()
    waivers: tuple[WaiverChange, ...] = ()
    live: LiveCase | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, as stored.

    Attributes:
        items: its open work items.
        clocks: its clocks that have not ended.
        waivers: every waiver of the case, confirmed or not.
    """

    record: CaseRecord
    items: tuple[WorkItemRecord, ...]
    clocks: tuple[DeadlineRecord, ...]
    waivers: tuple[WaiverRecord, ...] = ()


def plan(
    standing: Standing,
    old: Published,
    new: Published,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
) -> MovePlan:
    """Return what becomes of a case; nothing is changed.

    Args:
        standing: where it stands.
        old: the version it runs on.
        new: the version it would go over to.
        now: the present moment.
        mapping: human step of the old version -> one of the new to go on from.
    """
    mapping = mapping or {}
    try:
        live = moved(standing.record.workflow, old.executable, new.executable, mapping)
    except CannotMove as error:
        return MovePlan(tuple(map(in_words, error.obstacles)))
    steps = tuple(_step(item, old, new, mapping) for item in standing.items)
    terms = term_changes(standing.clocks, standing.items, live.stand().timers, new, mapping, now)
    present = {step.element_id: step.new_element_id for step in steps}
    return MovePlan(
        obstacles=(),
        steps=steps,
        terms=terms,
        behind=_behind(standing, old, new, mapping),
        waivers=waiver_changes(standing.waivers, present, old, new),
        live=live,
    )


def _step(
    item: WorkItemRecord, old: Published, new: Published, mapping: Mapping[str, str]
) -> StepChange:
    was = old.element(item.element_id)
    becomes = new.element(mapping.get(item.element_id, item.element_id))
    before, after = old.form_of(was), new.form_of(becomes)
    draft = item.draft if isinstance(item.draft, Mapping) else {}
    role, new_role = old.role_of(was.id), new.role_of(becomes.id)
    guards, new_guards = set(guards_of(was)), set(guards_of(becomes))
    return StepChange(
        item_id=item.id,
        element_id=was.id,
        new_element_id=becomes.id,
        name=was.name or was.id,
        new_name=becomes.name or becomes.id,
        role=role,
        new_role=new_role,
        form_changes=before != after,
        has_draft=bool(draft),
        lost=tuple(label for key, label in _only(before, after) if draft.get(key)),
        added=tuple(label for _, label in _only(after, before)),
        guards_added=tuple(sorted(new_guards - guards)),
        guards_removed=tuple(sorted(guards - new_guards)),
        claim_ends=item.claimed_by is not None and role != new_role,
    )


def _only(one: FormDefinition | None, other: FormDefinition | None) -> Iterable[tuple[str, str]]:
    """Yield key and label of the answers that only the first form asks for."""
    known = {f.key for f in other.answers} if other else set[str]()
    for asked in one.answers if one else ():
        if asked.key not in known:
            yield asked.key, asked.label or asked.key


def _behind(
    standing: Standing, old: Published, new: Published, mapping: Mapping[str, str]
) -> tuple[str, ...]:
    """Return new human steps that lead to where the case stands: it will not do them."""
    present = {mapping.get(item.element_id, item.element_id) for item in standing.items}
    known = {name for diagram in old.diagrams for name in diagram.elements}
    found: list[Element] = []
    for diagram in new.diagrams:
        ahead = reachable(diagram, present)
        before = {
            name
            for name in diagram.elements
            if name not in known and present & reachable(diagram, {name})
        }
        found += [diagram.elements[name] for name in diagram.elements if name in before - ahead]
    return tuple(one.name or one.id for one in found if one.is_human)


def as_facts(changes: MovePlan) -> dict[str, Any]:
    """Return what the history keeps of a plan: steps that change, waivers that lapse."""
    lapsed = [one.guard for one in changes.waivers if one.state == "lapses"]
    return {
        "steps": [
            [step.element_id, step.new_element_id] for step in changes.steps if not step.stays
        ],
        **({"waivers_lapsed": lapsed} if lapsed else {}),
    }
