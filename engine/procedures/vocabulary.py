"""The words of BPMN 2.0 files: namespaces, kinds of elements, references.

Source: OMG formal/2011-01-03 (BPMN 2.0), chapters 8, 10 and 13.
"""

from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFFWORKFLOW: Final = "http://spiffworkflow.org/bpmn/schema/1.0/core"
CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
FLOWABLE: Final = "http://flowable.org/bpmn"
ACTIVITI: Final = "http://activiti.org/bpmn"

TOPIC_DIALECTS: Final = (CAMUNDA, FLOWABLE, ACTIVITI)
"""Vendors that share Camunda's attribute names."""

EVENTS: Final = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    }
)
TASKS: Final = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
    }
)
THROWING: Final = frozenset({"sendTask", "intermediateThrowEvent", "endEvent"})
"""What throws its message or signal; all else that names one waits for it."""
SUB_PROCESSES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
GATEWAYS: Final = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
ACTIVITIES: Final = TASKS | SUB_PROCESSES
NODES: Final = EVENTS | ACTIVITIES | GATEWAYS
SCOPES: Final = SUB_PROCESSES | {"process"}

DECORATION: Final = frozenset(
    {
        "documentation",
        "extensionElements",
        "auditing",
        "monitoring",
        "category",
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "ioSpecification",
        "ioBinding",
        "property",
        "dataInputAssociation",
        "dataOutputAssociation",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "correlationSubscription",
        "supports",
        "supportedInterfaceRef",
        "incoming",
        "outgoing",
        "completionCondition",
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        "script",
        "rendering",
    }
)
"""What may stand in a process beside its nodes and flows and does not change how it runs."""

BOOLEANS: Final = (
    "isExecutable",
    "isInterrupting",
    "cancelActivity",
    "triggeredByEvent",
    "isForCompensation",
    "instantiate",
    "isSequential",
    "testBefore",
)
"""Attributes that say yes or no."""

REFERENCES: Final = (
    "sourceRef",
    "targetRef",
    "default",
    "attachedToRef",
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "processRef",
)
"""Attributes that name an element of the same file, perhaps with a prefix."""

REFERENCE_TEXTS: Final = (
    "flowNodeRef",
    "correlationPropertyRef",
    "loopDataInputRef",
    "loopDataOutputRef",
)
"""Elements whose text names another element, perhaps with a prefix."""


def bpmn(name: str) -> str:
    """Return the full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"
