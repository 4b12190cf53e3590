"""The commands of process owners: drawing diagrams, and what they leave uncovered."""

import json
from pathlib import Path

import click

from engine.cli import Refused, progress
from engine.drawing.standalone import png, standalone_svg
from engine.errors import EngineError
from engine.layout.measuring import Measures
from engine.layout.tidying import BUDGET, measured
from engine.layout.tidying import tidy as tidied_up

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
def tidy(
    file: Path, measure: bool, picture: Path | None, output: Path | None, budget: int, seed: int
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
        raise Refused(str(error)) from error
    if picture is not None:
        made = png(source) if picture.suffix == ".png" else standalone_svg(source)
        picture.write_bytes(made)
        progress.print(f"Drawn to {picture}.")


def _tell(before: Measures, after: Measures) -> None:
    old, new = before.as_dict(), after.as_dict()
    for name, value in new.items():
        change = f"{old[name]} -> {value}" if old[name] != value else str(value)
        click.echo(f"{name.replace('_', ' ')}: {change}")
