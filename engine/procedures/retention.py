"""Retention rules of a body: when the personal values of a case that has ended are erased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.procedures.fault import N_
from engine.procedures.labels import read_label
from engine.procedures.yaml_source import YamlFile

MOST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """When values are erased.

    Attributes:
        key: e.g. ``case_file``.
        months: after the end of the last case of the chain.
        procedures: names of procedures; empty for all of the body.
        clause: of the text.
        reading: how an open place is read, by language.
    """

    key: str
    months: int
    procedures: tuple[str, ...] = ()
    clause: str = ""
    reading: Mapping[str, str] = field(default_factory=dict)


def read_retention(file: YamlFile, languages: tuple[str, ...]) -> tuple[RetentionRule, ...]:
    """Read ``retention:`` of a body; faults go to the file."""
    value = file.data.get("retention", {})
    if not isinstance(value, Mapping):
        file.report(("retention",), N_("A group of keys is needed here."))
        return ()
    rules = [_rule(file, key, item, languages) for key, item in value.items()]
    return tuple(rule for rule in rules if rule is not None)


def _rule(file: YamlFile, key: str, value: Any, languages: tuple[str, ...]) -> RetentionRule | None:
    at = ("retention", key)
    if not file.keys(at, value, ("months", "clause"), ("procedures", "reading")):
        return None
    months, names = value["months"], value.get("procedures", [])
    whole = isinstance(months, int) and not isinstance(months, bool)
    if not whole or not 1 <= months <= MOST_MONTHS:
        file.report((*at, "months"), N_("Write a whole number of months, from 1 to 1200."))
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        file.report((*at, "procedures"), N_("A list of texts is needed here, as [one, two]."))
        return None
    reading = value.get("reading")
    said = read_label(file, (*at, "reading"), reading, languages) if reading else {}
    return RetentionRule(key, months, tuple(names), str(value["clause"]), said)
