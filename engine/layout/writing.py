"""Puts a drawing into the text of a BPMN file: everything else of it stays byte for byte."""

import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from engine.layout.geometry import Rect
from engine.layout.model import Drawing
from engine.procedures.vocabulary import SUB_PROCESSES
from engine.procedures.xml_source import Node, bpmn_name

DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DD: Final = "http://www.omg.org/spec/DD/20100524/DI"
_USUAL: Final = {DI: "bpmndi", DC: "dc", DD: "di"}
_BLANK: Final = " \t\r\n"


def with_drawing(source: bytes, root: Node, drawing: Drawing) -> bytes:
    """Return the file with this drawing in place of those it holds.

    Args:
        source: the bytes of the file.
        root: its ``definitions``, every element with an id.
        drawing: the new drawing.
    """
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    text = source.decode(encoding)
    parts = _Parts(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = parts.indent()
    lines = _Writer(root, drawing, indent).lines()
    written = newline.join(f"{indent}{line}" for line in lines)
    before, after = parts.around()
    return f"{before.rstrip(_BLANK)}{newline}{written}{newline}{after}".encode(encoding)


class _Parts:
    """Where the drawings of a file stand in its text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bytes = text.encode()
        self._depth = 0
        self._open: int | None = None
        self._ended: int | None = None
        self.drawings: list[tuple[int, int]] = []
        self.end = len(self._bytes)
        self._parser = expat.ParserCreate("UTF-8", " ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._stop
        self._parser.DefaultHandler = lambda _: self._note()
        self._parser.Parse(self._bytes, True)

    def _note(self) -> None:
        """Whatever comes next says where the drawing before it ended."""
        if self._ended is not None:
            self.drawings.append((self._ended, self._parser.CurrentByteIndex))
            self._ended = None

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._note()
        if self._depth == 1 and name == f"{DI} BPMNDiagram":
            self._open = self._parser.CurrentByteIndex
        self._depth += 1

    def _stop(self, _: str) -> None:
        self._note()
        self._depth -= 1
        if self._depth == 1 and self._open is not None:
            self._ended, self._open = self._open, None
        if self._depth == 0:
            self.end = self._parser.CurrentByteIndex

    def around(self) -> tuple[str, str]:
        """Return the text before and after the new drawing, the old ones left out."""
        if not self.drawings:
            return self._text(0, self.end), self._text(self.end)
        kept, at = "", 0
        for start, stop in self.drawings:
            kept += self._text(at, start).rstrip(_BLANK) if at else self._text(at, start)
            at = stop
        return kept, self._text(at).lstrip(_BLANK)

    def _text(self, start: int, stop: int | None = None) -> str:
        return self._bytes[start:stop].decode()

    def indent(self) -> str:
        """Return what stands before the first element of the file."""
        found = re.search(r"\n([ \t]+)<(?![!?])", self.text)
        return found.group(1) if found else "  "


class _Writer:
    def __init__(self, root: Node, drawing: Drawing, indent: str) -> None:
        self._drawing, self._indent = drawing, indent
        self._elements = {e.get("id"): e for e in root.iter() if bpmn_name(e) and e.get("id")}
        kept = [child for child in root if child.tag != f"{{{DI}}}BPMNDiagram"]
        self._ids = {e.get("id") for child in kept for e in child.iter() if e.get("id")}
        known = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
        self._prefix = {uri: known.get(uri, usual) for uri, usual in _USUAL.items()}
        self._declared = "".join(
            f' xmlns:{self._prefix[uri]}="{uri}"' for uri in _USUAL if uri not in known
        )
        collaboration = next((e for e in root if bpmn_name(e) == "collaboration"), None)
        process = next((e for e in root if bpmn_name(e) == "process"), None)
        plane = collaboration if collaboration is not None else process
        self._plane = "" if plane is None else plane.get("id", "")

    def lines(self) -> Iterator[str]:
        step, di = self._indent, self._prefix[DI]
        yield f'<{di}:BPMNDiagram{self._declared} id="{self._fresh("diagram")}">'
        plane = f'id="{self._fresh("plane")}" bpmnElement="{_escaped(self._plane)}"'
        yield f"{step}<{di}:BPMNPlane {plane}>"
        for name in self._drawing.shapes:
            yield from (f"{step}{step}{line}" for line in self._shape(name))
        for name in self._drawing.flows:
            yield from (f"{step}{step}{line}" for line in self._edge(name))
        yield f"{step}</{di}:BPMNPlane>"
        yield f"</{di}:BPMNDiagram>"

    def _shape(self, name: str) -> Iterator[str]:
        di, kind = self._prefix[DI], bpmn_name(self._elements[name])
        more = ""
        if name in self._drawing.frames:
            more = ' isHorizontal="true"'
        elif kind == "exclusiveGateway":
            more = ' isMarkerVisible="true"'
        elif kind in SUB_PROCESSES:
            more = f' isExpanded="{"true" if name in self._drawing.holders else "false"}"'
        at = f'id="{self._fresh(name + "_di")}" bpmnElement="{_escaped(name)}"'
        yield f"<{di}:BPMNShape {at}{more}>"
        yield f"{self._indent}{self._bounds(self._drawing.shapes[name])}"
        yield from self._label(name)
        yield f"</{di}:BPMNShape>"

    def _edge(self, name: str) -> Iterator[str]:
        di, dd = self._prefix[DI], self._prefix[DD]
        at = f'id="{self._fresh(name + "_di")}" bpmnElement="{_escaped(name)}"'
        yield f"<{di}:BPMNEdge {at}>"
        for x, y in self._drawing.flows[name]:
            yield f'{self._indent}<{dd}:waypoint x="{x:g}" y="{y:g}" />'
        yield from self._label(name)
        yield f"</{di}:BPMNEdge>"

    def _label(self, name: str) -> Iterator[str]:
        label = self._drawing.labels.get(name)
        if label is not None:
            step, di = self._indent, self._prefix[DI]
            yield f"{step}<{di}:BPMNLabel>"
            yield f"{step}{step}{self._bounds(label)}"
            yield f"{step}</{di}:BPMNLabel>"

    def _bounds(self, box: Rect) -> str:
        x, y, width, height = box
        size = f'width="{width:g}" height="{height:g}"'
        return f'<{self._prefix[DC]}:Bounds x="{x:g}" y="{y:g}" {size} />'

    def _fresh(self, wish: str) -> str:
        """Return an id that no element of the file has."""
        name = wish
        while name in self._ids:
            name += "_"
        self._ids.add(name)
        return _escaped(name)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
