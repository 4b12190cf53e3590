"""Grounds of a body for rules that stand in another text: the group ``rules`` of ``body.yaml``."""

from collections.abc import Mapping

from engine.procedures.body_parts import RuleGround
from engine.procedures.fault import N_
from engine.procedures.labels import read_label
from engine.procedures.yaml_source import YamlFile


def read_rules(file: YamlFile, languages: tuple[str, ...]) -> Mapping[str, RuleGround]:
    """Return the ground of each guard that the body names, by the guard's name."""
    value = file.data.get("rules", {})
    if not isinstance(value, Mapping):
        file.report(("rules",), N_("A group of keys is needed here."))
        return {}
    found = {}
    for name, item in value.items():
        at = ("rules", str(name))
        if file.keys(at, item, ("clause",), ("reading",)):
            said = item.get("reading")
            reading = read_label(file, (*at, "reading"), said, languages) if said else {}
            found[str(name)] = RuleGround(str(item.get("clause", "")), reading)
    return found
