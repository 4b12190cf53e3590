"""A person's own drafts of start forms; nobody is ever asked for another's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.persistence.drafts import mark_of
from engine.persistence.start_draft_store import StartDraftStore
from engine.queries.read_context import ReadContext


@dataclass(frozen=True, slots=True)
class StartDraftView:
    """What a start form goes on from.

    Attributes:
        answers: as typed; empty where nothing is saved.
        saved_at: in the body's time zone; ``None`` where nothing is saved.
        mark: of the answers, ``""`` where nothing is saved.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    saved_at: datetime | None = None
    mark: str = ""


def start_draft(context: ReadContext, procedure: str, body: str) -> StartDraftView:
    """Return the reader's draft for a procedure, ``<body>/<procedure>`` of a body."""
    person_id = context.actor.person_id
    if person_id is None:
        return StartDraftView()
    draft = StartDraftStore(context.connection).get(person_id, procedure)
    if draft is None:
        return StartDraftView()
    saved_at = context.local(draft.saved_at, body)
    return StartDraftView(draft.answers, saved_at, mark_of(draft.answers))


def start_drafts_saved(context: ReadContext) -> Mapping[str, datetime]:
    """Return procedure -> when the reader's draft for it was saved, in its body's time zone."""
    person_id = context.actor.person_id
    if person_id is None:
        return {}
    saved = StartDraftStore(context.connection).saved(person_id)
    return {key: context.local(at, key.partition("/")[0]) for key, at in saved.items()}
