"""The entries that docs/howto/add-a-deadline.md shows are read, and its table names every key."""

import re

from engine.procedures import deadline_entries
from engine.procedures.deadline_entries import read_deadlines
from engine.procedures.yaml_source import YamlFile
from tests.structure.tree import ROOT

PAGE = (ROOT / "docs" / "howto" / "add-a-deadline.md").read_text(encoding="utf-8")


def test_its_entries_are_read_as_they_stand() -> None:
    shown = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    file = YamlFile(shown[1].encode(), "deadlines.yaml")
    entries = read_deadlines(file, ("ru", "en"))
    assert file.faults == []
    assert [one.kind for one in entries.values()] == ["max", "before", "event"]
    assert [one.counted_back for one in entries.values()] == [False, True, False]


def test_its_table_names_every_key_kind_and_unit() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    known = {*deadline_entries._REQUIRED, *deadline_entries._OPTIONAL}
    assert known | set(deadline_entries.KINDS) | set(deadline_entries.UNITS) <= named
