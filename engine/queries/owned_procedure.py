"""The page of a procedure: its diagram with what every element says, versions, rehearsals."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, select

from engine.errors import NotFound
from engine.library import Published
from engine.people.guards import GUARDS
from engine.people.guards.naming import guards_of
from engine.people.owning import owns
from engine.persistence.check_store import PlayedRow
from engine.persistence.owner_store import OwnerStore
from engine.persistence.records import VersionRecord
from engine.persistence.tables import cases
from engine.persistence.version_store import VersionStore
from engine.procedures.calls import running_elements
from engine.procedures.clauses import clause_share
from engine.procedures.diagram import Element
from engine.procedures.drafted import CheckedDraft
from engine.queries.amount_words import amount_words
from engine.queries.owner_views import (
    ElementView,
    ProcedurePage,
    RehearsalView,
    TermView,
    VersionView,
)
from engine.queries.read_context import ReadContext
from engine.queries.sight import sees_all
from engine.workspace import rehearsed_procedure
from forms.said import from_plain

_SAID = frozenset(
    {"form", "deadline", "guard", "operation", "document", "clause", "reading", "lede"}
)


def procedure_page(context: ReadContext, procedure: str) -> ProcedurePage:
    """Return the page of a procedure.

    Raises:
        NotFound: no version of it is in force, or the reader knows the body only from outside.
    """
    record = VersionStore(context.connection).in_force(procedure)
    if record is None or not sees_all(context, record.body):
        raise NotFound("The procedure «{procedure}» was not found.", procedure=procedure)
    published = context.published(record.id)
    elements = tuple(element_views(published, context))
    named = dict.fromkeys(view.form for view in elements if view.form)
    versions = version_views(context, procedure)
    terms = {view.term.entry: view.term for view in elements if view.term}
    return ProcedurePage(
        key=procedure,
        name=record.name,
        body=context.body_view(record.body),
        version=next(one for one in versions if one.id == record.id),
        versions=versions,
        diagram_xml=published.diagram.source,
        elements=elements,
        form_definitions={key: published.forms[key] for key in named if key in published.forms},
        terms=tuple(terms.values()),
        owned=owns(context.actor, record.body),
        clause=published.diagram.process.properties.get("clause", ""),
        clauses=clause_share(running_elements(published.diagram)),
    )


def element_views(published: Published, context: ReadContext) -> Iterator[ElementView]:
    """Yield every element that runs, with what it says."""
    for element in running_elements(published.diagram):
        yield _view(element, published, context)


def _view(element: Element, published: Published, context: ReadContext) -> ElementView:
    said, event = element.properties, element.events[0] if element.events else None
    role = published.role_of(element.id)
    host = published.diagram.elements.get(element.attached_to or "")
    body_key = published.body.key if published.body else ""
    return ElementView(
        id=element.id,
        name=element.name,
        kind=element.kind,
        line=element.line,
        event=event.kind if event else "",
        timer=event.timer_text if event else "",
        attached_to=(host.name or host.id) if host else "",
        role_name=context.role_name(body_key, role) if role else {},
        form=said.get("form", ""),
        term=_term(said.get("deadline", ""), published),
        guards={name: GUARDS[name].rule for name in guards_of(element) if name in GUARDS},
        operation=said.get("operation", ""),
        document=said.get("document", ""),
        clause=said.get("clause", ""),
        reading=said.get("reading", ""),
        more={name: text for name, text in said.items() if name not in _SAID},
    )


def _term(entry: str, published: Published) -> TermView | None:
    known = published.body.deadlines.get(entry) if published.body and entry else None
    if known is None:
        return None
    amount = amount_words(known.term.amount, known.term.unit) if known.term else {}
    return TermView(entry, known.name, amount, known.clause, known.reading)


def version_views(context: ReadContext, procedure: str) -> tuple[VersionView, ...]:
    """Return every version of a procedure, the latest first."""
    counted = (
        select(cases.c.version_id, cases.c.state, func.count())
        .where(cases.c.procedure == procedure)
        .group_by(cases.c.version_id, cases.c.state)
    )
    used: dict[int, dict[str, int]] = {}
    for version_id, state, count in context.connection.execute(counted):
        used.setdefault(version_id, {})[state] = count
    records = VersionStore(context.connection).all_of(procedure)
    return tuple(_version(record, used.get(record.id, {}), context) for record in records)


def _version(record: VersionRecord, used: Mapping[str, int], context: ReadContext) -> VersionView:
    back = record.taken_back_at
    return VersionView(
        id=record.id,
        number=record.number,
        digest=record.digest,
        in_force=record.in_force,
        published_at=context.local(record.published_at, record.body),
        published_by=record.published_by,
        note=record.note,
        uploaded=record.uploaded,
        taken_back_at=context.local(back, record.body) if back else None,
        taken_back_by=record.taken_back_by,
        open_cases=used.get("open", 0),
        cases=sum(used.values()),
    )


def rehearsal_views(
    checked: CheckedDraft, played: Mapping[str, PlayedRow]
) -> tuple[RehearsalView, ...]:
    """Return the rehearsals of a body's files with what they told, where they were played."""
    return tuple(
        RehearsalView(
            name,
            _procedure(name, checked),
            _differences(played[name].told.differences) if name in played else None,
        )
        for name in checked.rehearsals
    )


def _procedure(name: str, checked: CheckedDraft) -> str:
    """Return the procedure a rehearsal is of; ``""`` where its folder is that of several."""
    procedure = rehearsed_procedure(name)
    return procedure if procedure in {key.partition("/")[2] for key in checked.procedures} else ""


def _differences(kept: Iterable[Any]) -> tuple[Any, ...]:
    return tuple((line, step, from_plain(sentence)) for line, step, sentence in kept)


def stored_version(context: ReadContext, procedure: str, number: int | None) -> bytes:
    """Return a version as it is stored; without a number the one in force.

    Raises:
        NotFound: there is no such version.
    """
    for record in VersionStore(context.connection).all_of(procedure):
        if record.in_force if number is None else record.number == number:
            return record.content
    raise NotFound("The procedure «{procedure}» has no such version.", procedure=procedure)


def uploaded_files(context: ReadContext, body: str) -> dict[str, bytes | None]:
    """Return the files that owners of a body published by upload, by path.

    ``None`` stands for one that they took away.
    """
    return OwnerStore(context.connection).published(body)
