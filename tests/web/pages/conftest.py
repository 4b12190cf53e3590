"""Cases under way, for pages that show them."""

from collections.abc import Callable

import pytest

from engine.application import Application
from engine.commands.start_case import StartCase
from tests.cast import KG, SPECIALIST
from tests.installations import actor_of

PROCEDURE = f"{KG}/1_application"
Begin = Callable[..., str]


@pytest.fixture
def begin(sqlite_application: Application) -> Begin:
    """Return a function that starts a case of an organisation; it gives the first work item's id."""

    def start(organisation: str = "ОсОО «Профаттест»") -> str:
        actor = actor_of(sqlite_application, SPECIALIST)
        command = StartCase(PROCEDURE, {"organisation": organisation})
        case_id = sqlite_application.execute(command, actor)
        rows = sqlite_application.read.work_list(actor).rows
        return next(row.id for row in rows if row.case_id == case_id)

    return start
