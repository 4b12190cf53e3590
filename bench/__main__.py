"""Measure what people wait for, print a table, and fail when a bound is not kept.

Bounds are on counts and ratios: they hold on any machine. Times are told, and say how this machine
does today: compare two revisions on the same machine, never with a number from elsewhere.
"""

import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.calculations import calculations
from bench.clients import clients
from bench.comparing import comparing
from bench.databases import POSTGRESQL, SQLITE, Databases, databases
from bench.deadlines import due_at_once
from bench.diagrams import diagrams
from bench.figure import Figure
from bench.history import verifying
from bench.memory import memory
from bench.over_http import over_http
from bench.pages import pages, rehearsals
from bench.search import searching
from bench.steps import rework, single_steps
from bench.work_list import work_list
from engine.collector import spare_what_stays
from engine.logs import log_to_stderr

Measurement = Callable[[], Iterator[Figure]]
progress = Console(stderr=True)


@click.command()
@click.option("--full", is_flag=True, help="10,000 deadlines and 10,000 cases instead of fewer.")
@click.option("--only", default="", help="Only measurements whose name contains this.")
@click.option(
    "--json", "target", type=click.Path(path_type=Path), default=Path("var") / "bench.json",
    show_default=True, help="The figures as a file.",
)  # fmt: skip
def main(full: bool, only: str, target: Path) -> None:
    """Measure; the exit status is 1 when a bound is not kept."""
    log_to_stderr(logging.ERROR)
    spare_what_stays()  # as every process does that serves or works
    with tempfile.TemporaryDirectory() as name, databases(Path(name)) as fresh:
        found: list[Figure] = []
        for what, measure in _measurements(Path(name), fresh, full=full).items():
            if only in what:
                progress.print(f"Measuring: {what}")
                found.extend(measure())
    _show(found)
    _write(found, target)
    broken = [figure for figure in found if figure.kept is False]
    for figure in broken:
        progress.print(f"Not kept: {figure.row}, {figure.database}, {figure.what}", style="red")
    sys.exit(1 if broken else 0)


def _measurements(folder: Path, fresh: Databases, *, full: bool) -> dict[str, Measurement]:
    measured: dict[str, Measurement] = {}
    for kind in (SQLITE, POSTGRESQL):
        measured |= {
            f"step {kind}": partial(single_steps, kind, fresh),
            f"rework {kind}": partial(rework, kind, fresh),
            f"http {kind}": partial(over_http, kind, fresh),
            f"deadlines {kind}": partial(due_at_once, kind, fresh, full=full),
            f"memory {kind}": partial(memory, kind, fresh, full=full),
            f"work list {kind}": partial(work_list, kind, fresh, full=full),
            f"history {kind}": partial(verifying, kind, fresh),
            f"search {kind}": partial(searching, kind, fresh, full=full),
        }
    return {
        **measured,
        f"clients {POSTGRESQL}": partial(clients, fresh),
        "calculations": calculations,
        "diagrams": diagrams,
        "comparing": comparing,
        "pages": partial(pages, folder),
        "rehearsals": rehearsals,
    }


def _show(figures: Sequence[Figure]) -> None:
    table = Table("what", "database", "quantity", "value", "unit", "bound", "kept")
    table.columns[3].justify = "right"
    row = ""
    for figure in figures:
        if row and figure.row != row:
            table.add_section()
        row = figure.row
        table.add_row(
            row, figure.database, figure.what, f"{figure.value:,.2f}".removesuffix(".00"),
            figure.unit, figure.bound, _KEPT[figure.kept],
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 150).print(table)


_KEPT = {True: "yes", False: "[red]NO[/red]", None: ""}


def _write(figures: Sequence[Figure], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    told = [{**asdict(figure), "kept": figure.kept} for figure in figures]
    target.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
