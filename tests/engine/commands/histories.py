"""What the history of a case must always be: whole, from its rows alone."""

from engine.persistence.event_store import FIRST_HASH, commitment, event_hash
from engine.persistence.tables import cases, event_values, events
from tests.offices import Office


def assert_history_is_whole(office: Office, case_id: str) -> None:
    """Every hash and every commitment follows from the rows."""
    values = {row["number"]: row["changes"] for row in office.rows(event_values, case_id=case_id)}
    previous, number = FIRST_HASH, 0
    for number, row in enumerate(office.rows(events, case_id=case_id), start=1):
        assert row["number"] == number
        assert row["previous_hash"] == previous
        assert row["hash"] == event_hash(row)
        changed = values.pop(number, [])
        commitments = [commitment(c["salt"], c["path"], c["old"], c["new"]) for c in changed]
        assert row["commitments"] == commitments
        previous = row["hash"]
    assert not values
    [case] = office.rows(cases, id=case_id)
    assert (case["event_number"], case["event_hash"]) == (number, previous)
