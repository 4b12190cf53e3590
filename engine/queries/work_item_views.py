"""Shapes that the page of one work item reads; labels and moments as in ``views``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.queries.views import Label, PersonView, TimelineEvent, TotalView, WorkItemRow


@dataclass(frozen=True, slots=True)
class GuardRule:
    """A rule for people at a step.

    Attributes:
        name: of the guard.
        kind: ``enforced``; ``declared``: finishing the step states it; ``shown``.
        rule: English sentence, the message id of its translations.
        clause: where the rule stands.
        reading: what the text leaves open and how it is read here: an English sentence, a text by
            language where the body says it, or ``""``.
    """

    name: str
    kind: str
    rule: str
    clause: str
    reading: Label | str = ""


@dataclass(frozen=True, slots=True)
class BlockedPerson:
    """Somebody whom a form does not let one choose.

    ``refusal``: why, as template and values; ``guard``: by which rule.
    """

    id: int
    name: str
    refusal: tuple[str, Mapping[str, Any]]
    guard: str = ""


@dataclass(frozen=True, slots=True)
class WorkItemPage:
    """Everything the page of one work item shows.

    Attributes:
        form: definition as ``forms.definition.FormDefinition``; ``None`` where the step has no
            form.
        answers: the draft, or what the same step answered last time, or empty.
        data: the case data, for read-only values and conditions.
        choices: choice source -> ((value, label), ...), e.g. persons who hold a role.
        setting: what else stands around the form, as ``forms.setting.Setting``.
        seen_version: revision of the case; a submit carries it back.
        submit_key: fresh key; the same submit twice answers the same.
        may_complete: the person may finish it now.
        may_steer: the person may set its priority and the day to look again.
        refusal: why not, as template and values.
        records_for: the applicant's name when a staff member records their answer, else ``""``.
        whole: see ``CasePage``.
        stands_in_for: the absent person or role in whose place the reader would act, else ``""``.
        next_names: names of the human steps that can come next.
        draft_mark: of the draft that is saved; a page carries it back, see ``SaveDraft``.
        finished: who finished it and when, where it is finished already.
        rules: the rules for people at this step.
        blocked: who is left out of the choices, with the rule, the clause and the fact.
        draws_up: name of the document that finishing it draws up, by language; empty without one.
        totals: see ``CasePage``.
    """

    row: WorkItemRow
    lede: str
    clause: str
    document: Label
    form: Any
    answers: Mapping[str, Any]
    data: Mapping[str, Any]
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    setting: Any
    seen_version: int
    submit_key: str
    may_complete: bool
    refusal: tuple[str, Mapping[str, Any]] | None
    records_for: str
    next_names: tuple[str, ...]
    recent_events: tuple[TimelineEvent, ...]
    draft_saved_at: datetime | None = None
    draft_mark: str = ""
    finished: tuple[PersonView | None, datetime] | None = None
    rules: tuple[GuardRule, ...] = ()
    blocked: tuple[BlockedPerson, ...] = ()
    stands_in_for: str = ""
    whole: bool = True
    draws_up: Label = field(default_factory=dict)
    totals: tuple[TotalView, ...] = ()
    may_steer: bool = False
