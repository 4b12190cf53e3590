"""Diagrams in a few lines, and a case that plays them, saved and restored after every step."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from engine.procedures.normalising import normalise
from engine.procedures.reading import read
from engine.runtime.advanced import Advanced, Later, ServiceCall, WaitingStep
from engine.runtime.executable import Executable, prepare
from engine.runtime.live_case import LiveCase

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
NAMESPACES = (
    f'xmlns="{MODEL}" xmlns:spiffworkflow="{SPIFF}" xmlns:camunda="{CAMUNDA}" xmlns:zeebe="{ZEEBE}"'
)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def flow(*ends: str) -> str:
    """``flow("a", "b")``, ``flow("a", "b", "amount > 10")``."""
    condition = f"<conditionExpression>{escape(ends[2])}</conditionExpression>" if ends[2:] else ""
    return (
        f'<sequenceFlow id="{ends[0]}_to_{ends[1]}" sourceRef="{ends[0]}" targetRef="{ends[1]}">'
        f"{condition}</sequenceFlow>"
    )


def line(*names: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(names))


def el(kind: str, name: str, inner: str = "", attributes: str = "", **properties: str) -> str:
    """One element; ``input_amount`` means the property ``input.amount``."""
    rows = "".join(
        f'<spiffworkflow:property name="{key}" value="{escape(value)}"/>'
        for key, value in (
            (name.replace("input_", "input."), text) for name, text in properties.items()
        )
    )
    extensions = (
        f"<extensionElements><spiffworkflow:properties>{rows}</spiffworkflow:properties>"
        "</extensionElements>"
        if rows
        else ""
    )
    return f'<{kind} id="{name}" {attributes}>{extensions}{inner}</{kind}>'


def user(*names: str) -> str:
    return "".join(el("userTask", name) for name in names)


def script(name: str, text: str) -> str:
    return el("scriptTask", name, f"<script>{escape(text)}</script>")


def xor(name: str, default: str = "") -> str:
    return el("exclusiveGateway", name, attributes=f'default="{default}"' if default else "")


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{escape(text)}</{kind}></timerEventDefinition>"


def message(name: str) -> str:
    return f'<messageEventDefinition messageRef="{name}"/>'


def signal(name: str) -> str:
    return f'<signalEventDefinition signalRef="{name}"/>'


def error(name: str = "") -> str:
    return f'<errorEventDefinition errorRef="{name}"/>' if name else "<errorEventDefinition/>"


def escalation(name: str) -> str:
    return f'<escalationEventDefinition escalationRef="{name}"/>'


def edge(name: str, on: str, definition: str, *, interrupts: bool = True, **properties: str) -> str:
    attributes = f'attachedToRef="{on}" cancelActivity="{str(interrupts).lower()}"'
    return el("boundaryEvent", name, definition, attributes, **properties)


START, END = el("startEvent", "s"), el("endEvent", "e")


def process(body: str, name: str = "P") -> str:
    return f'<process id="{name}" isExecutable="true">{body}</process>'


def document(*processes: str, declared: str = "") -> str:
    bodies = "".join(p if p.startswith("<process") else process(p) for p in processes)
    return f'<definitions {NAMESPACES} id="D" targetNamespace="t">{declared}{bodies}</definitions>'


def executable_of(xml: str, decisions: tuple[bytes, ...] = ()) -> Executable:
    diagram = read(xml.encode(), "t.bpmn", "P")
    return prepare("P", [(diagram, normalise(diagram))], decisions)


class Port:
    """A port whose operations are functions of the inputs."""

    def __init__(self, **operations: Any) -> None:
        self.operations = operations
        self.calls: list[ServiceCall] = []

    def call(self, call: ServiceCall) -> Any:
        self.calls.append(call)
        return self.operations[call.operation.replace(".", "_")](call.inputs)


class Play:
    """A case; restored from its state before every step."""

    def __init__(
        self,
        xml: str,
        port: Port | None = None,
        message: str | None = None,
        payload: Mapping[str, Any] | None = None,
        decisions: tuple[bytes, ...] = (),
        **data: Any,
    ) -> None:
        self.executable = executable_of(xml, decisions)
        self.port = port or Port()
        self.finished: list[str] = []
        self.steps: list[Any] = []
        self.thrown: list[Any] = []
        _, advanced = LiveCase.start(self.executable, data, self.port, message, payload)
        self.now = self.take(advanced)

    def take(self, advanced: Advanced) -> Advanced:
        self.now = advanced
        self.steps += advanced.finished
        self.finished += [step.element_id for step in advanced.finished]
        self.thrown += advanced.thrown
        return advanced

    @property
    def case(self) -> LiveCase:
        return LiveCase.load(self.executable, self.now.state)

    def ready(self) -> list[str]:
        return sorted(step.element_id for step in self.now.waiting)

    def step(self, element: str, place: int = 0) -> WaitingStep:
        return [s for s in self.now.waiting if s.element_id == element][place]

    def do(self, element: str, place: int = 0, key: str | None = None, **answers: Any) -> list[str]:
        task_id = self.step(element, place).task_id
        self.take(self.case.complete(task_id, answers, key, self.port))
        return self.ready()

    def fire(self, *elements: str) -> list[str]:
        due = frozenset(
            (t.task_id, t.element_id) for t in self.now.timers if t.element_id in elements
        )
        assert due, f"no timer of {elements} waits"
        self.take(self.case.fire(due, self.port))
        return self.ready()

    def receive(self, name: str, kind: str = "message", **payload: Any) -> list[str]:
        self.take(self.case.receive(kind, name, payload, self.port))
        return self.ready()

    def answer(self, job: str, value: Any) -> list[str]:
        self.take(self.case.answer(job, value, self.port))
        return self.ready()

    def retry(self, place: int = 0, **corrected: Any) -> list[str]:
        task_id = self.now.incidents[place].task_id
        self.take(self.case.retry(task_id, corrected, self.port))
        return self.ready()

    def incidents(self) -> list[tuple[str, str]]:
        return [(i.element_id, i.kind) for i in self.now.incidents]

    def timers(self) -> dict[str, str]:
        return {t.element_id: t.text for t in self.now.timers}

    @property
    def ended(self) -> str | None:
        return self.now.outcome if self.now.completed else None


def later(job: str) -> Any:
    return lambda inputs: Later(job)
