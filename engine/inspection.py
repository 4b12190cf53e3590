"""Files as a process owner has them, checked as publishing would.

Every fault of every file at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from engine.acts.catalog import ACTS
from engine.errors import ExpressionInvalid, ProcedureInvalid
from engine.expressions import compile_expression
from engine.people.guards import GUARDS
from engine.procedures.body import load_body
from engine.procedures.checking import check
from engine.procedures.diagram import Diagram
from engine.procedures.fault import Fault
from engine.procedures.reading import read
from engine.procedures.references import References
from engine.settings import Settings
from engine.sources import Sources, sources_of
from forms.definition import FormDefinition, parse_definition
from forms.errors import DefinitionInvalid
from tasks.catalog import OPERATIONS

KINDS = (".bpmn", ".json", ".yaml", ".dmn")
BODY_FILES = ("body.yaml", "deadlines.yaml")


def checkable(paths: Iterable[Path]) -> list[Path]:
    """Return the files to check under the paths.

    A file as named; of a folder its diagrams, forms and bodies.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            found[path] = None
        elif path.is_dir():
            found.update(dict.fromkeys(sorted(path.rglob("*.bpmn"))))
            found.update(dict.fromkeys(sorted(path.rglob("body.yaml"))))
            found.update(dict.fromkeys(p for p in sorted(path.rglob("*.json")) if _is_form(p)))
    return list(found)


def _is_form(path: Path) -> bool:
    return "definitions" in path.parts or path.parent.parent.name == "forms"


def inspect(files: Iterable[Path], settings: Settings) -> list[Fault]:
    """Check files.

    Returns:
        Every fault, file by file, in the order of the lines.
    """
    found: list[Fault] = []
    for file in files:
        faults = _inspect(file, settings)
        found.extend(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return _once(found)


def _once(faults: Iterable[Fault]) -> list[Fault]:
    """A body's fault is met by each of its diagrams; it is named once."""
    return list({str(fault): fault for fault in faults}.values())


def _inspect(file: Path, settings: Settings) -> list[Fault]:
    try:
        if file.suffix == ".json":
            return form_faults(file.read_bytes(), str(file))[1]
        if file.name in BODY_FILES:
            load_body(file.parent)
            return []
        if file.suffix == ".bpmn":
            sources = sources_of(file, settings.forms_path)
            return list(diagram_faults(sources)[1])
    except ProcedureInvalid as error:
        return [fault for fault in error.faults if isinstance(fault, Fault)]
    except OSError as error:
        reason = error.strerror or "?"
        return [Fault(str(file), 0, "", "The file cannot be read: {reason}.", {"reason": reason})]
    return [Fault(str(file), 0, "", "This is neither a diagram, a form nor a body file.")]


def diagram_faults(sources: Sources) -> tuple[Diagram, Sequence[Fault]]:
    """Read and check a diagram against everything it may refer to.

    Returns:
        The diagram, and its faults with those of the forms it names.

    Raises:
        ProcedureInvalid: the file cannot be read at all.
    """
    diagram = read(sources.diagram, sources.file, sources.process_id)
    forms, form_faults_found = _forms(sources, diagram)
    others = {p for called, source in sources.called for p in _processes(source, called)}
    references = references_of(sources, forms, others)
    return diagram, [*check(diagram, references), *form_faults_found]


def references_of(
    sources: Sources, forms: Mapping[str, FormDefinition | None], processes: Collection[str]
) -> References:
    """Return what a diagram may name.

    Within a body everything is checked, outside only what always counts.
    """
    operations = {name: operation.required_inputs for name, operation in OPERATIONS.items()}
    operations |= {name: act.required for name, act in ACTS.items()}
    if sources.body is None:
        return References(
            forms={},
            operations=operations,
            deadlines=(),
            guards=GUARDS,
            documents=(),
            processes=processes,
            decisions=sources.decisions,
        )
    return References.of_body(
        sources.body,
        forms=forms,
        operations=operations,
        guards=GUARDS,
        documents=(),
        processes=processes,
        decisions=sources.decisions,
    )


def form_faults(source: bytes, file: str) -> tuple[FormDefinition | None, list[Fault]]:
    """Read a form and check its expressions.

    Returns:
        The definition, ``None`` where it cannot be read, and the faults.
    """
    try:
        form = parse_definition(source, Path(file).stem)
    except DefinitionInvalid as error:
        faults = [
            Fault(file, line, where, text, dict(values))
            for where, line, text, values in error.faults
        ]
        return None, faults
    faults = []
    for use in form.uses:
        try:
            compile_expression(use.text)
        except ExpressionInvalid as error:
            faults.append(Fault(file, use.line, use.where, error.template, error.values))
    return form, faults


def _forms(
    sources: Sources, diagram: Diagram
) -> tuple[dict[str, FormDefinition | None], list[Fault]]:
    named = {element.properties.get("form", "") for element in diagram.elements.values()}
    forms: dict[str, FormDefinition | None] = {}
    faults: list[Fault] = []
    for key, source in sources.forms.items():
        if key in named:
            forms[key], found = form_faults(source, f"{key}.json")
            faults.extend(found)
        else:
            forms[key] = None
    return forms, faults


def _processes(source: bytes, file: str) -> Collection[str]:
    try:
        return read(source, file).processes.keys()
    except ProcedureInvalid:  # its own check names its faults
        return ()
