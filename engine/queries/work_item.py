"""The page of one work item: its form, its term, and what led here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from engine.errors import NotFound
from engine.library import Published
from engine.people.administration import reads_everything
from engine.people.assigning import may_assign
from engine.people.choices import choices_of
from engine.people.eligibility import Eligibility, StepOfCase, eligibility
from engine.people.form_setting import setting_of
from engine.persistence.case_store import ParticipantStore
from engine.persistence.drafts import mark_of
from engine.persistence.file_store import FileStore
from engine.persistence.people_store import PeopleStore
from engine.persistence.tables import cases, work_items
from engine.procedures.diagram import Element
from engine.procedures.document_templates import read_head
from engine.queries.closing_times import closing_times
from engine.queries.guarding import open_choices, rules_of, with_question
from engine.queries.known_parties import known_parties
from engine.queries.reach import staff_bodies
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.sight import sight_of
from engine.queries.timeline import event_rows, timeline
from engine.queries.totals import totals_of
from engine.queries.views import Label, PersonView
from engine.queries.work_item_views import WorkItemPage
from engine.queries.work_list import item_row, item_select
from engine.runtime.live_case import LiveCase
from forms.definition import FormDefinition

RECENT = 4
"""Events shown beside the form."""


def work_item(context: ReadContext, work_item_id: str, *, language: str = "en") -> WorkItemPage:
    """Return everything the page of a work item shows.

    Args:
        context: who reads, and when.
        work_item_id: the work item.
        language: of role names in a refusal.

    Raises:
        NotFound: there is no such work item, or the person may not do it, does not work for the
            body and takes no part in the case.
    """
    found = context.connection.execute(item_select().where(work_items.c.id == work_item_id)).first()
    if found is None:
        raise NotFound("There is no such task, or it is not within your reach.")
    row = row_mapping(found)
    stored = context.connection.execute(select(cases).where(cases.c.id == row["case_id"])).one()
    published = context.published(stored.version_id)
    participants = ParticipantStore(context.connection).of(row["case_id"])
    step = published.step_of(row["element_id"], row["role"], participants)
    judged = eligibility(context.actor, with_question(context, step, row, language), language)
    if judged.refusal or _is_outsider(context, step, judged):
        _refuse_strangers(context, row["body"], participants)
    element = published.element(row["element_id"])
    data = LiveCase.load(published.executable, stored.workflow).data
    form = published.form_of(element)
    holders = choices_of(form, published.body, PeopleStore(context.connection))
    choices, blocked = open_choices(context, published, element, row, holders, language)
    refused = judged.refusal if judged.refusal and judged.refusal.guard else None
    files = FileStore(context.connection).of_step(work_item_id, row["case_id"])
    sight = sight_of(context, row["case_id"], published)
    if not sight.shows(row["element_id"]):
        raise NotFound("There is no such task, or it is not within your reach.")
    seen = sight.events(event_rows(context, row["case_id"], RECENT if sight.whole else None))
    return WorkItemPage(
        row=item_row(
            row,
            context,
            working=True,
            refusal=refused,
            closing=closing_times(context, [row], working=True).get(work_item_id),
        ),
        lede=element.properties.get("lede", ""),
        clause=element.properties.get("clause", ""),
        document=published.body.document if published.body else {},
        form=form,
        answers=_answers(row, data, element, form),
        data={**data, **(row["local"] or {})},
        choices=choices,
        setting=setting_of(
            published.body,
            context.actor,
            context.now,
            files.get,
            known_parties(context, form, published.body),
        ),
        seen_version=stored.revision,
        submit_key=uuid4().hex,
        may_complete=_may_complete(row, judged, context),
        may_steer=_may_steer(row, step, context),
        refusal=(judged.refusal.template, judged.refusal.values) if judged.refusal else None,
        records_for=published.role_name(judged.records_for, language) if judged.records_for else "",
        stands_in_for=context.actor.absent_in(row["body"]).get(row["claimed_by"] or 0, "")
        or judged.stands_in_for,
        next_names=next_steps(published, element),
        recent_events=timeline(seen[-RECENT:], published, context),
        draft_saved_at=context.local(row["draft_at"], row["body"]) if row["draft_at"] else None,
        draft_mark=mark_of(row["draft"]),
        finished=_finished(row, context),
        rules=rules_of(element, published.body),
        blocked=blocked if sight.whole else (),
        whole=sight.whole,
        draws_up=_draws_up(published, element),
        totals=totals_of(context, row_mapping(stored)) if sight.whole else (),
    )


def _draws_up(published: Published, element: Element) -> Label:
    name = element.properties.get("document", "")
    source = published.documents.get(name)
    return read_head(source, name)[0].name if source else {}


def _is_outsider(context: ReadContext, step: StepOfCase, judged: Eligibility) -> bool:
    """Whether the step is an applicant's, and the person neither that applicant nor of the staff.

    Where nobody is appointed anybody of the role could answer, but may not read another's case.
    """
    role = step.body.roles.get(step.role) if step.body else None
    own = (step.role, context.actor.person_id) in step.participants
    return bool(role and role.recorded_by) and not (own or judged.records_for)


def step_name(context: ReadContext, work_item_id: str) -> tuple[str, str]:
    """Return the name of a step and the key of its body, to tell a person what they just did.

    Reach is not asked: only who has just acted on the work item is told.

    Raises:
        NotFound: there is no such work item.
    """
    named = select(work_items.c.name, work_items.c.body).where(work_items.c.id == work_item_id)
    row = context.connection.execute(named).first()
    if row is None:
        raise NotFound("There is no such task, or it is not within your reach.")
    return row.name, row.body


def _refuse_strangers(
    context: ReadContext, body: str, participants: frozenset[tuple[str, int]]
) -> None:
    takes_part = context.actor.person_id in {person for _, person in participants}
    reads = body in staff_bodies(context) or reads_everything(context.actor, body)
    if not (takes_part or reads):
        raise NotFound("There is no such task, or it is not within your reach.")


def _answers(
    row: Mapping[str, Any],
    data: Mapping[str, Any],
    element: Element,
    form: FormDefinition | None,
) -> Mapping[str, Any]:
    """The draft, or what the same step answered last time; but each time is signed anew."""
    if row["draft"] is not None:
        return dict(row["draft"])
    earlier = data.get(element.result_key)
    if not isinstance(earlier, Mapping):
        return {}
    return form.without_signatures(earlier) if form else earlier


def _may_complete(row: Mapping[str, Any], judged: Eligibility, context: ReadContext) -> bool:
    absent = context.actor.absent_in(row["body"])
    free = row["claimed_by"] in (None, context.actor.person_id, *absent)
    return row["state"] == "open" and judged.refusal is None and free


def _may_steer(row: Mapping[str, Any], step: StepOfCase, context: ReadContext) -> bool:
    """Whether the work item may be steered: by everybody of its role, and who hands tasks out.

    The same as the commands ask: guards forbid doing a step, not to say how urgent it is.
    """
    if row["state"] != "open":
        return False
    of_role = eligibility(context.actor, replace(step, guards=())).refusal is None
    return of_role or may_assign(context.actor, step.body)


def _finished(row: Mapping[str, Any], context: ReadContext) -> Any:
    if row["state"] == "open":
        return None
    people = context.people({row["ended_by"]} if row["ended_by"] else set())
    person: PersonView | None = people.get(row["ended_by"])
    return person, context.local(row["ended_at"], row["body"])


def next_steps(published: Published, element: Element) -> tuple[str, ...]:
    """Names of the human steps that can come next: along the flows, through gateways and events."""
    diagram = published.diagram
    if element.id not in diagram.elements:
        return ()
    names: dict[str, None] = {}
    todo, seen = [element.id], {element.id}
    while todo:
        for flow_id in diagram.elements[todo.pop(0)].outgoing:
            target = diagram.elements.get(diagram.flows[flow_id].target)
            if target is None or target.id in seen:
                continue
            seen.add(target.id)
            if target.is_human:
                names[target.name or target.id] = None
            else:
                todo.append(target.id)
    return tuple(names)
