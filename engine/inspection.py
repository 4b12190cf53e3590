"""Files as a process owner has them, checked as publishing would.

Every fault of every file at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from engine.acts.catalog import ACTS
from engine.errors import ExpressionInvalid, ProcedureInvalid
from engine.expressions import compile_expression
from engine.people.guards import GUARDS
from engine.people.guards.naming import guards_of
from engine.procedures.body import Body, load_body
from engine.procedures.calls import running_elements, with_called
from engine.procedures.checking import check
from engine.procedures.checking.between_files import check_between_files
from engine.procedures.clauses import read_clauses
from engine.procedures.decision_file import decision_faults
from engine.procedures.diagram import Diagram
from engine.procedures.document_templates import template_faults
from engine.procedures.fault import N_, Fault
from engine.procedures.reading import read
from engine.procedures.references import References
from engine.procedures.rehearsal_script import read_script
from engine.procedures.runnable import runnable_processes
from engine.settings import Settings
from engine.sources import Sources, diagrams_to_call, processes_of, sources_of
from forms.definition import FormDefinition, parse_definition
from forms.errors import DefinitionInvalid
from tasks.catalog import OPERATIONS

KINDS = (".bpmn", ".json", ".yaml", ".dmn")
BODY_FILES = ("body.yaml", "deadlines.yaml")
CLAUSES = "clauses.yaml"
YAML_FILES = (*BODY_FILES, CLAUSES)


def checkable(paths: Iterable[Path]) -> list[Path]:
    """Return the files to check under the paths.

    A file as named; of a folder its diagrams, forms, bodies, statements and rehearsals.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            found[path] = None
        elif path.is_dir():
            found.update(dict.fromkeys(sorted(path.rglob("*.bpmn"))))
            found.update(dict.fromkeys(sorted(path.rglob("*.dmn"))))
            found.update(dict.fromkeys(sorted(path.rglob("body.yaml"))))
            found.update(dict.fromkeys(sorted(path.rglob("clauses.yaml"))))
            found.update(dict.fromkeys(p for p in sorted(path.rglob("*.yaml")) if is_rehearsal(p)))
            found.update(dict.fromkeys(p for p in sorted(path.rglob("*.json")) if _is_form(p)))
    return list(found)


def is_rehearsal(path: Path) -> bool:
    """Tell whether a file lies where rehearsals do: in a folder of a body's ``rehearsals``."""
    return path.suffix == ".yaml" and path.parent.parent.name == "rehearsals"


def _is_form(path: Path) -> bool:
    return "definitions" in path.parts or path.parent.parent.name == "forms"


def inspect(files: Iterable[Path], settings: Settings) -> list[Fault]:
    """Check files; diagrams that are checked together may call each other.

    Returns:
        Every fault, file by file, in the order of the lines.
    """
    files = list(files)
    diagrams = [file for file in files if file.suffix == ".bpmn"]
    found: list[Fault] = []
    for file in files:
        faults = _inspect(file, settings, diagrams)
        found.extend(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return _once(found)


def _once(faults: Iterable[Fault]) -> list[Fault]:
    """A body's fault is met by each of its diagrams; it is named once."""
    return list({str(fault): fault for fault in faults}.values())


def _inspect(file: Path, settings: Settings, diagrams: Sequence[Path]) -> list[Fault]:
    try:
        if file.suffix == ".json":
            return form_faults(file.read_bytes(), str(file))[1]
        if file.suffix == ".dmn":
            return decision_faults(file.read_bytes(), str(file))
        if file.suffix == ".yaml" and (file.name in YAML_FILES or is_rehearsal(file)):
            return _inspect_yaml(file)
        if file.suffix == ".bpmn":
            sources = sources_of(file, settings.forms_path, called=diagrams)
            return _of_every_process(sources)
    except ProcedureInvalid as error:
        return [fault for fault in error.faults if isinstance(fault, Fault)]
    except OSError as error:
        reason = error.strerror or "?"
        return [
            Fault(str(file), 0, "", N_("The file cannot be read: {reason}."), {"reason": reason})
        ]
    return [Fault(str(file), 0, "", N_("This is no diagram, form, decision or body file."))]


def _inspect_yaml(file: Path) -> list[Fault]:
    if file.name in BODY_FILES:
        return _unknown_guards(load_body(file.parent), file)
    if file.name == CLAUSES:
        read_clauses(file.read_bytes(), str(file))
    else:
        read_script(file)
    return []


def _unknown_guards(body: Body, file: Path) -> list[Fault]:
    named = {
        "waivers": (N_("There is no guard «{name}» to waive."), body.waivers),
        "rules": (N_("There is no guard «{name}» to name a ground for."), tuple(body.rules)),
    }
    return [
        Fault(str(file), 0, key, template, {"name": name})
        for key, (template, names) in named.items()
        for name in names
        if name not in GUARDS
    ]


def _of_every_process(sources: Sources) -> list[Fault]:
    """A file with several pools is checked once per process that can run."""
    chosen = runnable_processes(sources.diagram, sources.file)
    if len(chosen) < 2:
        return list(diagram_faults(sources)[1])
    each = [replace(sources, process_id=process_id) for process_id in chosen]
    return [fault for one in each for fault in diagram_faults(one)[1]]


def diagram_faults(
    sources: Sources, *, without_forms: bool = False
) -> tuple[Diagram, Sequence[Fault]]:
    """Read and check a diagram against everything it may refer to.

    Args:
        sources: the diagram with what lies beside it.
        without_forms: whether it is played without forms: one that is not there takes any answers.

    Returns:
        The diagram, and its faults with those of the forms it names and of the diagrams it calls.

    Raises:
        ProcedureInvalid: the file cannot be read at all.
    """
    diagram, found = _own_faults(sources, without_forms=without_forms)
    together = with_called(diagram, diagrams_to_call(sources, diagram))
    for one in together[1:]:
        beside = ((sources.file, sources.diagram), *sources.called)
        its = replace(
            sources, file=one.file, diagram=one.source, process_id=one.process_id, called=beside
        )
        found += _own_faults(its, without_forms=without_forms)[1]
    return diagram, [*found, *check_between_files(together)]


def _own_faults(sources: Sources, *, without_forms: bool) -> tuple[Diagram, list[Fault]]:
    diagram = read(sources.diagram, sources.file, sources.process_id)
    forms, form_faults_found = _forms(sources, diagram)
    others = {p for called, source in sources.called for p in processes_of(source, called)}
    references = references_of(sources, forms, others)
    if without_forms:
        references = replace(references, forms=None, guards=None, documents=None)
    found = [*check(diagram, references), *form_faults_found, *_document_faults(sources, diagram)]
    found += _decision_faults(sources, diagram)
    if references.guards is not None:
        found += _unread_by_guards(diagram)
    return diagram, found


def _decision_faults(sources: Sources, diagram: Diagram) -> list[Fault]:
    """What is wrong with the decisions that a diagram names."""
    named = {one.called for one in running_elements(diagram) if one.kind == "businessRuleTask"}
    return [
        fault
        for name in sorted(named & set(sources.decisions))
        for fault in decision_faults(sources.decisions[name], f"{name}.dmn")
    ]


def _document_faults(sources: Sources, diagram: Diagram) -> list[Fault]:
    """What is wrong with the templates that a diagram names, and with what they import."""
    body = sources.body
    named = {element.properties.get("document", "") for element in diagram.elements.values()}
    return (
        [
            fault
            for name in sorted(named & set(sources.documents))
            for fault in template_faults(name, sources.documents, body.numbers, body.roles)
        ]
        if body
        else []
    )


def _unread_by_guards(diagram: Diagram) -> list[Fault]:
    """A guard that asks for the client or the standards needs the process to name them."""
    said = diagram.process.properties
    return [
        Fault(
            diagram.file,
            element.line,
            element.id,
            N_("The guard «{guard}» needs the process to say «{name}»: set that property of it."),
            {"guard": guard, "name": name},
        )
        for element in diagram.elements.values()
        for guard in guards_of(element)
        if guard in GUARDS
        for name in GUARDS[guard].reads
        if not said.get(name)
    ]


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
        documents=sources.documents,
        processes=processes,
        decisions=sources.decisions,
    )


def form_faults(source: bytes, file: str) -> tuple[FormDefinition | None, list[Fault]]:
    """Read a form and check its expressions.

    Returns:
        The definition, ``None`` where it cannot be read, and the faults.
    """
    form, faults = _checked_form(source, file)
    return form, list(faults)


@lru_cache(maxsize=1024)
def _checked_form(source: bytes, file: str) -> tuple[FormDefinition | None, tuple[Fault, ...]]:
    """Every diagram of a body looks at the same forms: each is read once."""
    try:
        form = parse_definition(source, Path(file).stem)
    except DefinitionInvalid as error:
        faults = [
            Fault(file, line, where, text, dict(values))
            for where, line, text, values in error.faults
        ]
        return None, tuple(faults)
    faults = []
    for use in form.uses:
        try:
            compile_expression(use.text)
        except ExpressionInvalid as error:
            faults.append(Fault(file, use.line, use.where, error.template, error.values))
    return form, tuple(faults)


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
