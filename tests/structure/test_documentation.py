"""The documentation keeps up with the commands, the targets and the files it speaks of."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.structure.tree import ROOT, project_files, text
from web.cli import main

COMMANDS = Path("docs/commands.md")
TARGETS = ("setup", "demo", "run", "test", "soak", "check", "format", "bench", "clean", "lock")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
PAGES = [path for path in project_files() if path.suffix == ".md"]


def _commands(group: click.Group, words: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}", command


def _sections() -> dict[str, str]:
    """The text under each ``## `reglament ...` `` heading."""
    parts = re.split(r"^## `([^`]+)`$", text(COMMANDS), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(("words", "command"), tuple(_commands(main, "reglament")))
def test_every_command_is_documented(words: str, command: click.Command) -> None:
    section = _sections().get(words, "")
    assert section, f"{COMMANDS} has no section «## `{words}`»"
    named = [
        p.opts[0] if isinstance(p, click.Option) else p.human_readable_name.upper()
        for p in command.params
    ]
    code = " ".join(re.findall(r"`([^`]+)`", section))
    assert [name for name in named if name not in code] == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(_sections()) <= {words for words, _ in _commands(main, "reglament")}


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_of_make_is_there_and_documented(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", text(Path("Makefile")), re.MULTILINE)
    assert f"`make {target}`" in text(COMMANDS)


@pytest.mark.parametrize("document", PAGES, ids=str)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(text(document))
    assert [link for link in links if not (ROOT / document.parent / link).exists()] == []


def test_every_page_is_reached_from_the_index() -> None:
    index = Path("docs/README.md")
    reached = {(index.parent / link) for link in LINK.findall(text(index))}
    # Pages of procedures are made, and listed by the page that is made beside them.
    made = Path("docs/procedures")
    pages = {
        p for p in PAGES if p.parts[0] == "docs" and p != index and made not in p.parent.parents
    }
    assert sorted(map(str, pages - reached)) == []
