"""What the checks let pass is what the rows keep."""

import pytest
from sqlalchemy import String

from engine.errors import EngineError
from engine.persistence.document_tables import case_documents
from engine.persistence.register_tables import system_messages
from engine.persistence.tables import (
    cases,
    deadlines,
    events,
    incidents,
    messages,
    number_series,
    participants,
    register_entries,
    role_grants,
    subscriptions,
    versions,
    work_items,
)
from engine.procedures.lengths import (
    LONGEST_KEY,
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_OUTSIDE_KEY,
    LONGEST_PROCEDURE,
    fitting,
)

KEPT = [
    *((table.c.element_id, LONGEST_NAME) for table in (work_items, deadlines, events, incidents)),
    *((table.c.name, LONGEST_NAME) for table in (subscriptions, messages)),
    (subscriptions.c.element_id, LONGEST_NAME),
    (cases.c.outcome, LONGEST_NAME),
    (case_documents.c.element_id, LONGEST_NAME),
    (case_documents.c.clause, LONGEST_NAME),
    (system_messages.c.message, LONGEST_NAME),
    *((table.c.role, LONGEST_KEY) for table in (work_items, participants, role_grants)),
    (system_messages.c.system, LONGEST_KEY),
    (register_entries.c.register, LONGEST_KEY),
    (number_series.c.series, len("register:") + LONGEST_KEY),
    (deadlines.c.entry, LONGEST_KEY),
    (cases.c.number, LONGEST_NUMBER),
    (register_entries.c.number, LONGEST_NUMBER),
    (cases.c.link, LONGEST_LINK),
    (messages.c.key, LONGEST_OUTSIDE_KEY),
    *((table.c.procedure, LONGEST_PROCEDURE) for table in (cases, versions)),
]


@pytest.mark.parametrize(("column", "longest"), KEPT, ids=[str(column) for column, _ in KEPT])
def test_a_row_keeps_what_is_allowed(column, longest):
    assert isinstance(column.type, String)
    assert column.type.length >= longest


def test_what_is_longer_is_refused_by_its_beginning():
    assert fitting("x" * 60, 60) == "x" * 60
    with pytest.raises(EngineError, match=r"«x{40}…» is longer than 60 characters"):
        fitting("x" * 61, 60)
