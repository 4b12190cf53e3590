"""A rehearsal as a file, read with every fault named by line (docs/rehearsals.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from engine.errors import ProcedureInvalid
from engine.procedures.fault import N_, Fault
from engine.procedures.yaml_source import why_no_yaml
from forms.said import Said

TOP = frozenset(
    {"name", "diagram", "process", "with", "procedure", "people", "systems", "start", "steps"}
)
START = frozenset({"case", "as", "person", "at", "data", "message", "answers"})
FURTHER = START - {"at"}
"""Keys of the start of a further case: the clock goes on."""
EXPECTING = ("waits", "data", "due", "fails", "ended", "outcome")
DOING = ("complete", "start", "message", "signal", "set", "advance")
BESIDE = {
    "complete": frozenset({"case", "as", "person", "answers"}),
    "message": frozenset({"case", "data", "correlation"}),
    "signal": frozenset({"case", "data"}),
}
"""Keys beside the keyword of a step; any other step takes ``case`` alone."""
SHAPES: Mapping[str, tuple[Any, str]] = {
    "waits": (list, Said("a list, as [check_completeness]")),
    "data": (dict, Said("a mapping, as {{path: value}}")),
    "due": (dict, Said("a mapping, as {{element: 2026-03-02T11:00:00+06:00}}")),
    "fails": (dict, Said("a mapping, as {{mentions: [word]}}")),
    "ended": (bool, Said("true or false")),
    "set": (dict, Said("a mapping, as {{name: value}}")),
    "answers": (dict, Said("a mapping, as {{field: value}}")),
    "correlation": (dict, Said("a mapping, as {{key: value}}")),
    "with": (list, Said("a list of files")),
    "systems": (dict, Said("a mapping, as {{tunduk: {{ask: {{known: true}}}}}}")),
    "people": (dict, Said("a mapping, as {{leader_1: {{roles: [team_leader]}}}}")),
    "steps": (list, Said("a list")),
    "start": (dict, Said("a mapping, as {{as: specialist}}")),
}
"""What stands behind a key; behind any other one word or number."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done or expected, with its line.

    Attributes:
        kind: one of ``DOING`` or ``EXPECTING``.
        value: what stands behind the keyword.
        beside: the other keys of the step: ``case as person answers data correlation``.
    """

    line: int
    kind: str
    value: Any
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Script:
    """A rehearsal.

    Attributes:
        path: the file.
        diagram: path of the diagram, or ``None`` where ``procedure`` names one.
        procedure: ``<body>/<procedure>`` or ``""``.
        process: id of the process that runs, where the file has several.
        called: further diagram files that are called.
        start: ``case as person at data message answers``.
        systems: what systems outside answer, by system and message.
        people: who is there from the start, by user name: ``name roles`` and facts about them.
    """

    path: Path
    diagram: Path | None
    procedure: str
    process: str | None
    called: tuple[Path, ...]
    start: Mapping[str, Any]
    start_line: int
    steps: tuple[Step, ...]
    people: Mapping[str, Any] = field(default_factory=dict)
    systems: Mapping[str, Any] = field(default_factory=dict)


class _Loader(yaml.SafeLoader):
    """Dates and keys stay text (also ``on`` and ``1``): case data is plain JSON."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_script(path: Path) -> Script:
    """Read a rehearsal.

    Raises:
        ProcedureInvalid: with every fault of the file.
    """
    reader = _Reader(path)
    script = reader.read()
    if reader.faults or script is None:
        raise ProcedureInvalid(tuple(reader.faults))
    return script


_KNOWN = frozenset({*DOING, *EXPECTING, *BESIDE["complete"], *BESIDE["message"]})


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self._loader: Any = None

    def fault(self, line: int, key: str, template: str, **values: Any) -> None:
        self.faults.append(Fault(str(self.path), line, key, template, values))

    def read(self) -> Script | None:
        try:
            text = self.path.read_text(encoding="utf-8")
            self._loader = _Loader(text)
            node = self._loader.get_single_node()
        except (OSError, UnicodeDecodeError) as error:
            self.fault(0, "", N_("The file cannot be read: {reason}."), reason=str(error))
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 0
            self.fault(line, "", N_("This is not YAML: {reason}."), reason=why_no_yaml(error))
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault(
                1,
                "",
                N_("A rehearsal is a mapping with «diagram» or «procedure», «start» and «steps»."),
            )
            return None
        return self._script(node)

    def _script(self, node: yaml.MappingNode) -> Script | None:
        parts = self._mapping(node, TOP)
        if ("diagram" in parts) == ("procedure" in parts):
            self.fault(
                1, "diagram", N_("Name either «diagram» (a file) or «procedure» (body/procedure).")
            )
            return None
        start_node = parts.get("start")
        start = self._start(start_node) if start_node is not None else {}
        called = self._shaped("with", parts["with"]) if "with" in parts else []
        diagram = self._plain(parts["diagram"]) if "diagram" in parts else None
        return Script(
            path=self.path,
            diagram=self._near(diagram) if diagram else None,
            procedure=str(self._plain(parts["procedure"])) if "procedure" in parts else "",
            process=str(self._plain(parts["process"])) if "process" in parts else None,
            called=tuple(self._near(name) for name in called or ()),
            start=start,
            start_line=start_node.start_mark.line + 1 if start_node is not None else 1,
            steps=self._steps(parts.get("steps")),
            people=self._shaped("people", parts["people"]) or {} if "people" in parts else {},
            systems=self._shaped("systems", parts["systems"]) or {} if "systems" in parts else {},
        )

    def _near(self, name: Any) -> Path:
        return (self.path.parent / str(name)).resolve()

    def _start(self, node: yaml.Node, known: frozenset[str] = START) -> Mapping[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            self._shaped("start", node)
            return {}
        return {key: self._shaped(key, value) for key, value in self._mapping(node, known).items()}

    def _steps(self, node: yaml.Node | None) -> tuple[Step, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self._shaped("steps", node)
            return ()
        return tuple(step for item in node.value if (step := self._step(item)) is not None)

    def _step(self, node: yaml.Node) -> Step | None:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self.fault(line, "", N_("A step is a mapping, for example {{complete: ELEMENT}}."))
            return None
        before = len(self.faults)
        parts = self._mapping(node, _KNOWN)
        kinds = [key for key in DOING if key in parts] or [key for key in EXPECTING if key in parts]
        if not kinds and len(self.faults) > before:  # its keyword is misspelt: said already
            return None
        if len(kinds) != 1:
            known = ", ".join((*DOING, *EXPECTING))
            template = N_("A step does or expects exactly one thing: {known}.")
            self.fault(line, "", template, known=known)
            return None
        kind = kinds[0]
        fitting = BESIDE.get(kind, frozenset({"case"}))
        for key in parts.keys() - fitting - {kind}:
            self.fault(
                parts[key].start_mark.line + 1,
                key,
                N_("«{kind}» does not take this key; it takes {known}."),
                kind=kind,
                known=", ".join(sorted(fitting)),
            )
        values = {
            key: self._start(value, FURTHER) if key == "start" else self._shaped(key, value)
            for key, value in parts.items()
        }
        return Step(line, kind, values.pop(kind), values)

    def _shaped(self, key: str, node: yaml.Node) -> Any:
        """Return what stands behind a key, or name what should stand there."""
        value = self._plain(node)
        kind, words = SHAPES.get(key, ((str, int, float), Said("one word")))
        if value is None and kind in (dict, list):
            return kind()
        fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if fits and key == "fails":
            fits = value.keys() <= {"mentions"} and _words(value.get("mentions", []))
        if not fits:
            self.fault(node.start_mark.line + 1, key, N_("Here stands {words}."), words=words)
        return value

    def _mapping(
        self, node: yaml.MappingNode, known: frozenset[str] | set[str]
    ) -> dict[str, yaml.Node]:
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            scalar = isinstance(key_node, yaml.ScalarNode)
            key = str(key_node.value if scalar else self._plain(key_node))
            line = key_node.start_mark.line + 1
            if key in found:
                self.fault(line, key, N_("This key stands twice."))
            elif key not in known:
                near = get_close_matches(key, sorted(known), 1)
                if near:
                    template = N_("Unknown key; did you mean «{near}»?")
                    self.fault(line, key, template, near=near[0])
                else:
                    template = N_("Unknown key; known are {known}.")
                    self.fault(line, key, template, known=", ".join(sorted(known)))
            else:
                found[key] = value
        return found

    def _plain(self, node: yaml.Node) -> Any:
        try:
            return self._loader.construct_object(node, deep=True)
        except yaml.YAMLError as error:
            line, template = node.start_mark.line + 1, N_("This is not YAML: {reason}.")
            self.fault(line, "", template, reason=why_no_yaml(error))
            return None


def _words(value: Any) -> bool:
    """Whether it is a list of words: of a single one, every letter would be looked for."""
    return isinstance(value, list) and all(isinstance(word, str | int | float) for word in value)
