# ruff: noqa: E501  # what a modeller writes on one line stays on one
"""Files as modellers export them: read, checked and normalised without a word about their own marks."""

import pytest

from engine.procedures.checking import check
from engine.procedures.normalising import normalise
from engine.procedures.reading import read

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D1">'
    '<bpmndi:BPMNPlane id="P1" bpmnElement="Process_1"><bpmndi:BPMNShape id="S1" bpmnElement="Activity_1"><dc:Bounds x="1" y="2" width="3" height="4"/>'
    "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
)
EXPORTS = {
    "bpmn.io": f'''<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="{BPMN}" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="bpmn-js" exporterVersion="18.6.2">
  <bpmn:process id="Process_1" isExecutable="false">
    <bpmn:startEvent id="StartEvent_1"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:task id="Activity_1"><bpmn:incoming>Flow_1</bpmn:incoming></bpmn:task>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Activity_1" />
  </bpmn:process>{DI}
</bpmn:definitions>''',
    "Camunda 7": f'''<bpmn:definitions xmlns:bpmn="{BPMN}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="t" modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.21.0">
  <bpmn:process id="Process_1" isExecutable="true" camunda:historyTimeToLive="180" camunda:versionTag="1">
    <bpmn:startEvent id="StartEvent_1" camunda:initiator="starter" camunda:asyncAfter="true"><bpmn:extensionElements><camunda:formData><camunda:formField id="amount" type="long"/></camunda:formData></bpmn:extensionElements></bpmn:startEvent>
    <bpmn:userTask id="Activity_1" camunda:assignee="${{starter}}" camunda:candidateGroups="a" camunda:formKey="embedded:app:f.html"/>
    <bpmn:exclusiveGateway id="Gateway_1" default="Flow_4"/>
    <bpmn:serviceTask id="Activity_2" camunda:type="external" camunda:topic="cost.tariff"/>
    <bpmn:endEvent id="Event_1"/>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Activity_1"/>
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="Gateway_1"/>
    <bpmn:sequenceFlow id="Flow_3" sourceRef="Gateway_1" targetRef="Activity_2"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${{amount &gt; 1000 &amp;&amp; !rush}}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Flow_4" sourceRef="Gateway_1" targetRef="Event_1"/>
    <bpmn:sequenceFlow id="Flow_5" sourceRef="Activity_2" targetRef="Event_1"/>
  </bpmn:process>{DI}</bpmn:definitions>''',
    "Camunda 8": f'''<bpmn:definitions xmlns:bpmn="{BPMN}" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="t">
  <bpmn:process id="Process_1" isExecutable="true"><bpmn:extensionElements><zeebe:versionTag value="1"/></bpmn:extensionElements>
    <bpmn:startEvent id="StartEvent_1"/>
    <bpmn:userTask id="Activity_1"><bpmn:extensionElements><zeebe:userTask/><zeebe:formDefinition formId="f"/><zeebe:assignmentDefinition assignee="=starter"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:exclusiveGateway id="Gateway_1"/>
    <bpmn:endEvent id="Event_1"/><bpmn:endEvent id="Event_2"/>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Activity_1"/>
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="Gateway_1"/>
    <bpmn:sequenceFlow id="Flow_3" sourceRef="Gateway_1" targetRef="Event_1"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=status = "ok"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Flow_4" sourceRef="Gateway_1" targetRef="Event_2"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=status != "ok"</bpmn:conditionExpression></bpmn:sequenceFlow>
  </bpmn:process></bpmn:definitions>''',
    "Signavio": f'''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<definitions xmlns="{BPMN}" xmlns:signavio="http://www.signavio.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" exporter="Signavio Process Editor, http://www.signavio.com" expressionLanguage="http://www.w3.org/TR/XPath" id="sid-1" targetNamespace="http://www.signavio.com" typeLanguage="http://www.w3.org/2001/XMLSchema">
  <collaboration id="sid-c"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffff"/></extensionElements><participant id="sid-p" name="Body" processRef="sid-2"/></collaboration>
  <process id="sid-2" isClosed="false" isExecutable="false" name="Body" processType="None">
    <laneSet id="sid-ls"><lane id="sid-l" name="Office"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue=""/></extensionElements><flowNodeRef>sid-s</flowNodeRef><flowNodeRef>sid-a</flowNodeRef><flowNodeRef>sid-e</flowNodeRef></lane></laneSet>
    <startEvent id="sid-s" name=""><outgoing>sid-f1</outgoing></startEvent>
    <userTask completionQuantity="1" id="sid-a" implementation="webService" isForCompensation="false" name="Check&#10;documents" startQuantity="1"><incoming>sid-f1</incoming><outgoing>sid-f2</outgoing></userTask>
    <endEvent id="sid-e" name=""/>
    <sequenceFlow id="sid-f1" isImmediate="true" name="" sourceRef="sid-s" targetRef="sid-a"><conditionExpression id="sid-x1" xsi:type="tFormalExpression"/></sequenceFlow>
    <sequenceFlow id="sid-f2" isImmediate="true" name="" sourceRef="sid-a" targetRef="sid-e"><conditionExpression id="sid-x2" xsi:type="tFormalExpression"> </conditionExpression></sequenceFlow>
    <dataObject id="sid-d" isCollection="false" name="File"/>
  </process></definitions>''',
    "Bizagi": f'''<?xml version="1.0" encoding="utf-8"?>
<definitions xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://www.bizagi.com/definitions/b1" xmlns="{BPMN}">
  <process id="Id_main" name="Main Process"><documentation /></process>
  <process id="Id_p" name="Process 1"><documentation />
    <extensionElements><bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties><bizagi:BizagiProperty name="bgColor" value="White" /></bizagi:BizagiProperties></bizagi:BizagiExtensions></extensionElements>
    <ioSpecification><inputSet /><outputSet /></ioSpecification>
    <startEvent id="Id_s" name=""><documentation /><extensionElements><bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties><bizagi:BizagiProperty name="form" value="x" /></bizagi:BizagiProperties></bizagi:BizagiExtensions></extensionElements><outgoing>Id_f</outgoing></startEvent>
    <task id="Id_a" name="Task 1"><ioSpecification><inputSet /><outputSet /></ioSpecification></task>
    <endEvent id="Id_e"/>
    <sequenceFlow id="Id_f" sourceRef="Id_s" targetRef="Id_a"><documentation /></sequenceFlow><sequenceFlow id="Id_g" sourceRef="Id_a" targetRef="Id_e"/>
  </process>
  <collaboration id="Id_c"><participant id="Id_pa" name="Pool" processRef="Id_p"/><participant id="Id_pb" name="Main" processRef="Id_main"/></collaboration></definitions>''',
    "Flowable": f'''<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{BPMN}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:flowable="http://flowable.org/bpmn" xmlns:modeler="http://flowable.org/modeler" typeLanguage="http://www.w3.org/2001/XMLSchema" expressionLanguage="http://www.w3.org/1999/XPath" targetNamespace="http://flowable.org/test">
  <process id="flow" name="Flow" isExecutable="true" flowable:candidateStarterGroups="flowableUser">
    <extensionElements><modeler:initiator-can-complete><![CDATA[false]]></modeler:initiator-can-complete></extensionElements>
    <startEvent id="startnoneevent1" flowable:initiator="initiator" flowable:formFieldValidation="true"/>
    <userTask id="task1" name="Ask" flowable:assignee="${{initiator}}" flowable:formKey="f"><multiInstanceLoopCharacteristics isSequential="false" flowable:collection="${{people}}" flowable:elementVariable="person"><extensionElements/><completionCondition>${{nrOfCompletedInstances == 2}}</completionCondition></multiInstanceLoopCharacteristics></userTask>
    <endEvent id="end1"/>
    <sequenceFlow id="f1" sourceRef="startnoneevent1" targetRef="task1"/><sequenceFlow id="f2" sourceRef="task1" targetRef="end1"><conditionExpression xsi:type="tFormalExpression"><![CDATA[]]></conditionExpression></sequenceFlow>
  </process></definitions>''',
}


@pytest.mark.parametrize("text", EXPORTS.values(), ids=EXPORTS)
def test_exports(text):
    diagram = read(text.encode(), "export.bpmn")
    assert check(diagram) == ()
    xml = normalise(diagram).decode()
    for mark in ("BPMNShape", "signavioMetaData", "Bizagi", "candidateGroups", "modeler:"):
        assert mark not in xml


def test_labels_over_several_lines_become_one():
    assert read(EXPORTS["Signavio"].encode(), "s.bpmn").elements["sid-a"].name == "Check documents"
