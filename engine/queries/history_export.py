"""What of history is exported: whole cases, or events that a search found."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_

from engine.errors import NotFound
from engine.persistence.seal_store import SealStore
from engine.persistence.tables import cases
from engine.proof.seals import unpacked
from engine.proof.verifier import EXPORT
from engine.queries.chains import chains
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext


def case_export(context: ReadContext, case_id: str) -> dict[str, Any]:
    """Return the content of an export of one whole case, with the latest seal that knows it.

    Raises:
        NotFound: there is no such case, or it is not within the reader's reach.
    """
    found = _exported(context, {case_id: None})
    if not found:
        raise NotFound("There is no such case, or it is not within your reach.")
    sealed = [unpacked(record.document) for record in SealStore(context.connection).all()]
    seals = [seal for seal in sealed if case_id in seal["content"]["heads"]][-1:]
    return _content(context, found, {"case": found[0]["number"]}, seals)


def events_export(
    context: ReadContext, wanted: Mapping[str, Collection[int]], what: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the content of an export of some events.

    Args:
        context: who exports.
        wanted: case id -> numbers of events.
        what: the search that found them, as words.
    """
    return _content(context, _exported(context, wanted), what, [])


def _exported(
    context: ReadContext, wanted: Mapping[str, Collection[int] | None]
) -> list[dict[str, Any]]:
    where = and_(may_see_case(context), cases.c.id.in_(list(wanted)))
    found = []
    for case_id, number, (last, digest), events in chains(context.connection, where):
        numbers = wanted[case_id]
        chosen = [e for e in events if numbers is None or e["number"] in numbers]
        found.append(
            {
                "id": case_id,
                "number": number,
                "complete": numbers is None,
                "head": {"number": last, "hash": digest},
                "events": [{k: v for k, v in e.items() if k != "case_id"} for e in chosen],
            }
        )
    return found


def _content(
    context: ReadContext,
    found: list[dict[str, Any]],
    what: Mapping[str, Any],
    seals: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "format": EXPORT,
        "exported_at": context.now.isoformat(timespec="seconds"),
        "exported_by": context.actor.name,
        "what": dict(what),
        "cases": found,
        "seals": seals,
    }
