"""The commands of process owners: drawing diagrams, and what they leave uncovered."""

import json
from functools import partial
from pathlib import Path

import click
from rich.table import Table

from engine.cli import Refused, findings, lines_of, of_language, progress
from engine.describing import described, outdated
from engine.drawing.standalone import png, standalone_svg
from engine.errors import EngineError
from engine.layout.measuring import Measures
from engine.layout.tidying import BUDGET, measured
from engine.layout.tidying import tidy as tidied_up
from engine.procedures.fault_words import fault_line, said_in
from engine.rehearsals.coverage import Coverage, Share, cover, folder_of
from engine.rehearsals.differences import Difference
from engine.settings import Settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PICTURES = (".png", ".svg")


@click.command()
@click.argument("file", type=_FILE)
@click.option("--measure", is_flag=True, help="Change nothing; print what can be counted, as JSON.")
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the diagram to FILE.png or FILE.svg too; with --measure without laying it out.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the diagram there instead of over FILE.",
)
@click.option(
    "--budget",
    default=BUDGET,
    show_default=True,
    type=click.IntRange(20, 100_000),
    help="Placements that are tried: more take longer and find better.",
)
@click.option("--seed", default=1, show_default=True, help="Another one finds another drawing.")
@of_language
def tidy(
    file: Path,
    measure: bool,
    picture: Path | None,
    output: Path | None,
    budget: int,
    seed: int,
    language: str,
) -> None:
    """Lay the diagram FILE out with its pools and lanes; everything else of it stays as it is.

    Prints what could be counted before and after. A step keeps to a place that its properties
    «row» (within its lane) and «column» name, counted from 0.
    """
    if picture is not None and picture.suffix not in _PICTURES:
        raise click.UsageError("A picture is a .png or .svg file.")
    source = file.read_bytes()
    try:
        if measure:
            click.echo(json.dumps(measured(source, str(file)).as_dict()))
        else:
            with progress.status("Looking for a clear drawing"):
                result = tidied_up(source, str(file), budget, seed)
            source = result.source
            (output or file).write_bytes(source)
            _tell(result.before, result.after)
            progress.print(f"Cost {result.cost:.0f} (less is better; try other seeds).")
    except EngineError as error:
        raise Refused(lines_of(error, language)) from error
    if picture is not None:
        made = png(source) if picture.suffix == ".png" else standalone_svg(source)
        picture.write_bytes(made)
        progress.print(f"Drawn to {picture}.")


def _tell(before: Measures, after: Measures) -> None:
    old, new = before.as_dict(), after.as_dict()
    for name, value in new.items():
        change = f"{old[name]} -> {value}" if old[name] != value else str(value)
        click.echo(f"{name.replace('_', ' ')}: {change}")


@click.command()
@click.argument("body")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON instead.")
@of_language
@click.pass_obj
def coverage(settings: Settings, body: str, as_json: bool, language: str) -> None:
    """Tell what rehearsals and diagrams of BODY (a key or a folder) leave uncovered.

    Plays every rehearsal once. Names elements and flows that none reaches, boundary events that
    never or always happen, elements without a clause, statements of clauses.yaml that no element
    carries. Exit code 0: nothing is missing; 1: something is.
    """
    try:
        with progress.status("Playing rehearsals") as status:
            found = cover(folder_of(body, settings), settings, lambda name: status.update(name))
    except EngineError as error:
        raise Refused(lines_of(error, language)) from error
    say = partial(said_in, language=language)
    missing = [
        one.told(say) if isinstance(one, Difference) else fault_line(one, language)
        for one in found.findings()
    ]
    if as_json:
        click.echo(json.dumps(_as_json(found, missing), ensure_ascii=False, indent=1))
    else:
        for sentence in missing:
            click.echo(sentence)
        _show(found)
    progress.print(f"{found.rehearsals} rehearsal(s) played, {len(missing)} finding(s).")
    if missing:
        raise SystemExit(1)


def _show(found: Coverage) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("procedure")
    for name in ("elements", "flows", "fired", "spared", "clauses"):
        table.add_column(name, justify="right")
    for procedure in found.procedures:
        shares = procedure.shares.values()
        table.add_row(procedure.key, *(f"{s.covered}/{s.total}" for s in shares))
    findings.print(table)
    said = found.statements
    click.echo(f"statements of the text: {said.covered} of {said.total} carried or with a reason")


def _as_json(found: Coverage, missing: list[str]) -> dict[str, object]:
    def share(one: Share) -> dict[str, object]:
        names = [fault.element_id for fault in one.missing]
        return {"total": one.total, "covered": one.covered, "missing": names}

    return {
        "body": found.body,
        "rehearsals": found.rehearsals,
        "procedures": {
            p.key: {name: share(one) for name, one in p.shares.items()} for p in found.procedures
        },
        "statements": share(found.statements),
        "findings": missing,
    }


@click.command()
@click.argument("bodies", nargs=-1)
@click.option(
    "--into",
    default=Path("docs") / "procedures",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
)
@click.pass_obj
def describe(settings: Settings, bodies: tuple[str, ...], into: Path) -> None:
    """Write a page with a picture for every procedure of BODIES (keys or folders; all without).

    Pages of diagrams that are gone are taken away.
    """
    named = bodies or [path.parent.name for path in sorted(settings.bpmn_path.glob("*/body.yaml"))]
    try:
        for body in named:
            pages = described(folder_of(body, settings))
            for name in outdated(pages, into):
                if name not in pages:
                    (into / name).unlink()
                    continue
                (into / name).parent.mkdir(parents=True, exist_ok=True)
                (into / name).write_bytes(pages[name])
                click.echo(name)
    except EngineError as error:
        raise Refused(str(error)) from error
