"""YAML with lines: every value of a body's files can be named by key and line when it is wrong."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

import yaml

from engine.expressions.near import near_names
from engine.procedures.fault import N_, Fault
from engine.procedures.lengths import TOO_LONG, overlong
from forms.said import Said

MAX_BYTES: Final = 2_000_000

Key = tuple[str, ...]

_PROBLEMS: Final = (
    Said("mapping values are not allowed here"),
    Said("could not find expected ':'"),
    Said("found unexpected end of stream"),
    Said("found unknown escape character"),
    Said("found undefined tag handle"),
    Said("expected the node content, but found '-'"),
    Said("expected the node content, but found '?'"),
    Said("expected <block end>, but found '<scalar>'"),
    Said("expected <block end>, but found '<block mapping start>'"),
    Said("expected <block end>, but found '<block sequence start>'"),
    Said("expected <block end>, but found '?'"),
    Said("expected <block end>, but found '-'"),
    Said("expected ',' or ']', but got '<stream end>'"),
    Said("expected ',' or '}}', but got '<stream end>'"),
    Said("found character '\\t' that cannot start any token"),
    Said("found character '@' that cannot start any token"),
    Said("found character '%' that cannot start any token"),
    Said("found character '`' that cannot start any token"),
    Said("sequence entries are not allowed here"),
)
"""What the parser says of files that people mistype; anything else it says stays English."""


def why_no_yaml(error: Exception) -> str:
    """Return why a text is no YAML, in the parser's words or, where we know them, in ours."""
    problem = getattr(error, "problem", None)
    if problem is None:
        return Said("it cannot be decoded")
    return next((known for known in _PROBLEMS if known == problem), str(problem))


class YamlFile:
    """One file as plain values, with the line of each key, and the faults found in it.

    Dates become ISO texts. A number with a point becomes a decimal text, exactly as written: rates
    and money never pass through binary fractions.

    Attributes:
        name: of the file, for messages.
        data: the plain values; ``{}`` where the file could not be read.
        faults: what is wrong, in the order found.
    """

    def __init__(self, source: bytes, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.data: dict[str, Any] = {}
        self._lines: dict[Key, int] = {(): 1}
        node = self._compose(source)
        if node is None:
            return
        if isinstance(node, yaml.MappingNode):
            self.data = self._mapping(node, ())
        else:
            self.report((), N_("The file holds no keys: begin it with «key: value»."))

    def report(self, key: Key, template: str, /, **values: Any) -> None:
        """Note a fault of a key; a key that is missing is told at the line of the one around it."""
        known = key
        while known not in self._lines:
            known = known[:-1]
        self.faults.append(Fault(self.name, self._lines[known], ".".join(key), template, values))

    def line(self, key: Key) -> int:
        """Return the line of a key."""
        return self._lines.get(key, 0)

    def fit(self, at: Key, text: str, limit: int) -> None:
        """Check that a name is no longer than the rows that keep it."""
        values = overlong(text, limit)
        if values is not None:
            self.report(at, TOO_LONG, **values)

    def keys(self, at: Key, value: Any, required: Iterable[str], optional: Iterable[str]) -> bool:
        """Check the keys of a group; whether it is a group at all."""
        if not isinstance(value, Mapping):
            self.report(at, N_("A group of keys is needed here."))
            return False
        required = tuple(required)
        allowed = {*required, *optional}
        for key in value:
            if key not in allowed:
                near = near_names(key, allowed) or "."
                self.report(
                    (*at, key), N_("The key «{key}» is not known{near}"), key=key, near=near
                )
        for key in required:
            if key not in value:
                self.report(at, N_("The key «{key}» is missing."), key=key)
        return True

    def _compose(self, source: bytes) -> yaml.Node | None:
        if len(source) > MAX_BYTES:
            self.report((), N_("The file has more than {limit} bytes."), limit=MAX_BYTES)
            return None
        try:
            if any(
                isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, yaml.SafeLoader)
            ):
                self.report((), N_("Anchors and aliases (& and *) are not read: write it out."))
                return None
            node = yaml.compose(source, yaml.SafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            self._lines[()] = mark.line + 1 if mark else 1
            self.report((), N_("This is not YAML: {reason}."), reason=why_no_yaml(error))
            return None
        if node is None:
            self.report((), N_("The file is empty."))
        return node

    def _value(self, node: yaml.Node, at: Key) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            found = []
            for number, item in enumerate(node.value):
                inner = (*at, str(number))
                self._lines[inner] = item.start_mark.line + 1
                found.append(self._value(item, inner))
            return found
        return self._scalar(node, at)

    def _mapping(self, node: yaml.MappingNode, at: Key) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            inner = (*at, key)
            if key in found:
                self._lines[inner] = key_node.start_mark.line + 1
                self.report(inner, N_("The key «{key}» stands here twice."), key=key)
                continue
            self._lines[inner] = key_node.start_mark.line + 1
            found[key] = self._value(value_node, inner)
        return found

    def _scalar(self, node: yaml.Node, at: Key) -> Any:
        if node.tag == "tag:yaml.org,2002:float":
            return str(node.value)
        if node.tag.startswith("tag:yaml.org,2002:int") and ":" in node.value:
            return str(node.value)  # YAML 1.1 would read 14:00 as 840
        loader = yaml.SafeLoader("")
        try:
            value = loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.report(at, N_("The value «{value}» cannot be read."), value=str(node.value))
            return None
        finally:
            loader.dispose()
        if isinstance(value, date | datetime):
            return value.isoformat()
        return value
