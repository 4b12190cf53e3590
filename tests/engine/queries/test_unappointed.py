"""Steps of a role in which a case has appointed nobody."""

import pytest

from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.errors import NotFound
from engine.sources import Sources
from tests.cast import APPLICANT, KG, LEAD_ASSESSOR, SPECIALIST
from tests.offices import Office

VISIT = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
<process id="visit" isExecutable="true">
<laneSet id="lanes"><lane id="assessor" name="Жетектөөчү баалоочу">
<flowNodeRef>report</flowNodeRef></lane>
<lane id="office" name="АИУБ адиси"><flowNodeRef>file_it</flowNodeRef></lane></laneSet>
<startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="report"/>
<manualTask id="report"/><sequenceFlow id="f2" sourceRef="report" targetRef="file_it"/>
<manualTask id="file_it"/><sequenceFlow id="f3" sourceRef="file_it" targetRef="end"/>
<endEvent id="end"/></process></definitions>"""


def test_a_step_of_an_assessor_opens_for_whoever_is_one(office: Office) -> None:
    body = office.application.body(KG)
    sources = Sources("visit.bpmn", VISIT.encode(), body)
    office.by(None, PublishProcedure(f"{KG}/visit", sources))
    case_id = str(office.by(None, StartCase(f"{KG}/visit")))
    read, actor = office.application.read, office.actor(LEAD_ASSESSOR)
    (row,) = read.work_list(actor).rows
    assert read.work_item(row.id, actor).may_complete
    assert read.case_page(case_id, actor).row.id == case_id
    with pytest.raises(NotFound):
        read.case_page(case_id, office.actor(APPLICANT))
    office.do(LEAD_ASSESSOR, case_id, "report")
    assert read.work_item(row.id, actor).finished is not None
    assert read.case_page(case_id, actor).row.id == case_id  # who did a step takes part


def test_a_step_of_an_applicant_is_hidden_from_other_applicants(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": False})
    office.do(SPECIALIST, case_id, "notify_incomplete", {})
    item = office.item(case_id, "complete_documents")
    read, applicant = office.application.read, office.actor(APPLICANT)
    assert read.work_list(applicant).rows == ()
    with pytest.raises(NotFound):
        read.work_item(item, applicant)
    assert read.work_item(item, office.actor(SPECIALIST)).records_for == "applicant"
