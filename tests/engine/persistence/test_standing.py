"""Where a case stands, read in one statement, is what its tables say one by one."""

from datetime import UTC, datetime

from engine.persistence.unit_of_work import UnitOfWork
from tests.cast import SPECIALIST
from tests.offices import Office

HALF = datetime(2026, 3, 2, 9, 0, 0, 500_000, tzinfo=UTC)
WHOLE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DRAFT = {"b": [1.5, None, True], "a": '«Өндүрүш» \\ "it"'}


def test_one_statement_says_what_each_table_says(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    with UnitOfWork(office.application.database) as work:
        work.work_items.change(item, draft=DRAFT, draft_at=HALF, follow_up="2026-03-12")
        work.participants.appoint(case_id, "expert", 1, WHOLE)
        for clock in work.deadlines.live_of(case_id):
            work.deadlines.change(
                clock.id or 0, state="paused", paused_at=HALF, due_at=None, plan={"link": "ө"},
                pauses=[[WHOLE.isoformat(), HALF.isoformat()]],
            )  # fmt: skip
        stood = work.standing.of(case_id, item)
        assert stood.in_hand == work.work_items.get(item)
        assert stood.in_hand is not None
        assert (stood.in_hand.draft, stood.in_hand.draft_at) == (DRAFT, HALF)
        assert stood.open_items == {one.id for one in work.work_items.open_of(case_id)}
        assert stood.participants == work.participants.of(case_id)
        assert stood.deadlines == work.deadlines.live_of(case_id)
        assert [clock.paused_at for clock in stood.deadlines] == [HALF] * len(stood.deadlines)
        assert stood.deadlines, "the step has a term"
        assert stood.without(item).open_items == stood.open_items - {item}
        assert work.standing.of(case_id).in_hand is None
