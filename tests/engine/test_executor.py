"""The way in: every command is logged, authorised, and all or nothing."""

from dataclasses import dataclass

import pytest
import structlog
from structlog.testing import capture_logs

from engine.commands.catalog import HANDLERS
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed
from engine.persistence.tables import people, refusals
from tests.cast import DIRECTOR, OTHER_SPECIALIST, SPECIALIST
from tests.engine.statements import counted
from tests.offices import Office


@dataclass(frozen=True, slots=True)
class WriteAndFail:
    """Write a row, then fail."""

    error: type[Exception]


@pytest.mark.parametrize("error", [ZeroDivisionError, Conflict, NotAllowed])
def test_a_command_that_fails_leaves_nothing(
    bare_office: Office, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def handle(command: WriteAndFail, transaction: Transaction) -> None:
        transaction.work.people.add("half", "Half", None)
        raise command.error

    monkeypatch.setitem(HANDLERS, WriteAndFail, handle)  # type: ignore[misc]
    with pytest.raises(error):
        bare_office.by(None, WriteAndFail(error))
    assert bare_office.rows(people) == []
    assert len(bare_office.rows(refusals)) == (error is NotAllowed)


def test_what_was_done_and_refused_is_logged_without_answers(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    structlog.reset_defaults()
    with capture_logs() as lines:
        with pytest.raises(NotAllowed):
            office.by(DIRECTOR, ClaimWorkItem(item))
        office.by(SPECIALIST, CompleteWorkItem(item, {"complete": True, "missing": "secret"}))
        with pytest.raises(Conflict):
            office.by(OTHER_SPECIALIST, ClaimWorkItem(item))
    told = [(line["event"], line["command"], line["actor"]) for line in lines]
    assert told == [
        ("command not allowed", "ClaimWorkItem", office.actor(DIRECTOR).person_id),
        ("command executed", "CompleteWorkItem", office.actor(SPECIALIST).person_id),
        ("command refused", "ClaimWorkItem", office.actor(OTHER_SPECIALIST).person_id),
    ]
    assert "secret" not in str(lines)


def test_an_idle_installation_writes_nothing(office: Office) -> None:
    office.apply(SPECIALIST)
    office.application.deliver()
    with counted(office.application.database) as statements:
        assert office.application.deliver() == 0
    assert {statement.split()[0] for statement in statements} == {"SELECT"}
    assert len(statements) <= 4


def test_every_command_has_a_handler_that_says_what_it_raises() -> None:
    for command, handler in HANDLERS.items():
        assert command.__doc__, command
        assert handler.__doc__, handler
