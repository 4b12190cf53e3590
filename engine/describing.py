"""A page per procedure, made from its diagram: steps, who, terms, clauses, forms, documents."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path

from engine.drawing.layout import renamed
from engine.drawing.standalone import standalone_svg
from engine.labels import Labels
from engine.people.guards.naming import guards_of
from engine.procedures.amounts import amount_text
from engine.procedures.body import Body, load_body
from engine.procedures.calls import running_elements
from engine.procedures.diagram import Diagram, Element
from engine.procedures.reading import read
from engine.procedures.vocabulary import GATEWAYS

Say = Callable[[str], str]


def described(folder: Path) -> dict[str, bytes]:
    """Return the pages of a body, by their names below the folder they go to.

    Args:
        folder: of the body.
    """
    body = load_body(folder)
    labels = Labels.read(folder.parent, {body.key: body})

    def say(text: str) -> str:
        return labels.translate(body.key, text, "en")

    found: dict[str, bytes] = {}
    diagrams = [(path, read(path.read_bytes(), path.name)) for path in folder.glob("*.bpmn")]
    for path, diagram in sorted(diagrams):
        name = f"{body.key}/{path.stem}"
        found[f"{name}.md"] = _page(diagram, body, path.stem, say).encode()
        found[f"{name}.svg"] = standalone_svg(renamed(diagram.source, say), say(_title(diagram)))
    found[f"{body.key}/README.md"] = _index(body, sorted(diagrams), say).encode()
    return found


def _title(diagram: Diagram) -> str:
    return diagram.process.name or diagram.process_id


def _index(body: Body, diagrams: list[tuple[Path, Diagram]], say: Say) -> str:
    name = body.name.get("en") or body.name[body.language]
    lines = [f"# {name}", "", "Made from the diagrams by `reglament describe`.", ""]
    lines += [f"- [{say(_title(diagram))}]({path.stem}.md)" for path, diagram in diagrams]
    return "\n".join(lines) + "\n"


def _page(diagram: Diagram, body: Body, stem: str, say: Say) -> str:
    process, title = diagram.process, say(_title(diagram))
    lines = [f"# {title}", ""]
    if title != _title(diagram):
        lines += [f"{_title(diagram)}", ""]
    lines += [f"Made from `bpmn/{body.key}/{stem}.bpmn` by `reglament describe`.", ""]
    said = [("Clause", process.properties.get("clause", ""))]
    said.append(("Term", _term(process.properties.get("deadline", ""), body)))
    lines += [f"- {name}: {_cell(text)}" for name, text in said if text]
    lines += ["", f"![{title}]({stem}.svg)", "", "## Steps", ""]
    lines += ["| step | who | term | clause | form | document or act | rules for people |"]
    lines += ["|---|---|---|---|---|---|---|"]
    lines += [_row(e, diagram, body, say) for e in running_elements(diagram) if _is_step(e)]
    lines += ["", "## Questions", ""]
    lines += list(_questions(diagram, say)) or ["None."]
    lines += ["", "## Events at steps, and ends", ""]
    lines += list(_events(diagram, body, say)) or ["None."]
    readings = list(_readings(diagram, say))
    if readings:
        lines += ["", "## Readings", "", *readings]
    return "\n".join(lines) + "\n"


def _is_step(element: Element) -> bool:
    if element.kind in GATEWAYS or element.kind in ("boundaryEvent", "endEvent"):
        return False
    return element.kind != "startEvent" or element.scope_id == element.process_id


def _row(element: Element, diagram: Diagram, body: Body, say: Say) -> str:
    said = element.properties
    acts = [text for text in (said.get("document"), said.get("operation")) if text]
    cells = (
        f"{say(element.name) or element.id}<br>`{element.id}`",
        _who(element, diagram, body),
        _term(said.get("deadline", ""), body),
        said.get("clause", ""),
        f"`{said['form']}`" if said.get("form") else "",
        ", ".join(f"`{text}`" for text in acts),
        ", ".join(f"`{name}`" for name in guards_of(element)),
    )
    first, *rest = cells
    return "| " + " | ".join([_cell(first, breaks=True), *map(_cell, rest)]) + " |"


def _who(element: Element, diagram: Diagram, body: Body) -> str:
    lane = diagram.lanes.get(element.lane_id or "")
    if lane is None:
        return ""
    role = lane.role or body.lanes().get(lane.name, "")
    return body.role_name(role, "en") if role else lane.name


def _term(entry: str, body: Body) -> str:
    known = body.deadlines.get(entry)
    if known is None:
        return ""
    amount = amount_text(known.term.amount, known.term.unit) if known.term else "at an event"
    return f"{amount} ({entry}, {known.clause})"


def _questions(diagram: Diagram, say: Say) -> Iterator[str]:
    for element in running_elements(diagram):
        if element.kind not in GATEWAYS or len(element.outgoing) < 2:
            continue
        ways = [_way(diagram, name, say) for name in element.outgoing]
        name = say(element.name) or element.id
        yield f"- {_cell(name)}: {'; '.join(_cell(way) for way in ways)}"


def _way(diagram: Diagram, name: str, say: Say) -> str:
    flow = diagram.flows[name]
    target = diagram.elements.get(flow.target)
    leads = (say(target.name) if target else "") or flow.target
    return f"{say(flow.name)} → {leads}" if flow.name else f"→ {leads}"


def _events(diagram: Diagram, body: Body, say: Say) -> Iterator[str]:
    for element in running_elements(diagram):
        name = say(element.name) or element.id
        clause = element.properties.get("clause", "")
        beside = f" ({clause})" if clause else ""
        if element.kind == "boundaryEvent":
            host = diagram.elements.get(element.attached_to or "")
            term = _term(element.properties.get("deadline", ""), body)
            ways = ", ".join(_way(diagram, flow, say) for flow in element.outgoing)
            step = say(host.name) if host else ""
            yield f"- {_cell(f'{name}, at «{step}»{beside}: {ways} {term}'.strip())}"
        elif element.kind == "endEvent" and element.scope_id == element.process_id:
            yield f"- End: {_cell(name + beside)} `{element.id}`"


def _readings(diagram: Diagram, say: Say) -> Iterator[str]:
    for element in running_elements(diagram):
        if element.properties.get("reading"):
            name = say(element.name) or element.id
            yield f"- {_cell(name)}: {_cell(say(element.properties['reading']))}"


def _cell(text: str, *, breaks: bool = False) -> str:
    plain = " ".join(text.split()).replace("|", "\\|")
    safe = escape(plain, quote=False)
    return safe.replace("&lt;br&gt;", "<br>") if breaks else safe


def outdated(pages: Mapping[str, bytes], into: Path) -> list[str]:
    """Return the names of pages that are not as they would be made, or that no diagram has."""
    wrong = [
        name
        for name, content in pages.items()
        if not (into / name).is_file() or (into / name).read_bytes() != content
    ]
    folders = {name.partition("/")[0] for name in pages}
    there = {str(path.relative_to(into)) for key in folders for path in (into / key).glob("*.*")}
    return sorted({*wrong, *(there - set(pages))})
