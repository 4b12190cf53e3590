"""What the rehearsals and the diagrams of a body leave uncovered."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

from engine.actor import SYSTEM
from engine.errors import EngineError, ProcedureInvalid
from engine.inspection import form_faults
from engine.people.guards import GUARDS
from engine.procedures.body import load_body
from engine.procedures.clauses import Statement, clause_fault, read_clauses
from engine.procedures.diagram import Diagram
from engine.procedures.fault import N_, Fault
from engine.procedures.reading import read
from engine.procedures.touching import PARTS, Touched, gaps_of
from engine.queries.traces import Trace, traces
from engine.rehearsals.differences import Difference
from engine.rehearsals.rehearse import rehearsals_in, rehearse
from engine.rehearsals.stage import Stage
from engine.settings import Settings

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of something is covered, and what is not, as faults with their lines."""

    total: int
    missing: tuple[Fault, ...]

    @property
    def covered(self) -> int:
        """How many are covered."""
        return self.total - len(self.missing)


@dataclass(frozen=True, slots=True)
class ProcedureCoverage:
    """Coverage of one procedure.

    Attributes:
        key: ``<body>/<procedure>``.
        elements: that a rehearsal reaches; boundary events stand under ``fired``.
        flows: that a rehearsal takes.
        fired: boundary events that happen in a rehearsal.
        spared: boundary events whose activity is left in a rehearsal before they happen.
        clauses: elements that name a clause or a reading; gateways and the like apart.
    """

    key: str
    elements: Share
    flows: Share
    fired: Share
    spared: Share
    clauses: Share

    @property
    def shares(self) -> dict[str, Share]:
        """Every share by name."""
        return {name: getattr(self, name) for name in PARTS}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of a body.

    Attributes:
        body: its key.
        rehearsals: how many were played.
        differences: where they went otherwise than written.
        statements: of ``clauses.yaml``, carried by an element or with a reason.
        wrong: names in ``clauses.yaml`` that nothing has.
    """

    body: str
    rehearsals: int
    differences: tuple[Difference, ...]
    procedures: tuple[ProcedureCoverage, ...]
    statements: Share
    wrong: tuple[Fault, ...]

    def findings(self) -> Iterator[Fault | Difference]:
        """Yield everything that is missing or wrong."""
        yield from self.differences
        for procedure in self.procedures:
            for share in procedure.shares.values():
                yield from share.missing
        yield from self.statements.missing
        yield from self.wrong


def cover(folder: Path, settings: Settings, told: Told = lambda _: None) -> Coverage:
    """Play every rehearsal of a body once and compare what they touch with what is drawn.

    Args:
        folder: of the body.
        settings: where forms and other bodies lie.
        told: hears which rehearsal is played.

    Raises:
        ProcedureInvalid: the body or a diagram cannot be read.
        EngineError: the folder holds no body.
    """
    body = load_body(folder)
    diagrams = {path: read(path.read_bytes(), str(path)) for path in sorted(folder.glob("*.bpmn"))}
    touched: list[Trace] = []
    differences: list[Difference] = []

    def watch(stage: Stage) -> None:
        touched.extend(stage.application.read.ask(traces, SYSTEM))

    files = rehearsals_in([folder])
    for file in files:
        told(f"{file.parent.name}/{file.stem}")
        differences += rehearse(file, settings, watch)
    procedures = tuple(_of_procedure(body.key, p, d, touched) for p, d in diagrams.items())
    statements, wrong = statements_of(folder, diagrams, settings)
    return Coverage(body.key, len(files), tuple(differences), procedures, statements, wrong)


def folder_of(body: str, settings: Settings) -> Path:
    """Return the folder of a body by its key or path.

    Raises:
        EngineError: there is none.
    """
    for folder in (settings.bpmn_path / body, Path(body)):
        if (folder / "body.yaml").is_file():
            return folder
    raise EngineError("There is no body «{body}».", body=body)


def _of_procedure(
    body: str, path: Path, diagram: Diagram, touched: Iterable[Trace]
) -> ProcedureCoverage:
    here = [trace.touched for trace in touched if Path(trace.file).resolve() == path.resolve()]
    gaps = gaps_of(diagram, reduce(or_, here, Touched()))

    def share(name: str) -> Share:
        found = gaps[name]
        return Share(
            found.total, tuple(Fault(str(path), g.line, g.id, g.template) for g in found.missing)
        )

    return ProcedureCoverage(f"{body}/{path.stem}", *map(share, PARTS))


def statements_of(
    folder: Path, diagrams: Mapping[Path, Diagram], settings: Settings
) -> tuple[Share, tuple[Fault, ...]]:
    """Return the statements of a body's ``clauses.yaml`` that nothing carries.

    Returns:
        How many there are with those that are bare, and names in the file that nothing has.
    """
    file = folder / "clauses.yaml"
    if not file.is_file():
        template = N_("The body has no clauses.yaml: list the statements of its text.")
        return Share(0, ()), (Fault(str(file), 0, "", template),)
    try:
        statements = read_clauses(file.read_bytes(), str(file))
    except ProcedureInvalid as error:
        return Share(0, ()), tuple(f for f in error.faults if isinstance(f, Fault))
    template = N_("No element carries this statement: name one in «elements», or give a «reason».")
    bare = tuple(
        clause_fault(str(file), one, template)
        for one in statements
        if not one.is_carried and not one.reason
    )
    known = _known(folder, diagrams, settings)
    wrong = tuple(fault for one in statements for fault in _unknown(str(file), one, known))
    return Share(len(statements), bare), wrong


def _known(
    folder: Path, diagrams: Mapping[Path, Diagram], settings: Settings
) -> dict[str, set[str]]:
    """Return what statements may name, by the key they name it under."""
    elements: set[str] = set()
    for path, diagram in diagrams.items():
        names = (*diagram.elements, *diagram.flows, *diagram.processes)
        elements |= {f"{path.stem}/{name}" for name in names}
    fields: set[str] = set()
    for form in sorted((settings.forms_path / folder.name).glob("*.json")):
        definition = form_faults(form.read_bytes(), str(form))[0]
        if definition is not None:
            fields |= {f"{form.stem}/{path}" for path, _ in definition.walk()}
    return {
        "elements": elements,
        "fields": fields | {name.replace(".*.", ".").replace("*.", "") for name in fields},
        "deadlines": set(load_body(folder).deadlines),
        "guards": set(GUARDS),
        "documents": {path.stem for path in (folder / "documents").glob("*")},
    }


def _unknown(file: str, statement: Statement, known: dict[str, set[str]]) -> Iterator[Fault]:
    for what, names in known.items():
        for name in getattr(statement, what):
            if name not in names:
                template = N_("There is nothing called «{name}» that «{what}» could name.")
                yield clause_fault(file, statement, template, name=name, what=what)
