"""Names: what a diagram refers to must be there, or the message says where to add it."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from engine.expressions.near import near_names
from engine.procedures.checking.inspection import Inspection
from engine.procedures.checking.texts import appointments
from engine.procedures.diagram import Element
from engine.procedures.fault import N_
from engine.procedures.normalising.tasks import is_service
from engine.procedures.references import References
from engine.procedures.register_reading import ACTS_ON_CERTIFICATES

_PROPERTIES: Final = frozenset(
    {
        "form",
        "result",
        "deadline",
        "counted_from",
        "guard",
        "guard_when",
        "party",
        "judges",
        "standards",
        "fields",
        "respondents",
        "document",
        "clause",
        "correlation",
        "payload",
        "operation",
        "lede",
        "appoints",
        "started_by",
        "dismisses",
        "shown_to",
        "reading",
        "title",
        "role",
        "waits",
        "total_starts",
        "total_ends",
    }
)
_TEXT: Final = re.compile(r"'[^'\"]*'|\"[^'\"]*\"")
_ADD: Final = {
    "form": N_("There is no form «{name}»{near} Add forms/definitions/{body}/{name}.json."),
    "deadline": N_("There is no deadline «{name}»{near} Add it to bpmn/{body}/deadlines.yaml."),
    "guard": N_("There is no guard «{name}»{near} Guards are written in engine/people."),
    "document": N_("There is no document «{name}»{near} Add bpmn/{body}/documents/{name}.typ."),
    "operation": N_(
        "There is no operation «{name}»{near} Add it to tasks/, with a line in tasks/catalog.py."
    ),
    "process": N_("There is no process «{name}» to call{near} Add it to bpmn/{body}/."),
    "decision": N_("There is no decision «{name}»{near} Add bpmn/{body}/{name}.dmn."),
    "role": N_("There is no role «{name}»{near} Add it to bpmn/{body}/body.yaml."),
    "register": N_("There is no register «{name}»{near} Add it to bpmn/{body}/body.yaml."),
    "system": N_(
        "There is no information system «{name}»{near} Add it under «systems» of "
        "bpmn/{body}/body.yaml."
    ),
    "series": N_(
        "There is no number series «{name}»{near} Add it under «numbers» of bpmn/{body}/body.yaml."
    ),
}
_ON_CERTIFICATES: Final = frozenset(
    {
        *(f"certificate.{act}" for act in (*ACTS_ON_CERTIFICATES, "issue")),
        "schedule.plan",
        "schedule.cancel",
    }
)
"""Acts that mean the register «certificates» where they name none."""


def check_names(inspection: Inspection, references: References) -> None:
    """Report names of forms, roles, deadlines and the like that nobody knows."""
    _Names(inspection, references).check()


class _Names:
    def __init__(self, inspection: Inspection, references: References) -> None:
        self._inspection = inspection
        self._known = references

    def check(self) -> None:
        for name in self._inspection.running:
            process = self._inspection.diagram.processes[name]
            deadline = process.properties.get("deadline")
            self._look(process.line, name, "deadline", deadline, self._known.deadlines)
        for element in self._inspection.elements:
            self._check_properties(element)
            self._check_called(element)
            if is_service(element):
                self._check_operation(element)
        self._check_lanes()

    def _check_properties(self, element: Element) -> None:
        properties, known = element.properties, self._known
        at, name = element.line, element.id
        self._look(at, name, "form", properties.get("form"), known.forms)
        self._look(at, name, "deadline", properties.get("deadline"), known.deadlines)
        self._look(at, name, "document", properties.get("document"), known.documents)
        self._check_counted_back(element)
        self._check_totals(element)
        for guard in properties.get("guard", "").split(","):
            self._look(at, name, "guard", guard.strip(), known.guards)
        for role, _ in appointments(element):
            self._look(at, name, "role", role, known.roles)
        if properties.get("started_by", "case") != "case":
            self._inspection.report(
                element, N_("A start is begun by hand, or «started_by» says «case»: no other word.")
            )
        for wrong in properties:
            if wrong not in _PROPERTIES and not wrong.startswith("input."):
                near = near_names(wrong, _PROPERTIES)
                if near:
                    self._inspection.report(
                        element,
                        N_("The property «{name}» is not known{near}"),
                        name=wrong,
                        near=near,
                    )

    def _check_counted_back(self, element: Element) -> None:
        name = element.properties.get("deadline", "")
        if name in self._known.counted_back and "counted_from" not in element.properties:
            self._inspection.report(
                element,
                N_(
                    "The deadline «{name}» is counted back from an event: name its date in the "
                    "property «counted_from», as meeting.date."
                ),
                name=name,
            )

    def _check_totals(self, element: Element) -> None:
        known = self._known
        for what in ("total_starts", "total_ends"):
            name = element.properties.get(what, "")
            self._look(element.line, element.id, "deadline", name, known.deadlines)
            if name in (known.deadlines or ()) and name not in known.over_linked_cases:
                self._inspection.report(
                    element,
                    N_(
                        "The deadline «{name}» does not run over linked cases: say «over: "
                        "linked_cases» in bpmn/{body}/deadlines.yaml."
                    ),
                    name=name,
                    body=known.body,
                )

    def _check_called(self, element: Element) -> None:
        at, name, called = element.line, element.id, element.called
        if element.kind == "callActivity" and called not in self._inspection.diagram.processes:
            self._look(at, name, "process", called, self._known.processes)
        elif element.kind == "businessRuleTask":
            self._look(at, name, "decision", called, self._known.decisions)

    def _check_operation(self, element: Element) -> None:
        operations, name = self._known.operations, element.properties.get("operation", "")
        self._look(element.line, element.id, "operation", name, operations)
        if operations is None or name not in operations:
            return
        self._check_written_out(element, name)
        for wanted in operations[name]:
            if f"input.{wanted}" not in element.properties:
                self._inspection.report(
                    element,
                    N_(
                        "«{operation}» needs the input «{input}»: set the property «input.{input}»."
                    ),
                    operation=name,
                    input=wanted,
                )

    def _check_written_out(self, element: Element, operation: str) -> None:
        """Check names that an input gives as they stand, and not by an expression over data."""
        known = self._known
        if operation in _ON_CERTIFICATES or operation in ("register.enter", "register.amend"):
            otherwise = "" if operation.startswith("register.") else "certificates"
            name = _written_out(element, "register", otherwise)
            self._look(element.line, element.id, "register", name, known.registers)
        elif operation == "system.send":
            name = _written_out(element, "system")
            self._look(element.line, element.id, "system", name, known.systems)
        elif operation == "number.take":
            name = _written_out(element, "series")
            self._look(element.line, element.id, "series", name, known.series)

    def _check_lanes(self) -> None:
        known = self._known.roles
        if known is None:
            return
        lanes = self._inspection.diagram.lanes
        used = {}
        for element in self._inspection.elements:
            if not element.is_human:
                continue
            if element.lane_id is None:
                self._inspection.report(
                    element,
                    N_("This step stands in no lane, so nobody would be asked: draw it in one."),
                )
            else:
                used[element.lane_id] = lanes[element.lane_id]
        for lane in used.values():
            if lane.role:
                self._look(lane.line, lane.id, "role", lane.role, known)
            elif lane.name not in self._known.lanes:
                self._inspection.report_at(
                    lane.line,
                    lane.id,
                    N_(
                        "No role belongs to the lane «{name}»{near} Add the lane's name to a role "
                        "in bpmn/{body}/body.yaml, or set the lane's property «role»."
                    ),
                    name=lane.name,
                    near=_sentence(lane.name, self._known.lanes),
                    body=self._known.body,
                )

    def _look(
        self, line: int, where: str, what: str, name: str | None, known: Collection[str] | None
    ) -> None:
        if not name or known is None or name in known:
            return
        self._inspection.report_at(
            line,
            where,
            _ADD[what],
            name=name,
            near=_sentence(name, known),
            body=self._known.body,
        )


def _sentence(name: str, known: Iterable[str]) -> str:
    """Return the near names so that a sentence can follow."""
    return near_names(name, known) or "."


def _written_out(element: Element, name: str, otherwise: str = "") -> str:
    """Return an input that is a text as it stands; ``""`` for one that is worked out."""
    if f"input.{name}" not in element.properties:
        return otherwise
    text = element.properties[f"input.{name}"].strip()
    return text[1:-1] if _TEXT.fullmatch(text) else ""
