"""The commands that look after versions: compare, take back, bring home, move cases."""

from collections.abc import Iterable
from pathlib import Path

import click
from rich.table import Table

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli import Refused, findings, opened, opened_to_read
from engine.commands.move_case import MoveCase
from engine.commands.take_back_version import TakeBackVersion
from engine.errors import EngineError
from engine.moving.terms import TermChange
from engine.procedures.comparing import Comparison, compare
from engine.procedures.stored_version import from_bytes
from engine.queries.moves import moves_page
from engine.queries.owned_procedure import stored_version, uploaded_files, version_views
from engine.queries.owner_views import CaseMove, VersionView
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from engine.versions import version_of
from engine.workspace import DOCUMENTS, FORMS


@click.command(name="compare")
@click.argument("diagram", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def compare_command(settings: Settings, diagram: Path) -> None:
    """Compare DIAGRAM, with what lies beside it, with the version in force.

    One line per element, form or term that was added, removed or changed. Exit code 0: nothing
    differs; 1: something does.
    """
    application = opened_to_read(settings)
    procedure = procedure_of(diagram)
    try:
        version, _ = version_of(procedure, sources_of(diagram, settings.forms_path))
        content = application.read.ask(stored_version, SYSTEM, procedure, None)
    except EngineError as error:
        raise Refused(str(error)) from error
    found = compare(from_bytes(content), version)
    for line in _lines(found):
        click.echo(line)
    if found:
        raise SystemExit(1)


def _lines(found: Comparison) -> list[str]:
    lines = []
    for one in found.elements:
        said = [f"{d.name}: {d.old or '-'} -> {d.new or '-'}" for d in one.differences]
        lines.append(f"{one.state} {one.kind} {one.id}" + "".join(f"\n  {text}" for text in said))
    for file in found.files:
        said = [f"{d.name}: {d.old or '-'} -> {d.new or '-'}" for d in file.differences]
        lines.append(f"{file.state} {file.what} {file.key}" + "".join(f"\n  {t}" for t in said))
    return lines + [f"changed {d.name}: {d.old or '-'} -> {d.new or '-'}" for d in found.other]


def _version(application: Application, procedure: str, number: int) -> VersionView:
    known = application.read.ask(version_views, SYSTEM, procedure)
    found = next((one for one in known if one.number == number), None)
    if found is None:
        raise Refused(f"The procedure «{procedure}» has no version {number}.")
    return found


@click.command(name="take-back")
@click.argument("procedure")
@click.argument("number", type=int)
@click.pass_obj
def take_back(settings: Settings, procedure: str, number: int) -> None:
    """Take version NUMBER of PROCEDURE (BODY/NAME) back; refused while a case uses it."""
    application = opened(settings)
    version = _version(application, procedure, number)
    try:
        left = application.execute(TakeBackVersion(version.id), SYSTEM)
    except EngineError as error:
        raise Refused(str(error)) from error
    click.echo(f"{procedure}: version {left.number} is in force." if left else "None is in force.")


@click.command(name="export")
@click.argument("body")
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--procedure", default="", help="Export one version of this procedure instead.")
@click.option("--version", "number", type=int, help="Its number; the version in force without it.")
@click.pass_obj
def export(settings: Settings, body: str, into: Path, procedure: str, number: int | None) -> None:
    """Write the files that owners of BODY published by upload into the checkout INTO.

    They land in bpmn/BODY and forms/definitions/BODY. With --procedure the diagrams, forms,
    decisions and documents of one version are written instead.
    """
    application = opened_to_read(settings)
    try:
        if procedure:
            content = application.read.ask(stored_version, SYSTEM, f"{body}/{procedure}", number)
            version = from_bytes(content)
            files: dict[str, bytes | None] = {}
            files |= {f"{Path(one.file).stem}.bpmn": one.source for one in version.diagrams[1:]}
            files[f"{procedure}.bpmn"] = version.diagrams[0].source
            files |= {f"{FORMS}{key}.json": form for key, form in version.forms.items()}
            files |= {f"{key}.dmn": decision for key, decision in version.decisions.items()}
            files |= {f"{DOCUMENTS}{key}.typ": text for key, text in version.documents.items()}
        else:
            files = application.read.ask(uploaded_files, SYSTEM, body)
    except EngineError as error:
        raise Refused(str(error)) from error
    for path, text in sorted(files.items()):
        folder = into / "forms" / "definitions" if path.startswith(FORMS) else into / "bpmn"
        target = folder / body / path.removeprefix(FORMS)
        if text is None:
            target.unlink(missing_ok=True)
            click.echo(f"{target}: taken away")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
        click.echo(str(target))
    if not files:
        click.echo(f"Nothing of {body} was published by upload.", err=True)


@click.group()
def cases() -> None:
    """Look after running cases."""


@cases.command(name="move")
@click.argument("procedure")
@click.option("--to", "number", type=int, help="Version; the one in force without it.")
@click.option("--case", "chosen", multiple=True, help="Number of a case; all without it.")
@click.option(
    "--step", "steps", multiple=True, metavar="OLD=NEW", help="Step to go on from when one is gone."
)
@click.option("--yes", is_flag=True, help="Move them; without it they are only looked at.")
@click.pass_obj
def cases_move(
    settings: Settings,
    procedure: str,
    number: int | None,
    chosen: tuple[str, ...],
    steps: tuple[str, ...],
    yes: bool,
) -> None:
    """Show what would become of running cases of PROCEDURE (BODY/NAME) in another version.

    With --yes those that can go over do, each whole or not at all. Exit code 1 where one cannot.
    """
    application = opened_to_read(settings)
    mapping = dict(step.partition("=")[::2] for step in steps)
    try:
        page = application.read.ask(moves_page, SYSTEM, procedure, number, mapping, limit=1_000_000)
    except EngineError as error:
        raise Refused(str(error)) from error
    moves = [one for one in page.moves if not chosen or one.number in chosen]
    told = {
        one.number: _told(one, page.target.id, mapping, application if yes else None)
        for one in moves
    }
    table = Table(box=None, pad_edge=False)
    for name in ("case", "stands at", "becomes"):
        table.add_column(name)
    for one in moves:
        stands = ", ".join(step.element_id for step in one.plan.steps)
        table.add_row(one.number, stands, told[one.number][1])
    findings.print(table)
    if not all(goes for goes, _ in told.values()):
        raise SystemExit(1)


def _told(
    one: CaseMove, version_id: int, mapping: dict[str, str], application: Application | None
) -> tuple[bool, str]:
    """Say what becomes of a case, and let it go over where an application is given."""
    if one.plan.obstacles:
        return False, "; ".join(o.template.format(**o.values) for o in one.plan.obstacles)
    outcome = _outcome(one.plan.terms)
    if application is None:
        return True, outcome
    try:
        application.execute(MoveCase(one.case_id, version_id, mapping, one.revision), SYSTEM)
    except EngineError as error:
        return False, str(error)
    return True, f"{outcome}; moved"


def _outcome(terms: Iterable[TermChange]) -> str:
    moved = [t for t in terms if t.moves]
    said = [f"{t.element_id}: {t.old_due or '-'} -> {t.new_due or '-'}" for t in moved]
    return "; ".join(said) or "no term moves"
