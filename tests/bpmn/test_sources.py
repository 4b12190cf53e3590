"""docs/sources.md names every text a body, a parameter, an operation or a calendar rests on."""

import re
from collections.abc import Iterator

import yaml

from tasks.calendar.overrides import packaged_overrides
from tasks.catalog import OPERATIONS
from tests.structure.tree import ROOT

PAGE = " ".join((ROOT / "docs" / "sources.md").read_text(encoding="utf-8").split())
TEXT = re.compile(r"IAF MD \d+|ISO/IEC \d+|ГОСТ Р \d+|ТОО «ПЦС»|МАДИТЕСТ|[Oo]rder No\. \d+")


def references() -> Iterator[str]:
    for file in sorted((ROOT / "tasks" / "parameters").glob("*.yaml")):
        for entries in yaml.safe_load(file.read_text(encoding="utf-8")).values():
            yield from (entry["reference"] for entry in entries)
    yield from (operation.clause for operation in OPERATIONS.values())


def test_every_text_of_a_parameter_or_an_operation_is_named() -> None:
    cited = {text for reference in references() for text in TEXT.findall(reference)}
    assert {"IAF MD 5", "IAF MD 1", "IAF MD 11"} <= cited
    assert sorted(text for text in cited if text not in PAGE) == []


def test_every_topic_of_calculations_is_named() -> None:
    topics = {operation.topic for operation in OPERATIONS.values()} - {"terms"}
    assert sorted(topic for topic in topics if f"`{topic}." not in PAGE) == []


def test_every_body_has_its_chapter() -> None:
    bodies = sorted(path.parent.name for path in (ROOT / "bpmn").glob("*/body.yaml"))
    assert [key for key in bodies if f"(`bpmn/{key}`)" not in PAGE] == []


def test_every_numbered_decree_of_a_calendar_is_named() -> None:
    decrees = {
        number
        for row in packaged_overrides()
        for number in re.findall(r"No\. \d+", row.source["en"])
    }
    assert decrees
    assert sorted(number for number in decrees if number not in PAGE) == []
