"""Tiny diagrams for tests: the inside of a process becomes a file."""

from itertools import pairwise

from engine.procedures.diagram import Diagram
from engine.procedures.reading import read

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:tns="urn:test" id="D" targetNamespace="urn:test">'
)
DECLARED = (
    '<message id="m" name="M"/><signal id="g" name="G"/>'
    '<error id="er" name="E1" errorCode="E1"/><escalation id="es" name="X1" escalationCode="X1"/>'
)


def bpmn(inside: str, beside: str = DECLARED) -> bytes:
    """Return a file whose process ``p`` starts on line 2, so that its first line is line 3."""
    text = f'{HEAD}{beside}\n<process id="p">\n{inside}\n</process></definitions>'
    return text.encode()


def draw(inside: str, beside: str = DECLARED) -> Diagram:
    """Return the diagram of such a file."""
    return read(bpmn(inside, beside), "t.bpmn")


def chain(*names: str) -> str:
    """Return flows from each node to the next."""
    return "".join(
        f'<sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairwise(names)
    )
