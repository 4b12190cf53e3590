"""Calculations that a diagram can call: pure functions with a clause, typed inputs and a working.

An operation is a function ``calculate(inputs, parameters) -> result`` of frozen dataclasses. Its
inputs come from the data of a case, its parameters from the dated tables of the product and of the
body, and its result goes back into the data of the case as plain JSON, together with how it was
worked out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Any, TypeVar, get_type_hints

import yaml

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.dated import DatedValue, Entries, packaged, value_on
from tasks.errors import InputFault, InputInvalid, ParametersInvalid
from tasks.signature import FieldSignature, parameters_of, signature_of
from tasks.typed_json import fields_of, from_json, to_json

F = TypeVar("F", bound=Callable[..., Any])

_ATTRIBUTE = "__operation__"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a working.

    Attributes:
        label: English sentence or name with ``{named}`` fields (message id).
        value: the figure: a decimal, a date, a moment, a number or a text; an English sentence is
            a message id too.
        clause: where the rule of this line stands.
        values: what fills the label; a name may be given by language.
    """

    label: str
    value: object
    clause: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What a calculation may know besides its inputs.

    Attributes:
        on: the day whose parameters hold; the calculation itself has no clock.
        parameters: the body's own dated parameters by name, as in its ``body.yaml``.
        calendar: the body's calendar, for operations that count days.
    """

    on: date
    parameters: Mapping[str, Entries] = field(default_factory=dict)
    calendar: WorkingCalendar | None = None


class Operation:
    """One calculation of the catalogue.

    Attributes:
        name: as written in diagrams: ``<topic>.<operation>``.
        clause: the clause the calculation comes from.
        about: the first sentence of its docstring.
        function: ``calculate(inputs, parameters) -> result``.
        inputs: the dataclass of the inputs.
        parameters: the dataclass of the parameters.
        result: the dataclass of the result; it has a field ``working``.
    """

    def __init__(self, name: str, clause: str, function: Callable[..., Any]) -> None:
        hints = get_type_hints(function)
        self.name = name
        self._shipped: dict[tuple[str, date], Any] = {}
        self.clause = clause
        self.about = (function.__doc__ or "").partition("\n")[0]
        self.function = function
        self.inputs: Any = hints["inputs"]
        self.parameters: Any = hints["parameters"]
        self.result: Any = hints["return"]
        if not all(is_dataclass(kind) for kind in (self.inputs, self.parameters, self.result)):
            raise TypeError(f"{name} takes and gives dataclasses")
        self._signature = signature_of(self.inputs)
        self._parameters = parameters_of(self.parameters)
        if "working" not in {entry.name for entry in fields(self.result)}:
            raise TypeError(f"the result of {name} has no field «working»")

    @property
    def topic(self) -> str:
        """Return the first part of the name: the folder and the table of parameters."""
        return self.name.partition(".")[0]

    @cached_property
    def required_inputs(self) -> tuple[str, ...]:
        """Return the names of the inputs that must be given."""
        return tuple(name for name, _, required in fields_of(self.inputs) if required)

    def signature(self) -> tuple[FieldSignature, ...]:
        """Return what the operation takes, for pages and documents."""
        return self._signature

    def takes(self) -> tuple[FieldSignature, ...]:
        """Return the dated parameters it depends on, for pages and documents."""
        return self._parameters

    def example(self) -> Mapping[str, Any]:
        """Return the example beside the operation: ``{about, date, parameters, inputs}``.

        It stands in ``<operation>.example.yaml`` in the folder of the operation.
        """
        package, _, module = self.function.__module__.rpartition(".")
        file = files(package).joinpath(f"{module}.example.yaml")
        read: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        return read

    def run(self, inputs: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """Calculate from plain JSON to plain JSON.

        Args:
            inputs: values by name; decimals as text or number, dates as ISO text.
            context: the day, the body's parameters and its calendar.

        Returns:
            The fields of the result, and with them ``working`` (lines of ``label, value, clause,
            values``), ``clause``, ``on`` and ``parameters_used`` (``name, from, reference, reading,
            value`` each; the value only where it is a single figure).

        Raises:
            InputInvalid: inputs do not fit; every wrong one is named at once.
            ParametersInvalid: a parameter is missing, malformed or not in force on that day.
        """
        faults: list[InputFault] = []
        given = from_json(self.inputs, inputs, "", faults)
        if faults:
            raise InputInvalid(faults)
        parameters, used = self._parameters_on(context)
        result = self.function(given, parameters)
        return {
            "clause": self.clause,
            "on": context.on.isoformat(),
            **to_json(result),
            "parameters_used": used,
        }

    def _parameters_on(self, context: Context) -> tuple[Any, list[dict[str, Any]]]:
        chosen: dict[str, Any] = {}
        used: list[dict[str, Any]] = []
        for name, hint, _ in fields_of(self.parameters):
            if hint is WorkingCalendar:
                chosen[name] = self._calendar(context)
                continue
            entry = self._entry(name, context)
            chosen[name] = self._value(name, hint, entry, own=bool(context.parameters.get(name)))
            used.append(_told(name, entry))
        return self.parameters(**chosen), used

    def _value(self, name: str, hint: Any, entry: DatedValue, *, own: bool) -> Any:
        """Return a parameter as its type; those that ship with the product are read once."""
        if not own and (name, entry.since) in self._shipped:
            return self._shipped[name, entry.since]
        faults: list[InputFault] = []
        value = from_json(hint, entry.value, name, faults)
        if faults:
            raise ParametersInvalid(
                "The parameter «{name}» from {day} is malformed: {faults}",
                name=name,
                day=entry.since.isoformat(),
                faults="; ".join(map(str, faults)),
            )
        if not own:
            self._shipped[name, entry.since] = value
        return value

    def _calendar(self, context: Context) -> WorkingCalendar:
        if context.calendar is None:
            raise ParametersInvalid(
                "{operation} needs the calendar of a body.", operation=self.name
            )
        return context.calendar

    def _entry(self, name: str, context: Context) -> DatedValue:
        entries = context.parameters.get(name) or packaged(self.topic).get(name)
        if entries is None:
            raise ParametersInvalid(
                "{operation} needs the parameter «{name}», which the body does not have.",
                operation=self.name,
                name=name,
            )
        return value_on(entries, context.on, name)


def operation(name: str, *, clause: str) -> Callable[[F], F]:
    """Mark a function as an operation; the catalogue lists its module.

    Args:
        name: ``<topic>.<operation>``.
        clause: the clause the calculation comes from.

    Raises:
        TypeError: inputs, parameters and result are not all dataclasses, or the result has no
            ``working``.
    """

    def mark(function: F) -> F:
        setattr(function, _ATTRIBUTE, Operation(name, clause, function))
        return function

    return mark


def operation_of(function: Callable[..., Any]) -> Operation:
    """Return the operation a function was marked as."""
    found: Operation = getattr(function, _ATTRIBUTE)
    return found


def _told(name: str, entry: DatedValue) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": name,
        "from": entry.since.isoformat(),
        "reference": entry.reference,
        "reading": entry.reading,
    }
    if isinstance(entry.value, bool | int | str):
        told["value"] = entry.value
    return told
