"""The commands for registers: what they hold, as a file."""

from pathlib import Path

import click

from engine.actor import SYSTEM
from engine.cli import Refused, opened_to_read, progress
from engine.errors import EngineError
from engine.queries.register_csv import as_csv
from engine.queries.register_views import RegisterPage
from engine.settings import Settings


@click.group()
def registers() -> None:
    """Look into registers and journals."""


@registers.command()
@click.argument("body")
@click.argument("register")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write there instead of to the standard output.",
)
@click.option("--public", is_flag=True, help="Only what anybody may read: the public columns.")
@click.option("--language", default="", help="Language of the heads; the body's first where empty.")
@click.pass_obj
def export(
    settings: Settings, body: str, register: str, output: Path | None, public: bool, language: str
) -> None:
    """Write the entries of REGISTER of BODY as CSV, the latest first.

    UTF-8 with a byte order mark; what a spreadsheet would run as a formula is made harmless.
    """
    application = opened_to_read(settings)
    try:
        if public:
            page = application.read.public_register(body, register, limit=None)
        else:
            page = application.read.register(body, register, SYSTEM, limit=None)
    except EngineError as error:
        raise Refused(str(error)) from error
    finally:
        application.database.dispose()
    text = _csv(page, language)
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8", newline="")
    progress.print(f"{page.total} entries written to {output}.")


def _csv(page: RegisterPage, language: str) -> str:
    languages = (language, *page.register.body.languages, "en")
    heads = ["number", "entered_on"]
    for column in page.columns:
        known = [column.name[code] for code in languages if code in column.name]
        heads.append(known[0] if known else column.key)
    heads += ["state", "since"] if page.with_states else []
    rows = []
    for row in page.rows:
        cells = [row.number, row.entered_on.isoformat(), *row.values]
        rows.append([*cells, row.state, row.since.isoformat()] if page.with_states else cells)
    return as_csv(heads, rows)
