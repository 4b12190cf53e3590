"""A step without a term of its own shows when a timer on its border passes it by."""

from datetime import datetime, timedelta

from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.sources import Sources
from tests.cast import KG, SPECIALIST
from tests.installations import MONDAY
from tests.offices import Office

TIMER = """<boundaryEvent id="{id}" attachedToRef="answer">
<extensionElements><s:properties><s:property name="clause" value="{clause}"/></s:properties>
</extensionElements>
<timerEventDefinition><timeDuration>{after}</timeDuration></timerEventDefinition></boundaryEvent>
<sequenceFlow id="from_{id}" sourceRef="{id}" targetRef="end"/>"""
ANSWER = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d">
<process id="letter" isExecutable="true"><laneSet id="lanes">
<lane id="office" name="АИУБ адиси"><flowNodeRef>answer</flowNodeRef>
<flowNodeRef>other</flowNodeRef></lane></laneSet>
<startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>
<parallelGateway id="fork"/>
<sequenceFlow id="f2" sourceRef="fork" targetRef="answer"/>
<sequenceFlow id="f3" sourceRef="fork" targetRef="other"/>
<manualTask id="answer"/><sequenceFlow id="f4" sourceRef="answer" targetRef="end"/>
<manualTask id="other"/><sequenceFlow id="f5" sourceRef="other" targetRef="end"/>
{timers}<endEvent id="end"/></process></definitions>"""


def begun(office: Office, *timers: str) -> str:
    diagram = ANSWER.replace("{timers}", "".join(timers))
    sources = Sources("letter.bpmn", diagram.encode(), office.application.body(KG))
    office.by(None, PublishProcedure(f"{KG}/letter", sources))
    return str(office.by(None, StartCase(f"{KG}/letter")))


def timer(name: str, after: str, clause: str) -> str:
    return TIMER.format(id=name, after=after, clause=clause)


def test_the_nearest_timer_is_the_time_of_its_step(office: Office) -> None:
    case_id = begun(office, timer("late", "P9D", "§4, 9 (L9)"), timer("soon", "P3D", "§4, 3 (L3)"))
    actor, read = office.actor(SPECIALIST), office.application.read
    rows = {row.element_id: row for row in read.work_list(actor).rows}
    due = rows["answer"].due
    assert due is not None
    assert (due.at, due.clause, due.state) == (MONDAY + timedelta(days=3), "§4, 3 (L3)", "running")
    assert rows["other"].due is None
    page = read.work_item(office.item(case_id, "answer"), actor)
    assert page.row.due is not None
    assert page.row.due.at == due.at
    assert read.work_item(office.item(case_id, "other"), actor).row.due is None
    terms = {one.clause: one.at for one in read.case_page(case_id, actor).deadlines}
    assert terms["§4, 3 (L3)"] == due.at


def test_a_finished_step_shows_no_timer(office: Office) -> None:
    case_id = begun(office, timer("soon", "P3D", "§4, 3 (L3)"))
    item = office.do(SPECIALIST, case_id, "answer")
    assert office.application.read.work_item(item, office.actor(SPECIALIST)).row.due is None
    office.at(datetime.isoformat(MONDAY + timedelta(days=4)))
    assert office.waiting(case_id) == ["other"]
