"""A diagram as data: what a BPMN file says, without XML and without SpiffWorkflow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.procedures.fault import Fault

HUMAN_KINDS = frozenset({"userTask", "manualTask", "task"})
"""Elements that wait for a person."""


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """What an event waits for or does.

    Attributes:
        kind: ``timer | message | signal | error | escalation | terminate | link | conditional |
            compensate | cancel``.
        name: of the message, signal, error, escalation or link; ``""`` where none is named.
        timer_kind: ``timeDate | timeDuration | timeCycle`` for a timer, else ``""``.
        timer_text: the text as written, else ``""``.
        code: error or escalation code, else ``""``.
        reference: id that the file refers to (``messageRef`` ...), else ``""``.
        properties: what a vendor says at the definition, else at the message: ``payload result
            correlation``, each where it is said.
    """

    kind: str
    name: str = ""
    timer_kind: str = ""
    timer_text: str = ""
    code: str = ""
    reference: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity is carried out. Texts are expressions as written, ``""`` where absent.

    Attributes:
        kind: ``parallel | sequential`` for multi-instance, ``standard`` for a standard loop.
        cardinality: number of instances.
        collection: list with one item per instance.
        item: name under which an instance sees its item.
        result: name of the list that collects the results.
        result_item: name of an instance's result (BPMN), or an expression for it (Zeebe).
        completion: condition that ends the rest of a multi-instance activity early.
        condition: condition for another round of a standard loop.
        maximum: most rounds of a standard loop, as written.
        test_before: whether a standard loop asks its condition before the first round.
    """

    kind: str
    cardinality: str = ""
    collection: str = ""
    item: str = ""
    result: str = ""
    result_item: str = ""
    completion: str = ""
    condition: str = ""
    maximum: str = ""
    test_before: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node.

    Attributes:
        id: as in the file.
        kind: BPMN local name, e.g. ``userTask``, ``exclusiveGateway``, ``boundaryEvent``.
        name: label in the body's language; ``""`` where the diagram has none.
        line: line in the source file, from 1.
        process_id: the process it belongs to.
        scope_id: the process or sub-process that directly contains it.
        lane_id: innermost lane, or ``None``.
        properties: merged from ``spiffworkflow:``, ``camunda:`` and ``zeebe:`` property lists:
            ``form result deadline guard document clause operation input.<name> title ...``.
        events: event definitions, empty for a plain event or another kind.
        interrupting: of a boundary event or the start of an event sub-process.
        attached_to: the activity a boundary event sits on.
        incoming: ids of sequence flows, in file order.
        outgoing: ids of sequence flows, in file order.
        default: id of the default flow, or ``None``.
        script: text of a script task.
        called: process id of a call activity, or decision id of a business rule task.
        loop: how often the activity is carried out; ``None`` for once.
        event_triggered: of an event sub-process.
        instantiates: of a receive task or event-based gateway that starts the process.
        for_compensation: of an activity that only undoes another.
    """

    id: str
    kind: str
    name: str
    line: int
    process_id: str
    scope_id: str
    lane_id: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    events: tuple[EventDefinition, ...] = ()
    interrupting: bool = True
    attached_to: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    script: str = ""
    called: str = ""
    loop: Loop | None = None
    event_triggered: bool = False
    instantiates: bool = False
    for_compensation: bool = False

    @property
    def is_human(self) -> bool:
        """Whether the element waits for a person."""
        return self.kind in HUMAN_KINDS

    @property
    def result_key(self) -> str:
        """Where the answers of the step go in the case data."""
        return self.properties.get("result", self.id)


@dataclass(frozen=True, slots=True)
class Flow:
    """One sequence flow; ``condition`` is the expression as written or ``""``."""

    id: str
    source: str
    target: str
    name: str
    condition: str
    line: int
    process_id: str = ""
    scope_id: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: ``role`` is its property ``role`` or ``""`` (then ``body.yaml`` maps its name)."""

    id: str
    name: str
    line: int
    process_id: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the file; ``properties`` as on elements: ``deadline title clause``."""

    id: str
    name: str
    line: int
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correlation:
    """How one message is told apart: ``expression`` over the message's payload or the case data."""

    id: str
    message: str
    expression: str
    line: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """A BPMN file that was read.

    Attributes:
        file: name as the user gave it, for messages.
        source: the bytes as read.
        process_id: the process that runs (the author's choice where there are several).
        processes: every process of the file by id.
        elements: every flow node of every process by id, in file order.
        flows: every sequence flow by id (a flow without id gets the id that normalising gives it).
        lanes: every lane by id.
        messages: names of the messages the file declares.
        correlations: how messages are told apart.
        faults: what reading found wrong with what runs; ``check`` reports it with everything else.
    """

    file: str
    source: bytes
    process_id: str
    processes: Mapping[str, Process]
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, Lane]
    messages: tuple[str, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def process(self) -> Process:
        """The process that runs."""
        return self.processes[self.process_id]

    def starts(self) -> tuple[Element, ...]:
        """Start events of the process that runs (not of its sub-processes)."""
        return tuple(
            element
            for element in self.elements.values()
            if element.kind == "startEvent" and element.scope_id == self.process_id
        )
