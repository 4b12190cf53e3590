"""Commands for history: seal it, verify it, export it, and give the verifier away."""

import json
from pathlib import Path
from typing import Any

import click

from engine.actor import SYSTEM
from engine.cli import Refused, opened, opened_to_read
from engine.delivery.sealing import write_seal
from engine.errors import EngineError
from engine.proof import verifier
from engine.proof.verifier import SEAL, canonical
from engine.settings import Settings


@click.group()
def history() -> None:
    """Seal, verify and export the history of cases."""


@history.command()
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="Folder for the seal's file."
)
@click.pass_obj
def seal(settings: Settings, into: Path | None) -> None:
    """Sign the heads of all chains, as they stand now. Keep the file somewhere else.

    The digest is short enough to be printed, mailed or read out: it fits this seal alone.
    """
    application = opened(settings)
    try:
        made = application.sealing.seal()
        file = write_seal(made, into) if into else None
    except (EngineError, OSError) as error:
        raise Refused(str(error)) from error
    click.echo(f"Seal {made.number}: {made.cases} case(s), digest {made.digest}.")
    if file:
        click.echo(f"Written to {file}.")


@history.command()
@click.option(
    "--seal",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A seal that was kept elsewhere. May be given several times.",
)
@click.pass_obj
def verify(settings: Settings, files: tuple[Path, ...]) -> None:
    """Verify every chain, and the seals against the chains.

    Names the first event of each case that was altered, inserted, removed or put in another
    order. Exit code 0: none was; 1: some were.
    """
    application = opened_to_read(settings)
    try:
        found = application.verify_history(SYSTEM, kept=[_seal_in(file) for file in files])
    except EngineError as error:
        raise Refused(str(error)) from error
    for fault in found.faults:
        click.echo(str(fault))
    click.echo(
        f"{found.cases} case(s), {found.events} event(s), {found.seals} seal(s), "
        f"{len(found.faults)} fault(s)."
    )
    if found.faults:
        raise SystemExit(1)


def _seal_in(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_bytes())
        if document["content"]["format"] != SEAL:
            raise ValueError("it is something else")
    except (ValueError, LookupError, TypeError) as error:
        raise Refused(f"«{file}» is not a seal: {error}") from error
    return dict(document)


@history.command()
@click.argument("number")
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def export(settings: Settings, number: str, target: Path) -> None:
    """Write the whole history of the case NUMBER, signed, to the new file TARGET."""
    application = opened_to_read(settings)
    rows, _ = application.read.cases(SYSTEM, q=number)
    case_id = next((row.id for row in rows if row.number == number), None)
    if case_id is None:
        raise Refused(f"There is no case «{number}».")
    try:
        document = application.signed_case(case_id, SYSTEM)
        with target.open("xb") as file:
            file.write(canonical(document))
    except (EngineError, OSError) as error:
        raise Refused(str(error)) from error
    events = len(document["content"]["cases"][0]["events"])
    click.echo(f"{events} event(s) written to {target}.")


@history.command()
@click.pass_obj
def key(settings: Settings) -> None:
    """Print the public key of this installation: make it known, so that exports can be trusted."""
    try:
        click.echo(opened_to_read(settings).sealing.signer.public_key)
    except EngineError as error:
        raise Refused(str(error)) from error


@history.command(name="verifier")
def stand_alone() -> None:
    """Print the verifier that works without Reglament; it needs Python and «cryptography»."""
    click.echo(Path(verifier.__file__).read_text("utf-8"), nl=False)
