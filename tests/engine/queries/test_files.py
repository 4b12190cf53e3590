"""An applicant opens the files of steps meant for them, and no others."""

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from engine.application import Application
from engine.commands.attach_file import AttachFile
from engine.commands.complete_work_item import CompleteWorkItem
from engine.errors import NotFound
from engine.persistence.database import writing
from engine.persistence.tables import participants
from tests.cast import APPLICANT, SPECIALIST
from tests.installations import actor_of
from tests.papers import PDF, begin_papers, publish_papers

CLIENT = {"name": "Lab", "number": "01234567890123"}


@pytest.mark.parametrize(
    ("shown_to", "opens"), [("", False), ("applicant", True), ("expert", False)]
)
def test_a_file_of_the_staff_opens_when_its_step_is_meant_for_the_applicant(
    application: Application, shown_to: str, opens: bool
) -> None:
    publish_papers(application, shown_to)
    item = begin_papers(application)
    staff, applicant = actor_of(application, SPECIALIST), actor_of(application, APPLICANT)
    taken = application.take_in(io.BytesIO(PDF))
    attach = AttachFile("act", "act.pdf", taken.sha256, taken.size, work_item_id=item)
    file_id = application.execute(attach, staff)["id"]
    [case, *_], _ = application.read.cases(staff)
    with writing(application.database) as connection:
        who = {"case_id": case.id, "role": "applicant", "person_id": applicant.person_id}
        at = datetime(2026, 3, 2, tzinfo=UTC)
        connection.execute(insert(participants).values(appointed_at=at, **who))

    with pytest.raises(NotFound):  # a draft is never theirs
        application.read.file(file_id, applicant)
    answers = {"client": CLIENT, "act": file_id, "signed": True}
    application.execute(CompleteWorkItem(item, answers), staff)
    if opens:
        assert application.read.file(file_id, applicant).name == "act.pdf"
    else:
        with pytest.raises(NotFound):
            application.read.file(file_id, applicant)
    assert application.read.file(file_id, staff).name == "act.pdf"
    with pytest.raises(NotFound):  # the step itself is not theirs to look into
        application.read.work_item(item, applicant)
