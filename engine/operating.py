"""What the operator's commands share: an installation while they need it, rows of a list."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli import opened, opened_to_read
from engine.settings import Settings


@contextmanager
def installation(settings: Settings) -> Iterator[Application]:
    """Open the installation to write to it, and let its database go."""
    application = opened(settings)
    try:
        yield application
    finally:
        application.database.dispose()


def asked(settings: Settings, language: str, query: Callable[..., Any], **wanted: Any) -> Any:
    """Return what a query tells the operator; the language is that of a refusal."""
    application = opened_to_read(settings, language)
    try:
        return application.read.ask(query, SYSTEM, **wanted)
    finally:
        application.database.dispose()


def print_row(*told: str) -> None:
    """Print one line of a list, with tabs between what is told and none within."""
    click.echo("\t".join(" ".join(one.split()) for one in told).rstrip())


def utc(moment: datetime) -> str:
    """Return an aware moment in UTC as lists tell it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")
