"""``clauses.yaml``: the statements of a body's text, each with what carries it here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import ProcedureInvalid
from engine.procedures.diagram import Element
from engine.procedures.fault import N_, Fault
from engine.procedures.vocabulary import GATEWAYS
from engine.procedures.yaml_source import Key, YamlFile

_LISTS: Final = ("elements", "fields", "deadlines", "guards", "documents")
_TEXTS: Final = ("carried_by", "reading", "reason")


@dataclass(frozen=True, slots=True)
class Statement:
    """A normative statement.

    Attributes:
        at: line in ``clauses.yaml``.
        line: line in the text it stands in.
        to: last line of it.
        says: what it says, by language.
        elements: ``<procedure>/<element>`` that carry it.
        fields: ``<form>/<field>`` that carry it.
        deadlines: entries of ``deadlines.yaml``.
        guards: names of guards.
        documents: names of documents.
        carried_by: what else carries it, in words.
        reading: how it is read where the text leaves it open.
        reason: why no element carries it, or not all of it.
    """

    at: int
    line: int
    to: int
    says: Mapping[str, str]
    elements: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    carried_by: str = ""
    reading: str = ""
    reason: str = ""

    @property
    def is_carried(self) -> bool:
        """Whether something of the procedures carries it: an element or what stands on one."""
        return bool(self.elements or self.fields or self.documents or self.carried_by)


def read_clauses(source: bytes, file: str) -> tuple[Statement, ...]:
    """Return the statements of a ``clauses.yaml``.

    Raises:
        ProcedureInvalid: with every fault of the file.
    """
    yaml = YamlFile(source, file)
    found: list[Statement] = []
    if not yaml.faults and yaml.keys((), yaml.data, ("source", "statements"), ()):
        listed = yaml.data.get("statements")
        if isinstance(listed, list):
            found = [_statement(yaml, n, one) for n, one in enumerate(listed)]
        else:
            yaml.report(("statements",), N_("A list of statements is needed here."))
    if yaml.faults:
        raise ProcedureInvalid(tuple(yaml.faults))
    return tuple(found)


def _statement(yaml: YamlFile, number: int, value: Any) -> Statement:
    at: Key = ("statements", str(number))
    if not yaml.keys(at, value, ("line", "says"), ("to", *_LISTS, *_TEXTS)):
        return Statement(0, 0, 0, {})
    lists = {name: _names(yaml, (*at, name), value.get(name, ())) for name in _LISTS}
    texts = {name: str(value.get(name) or "") for name in _TEXTS}
    carried: dict[str, Any] = {**lists, **texts}
    line, to = value.get("line"), value.get("to", value.get("line"))
    if not (isinstance(line, int) and isinstance(to, int) and 0 < line <= to):
        yaml.report((*at, "line"), N_("Lines are whole numbers, the last not before the first."))
        line = to = 0
    says = value.get("says")
    if not (isinstance(says, Mapping) and all(isinstance(v, str) and v for v in says.values())):
        yaml.report((*at, "says"), N_("Here stands what the text says, by language."))
        says = {}
    return Statement(yaml.line(at), line, to, says, **carried)


def _names(yaml: YamlFile, at: Key, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(value)
    yaml.report(at, N_("A list of names is needed here."))
    return ()


def clause_fault(file: str, statement: Statement, template: str, **values: Any) -> Fault:
    """Return a fault of a statement."""
    return Fault(file, statement.at, f"L{statement.line}", template, values)


def is_technical(element: Element) -> bool:
    """Gateways, scripts, links, and events that only open, close or order a part of a diagram."""
    if element.kind in GATEWAYS or element.kind == "scriptTask":
        return True
    if element.scope_id != element.process_id and element.kind in ("startEvent", "endEvent"):
        return True
    passing = element.kind in ("intermediateThrowEvent", "intermediateCatchEvent")
    return passing and (not element.events or element.events[0].kind == "link")


def clause_share(elements: Iterable[Element]) -> tuple[int, int]:
    """Return how many elements name a clause or a reading, of how many that should."""
    asked = [element for element in elements if not is_technical(element)]
    said = [e for e in asked if e.properties.get("clause") or e.properties.get("reading")]
    return len(said), len(asked)
