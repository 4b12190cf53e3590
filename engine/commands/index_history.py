"""Index history: what a search over all cases asks, written down after the fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import NotAllowed, NotFound
from engine.persistence.history_words import leaves, words_of

COLUMNS = ("event_id", "case_id", "number", "body", "at", "kind", "actor", "element_id")


@dataclass(frozen=True, slots=True)
class IndexHistory:
    """Index the oldest events that are not indexed yet, so many at most."""

    most: int = 500


def index_history(command: IndexHistory, transaction: Transaction) -> int:
    """Index them.

    Returns:
        How many there were.

    Raises:
        NotAllowed: a person asks; the installation does it by itself.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("History is indexed by the installation itself.")
    store = transaction.work.history_index
    found = store.missing(command.most)
    rows, words = [], []
    for event in found:
        name, clause = _place(event, transaction)
        rows.append({**{column: event[column] for column in COLUMNS}, "clause": clause[:200]})
        changed = [c[which] for c in event["changes"] or () for which in ("old", "new")]
        said = [event["case_number"], event["title"], event["actor"], event["on_behalf_of"]]
        words.append((event["event_id"], words_of([*said, name, clause, *leaves(changed)])))
    store.add(rows, words)
    return len(found)


def _place(event: Mapping[str, Any], transaction: Transaction) -> tuple[str, str]:
    """Name and clause of the element, in the version that the case runs on."""
    published = transaction.library.version(transaction.work.versions, event["version_id"])
    element_id = event["element_id"]
    if element_id in published.diagram.processes:
        process = published.diagram.processes[element_id]
        return process.name or "", process.properties.get("clause", "")
    try:
        element = published.element(element_id)
    except NotFound:  # the case itself, or an element that normalising added
        return "", ""
    return element.name or "", element.properties.get("clause", "")
