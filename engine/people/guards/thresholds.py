"""Figures that guards judge by: those of the rules, replaced by a body's own, on a day."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from engine.procedures.body import Body


@cache
def _entries() -> Mapping[str, list[dict[str, Any]]]:
    text = files("engine.people.guards").joinpath("thresholds.yaml").read_text("utf-8")
    read: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return read


def thresholds(body: Body | None, on: date) -> dict[str, Any]:
    """Return each figure in force on a day, by name."""
    found: dict[str, Any] = {}
    for name, entries in _entries().items():
        own = body.value_on(name, on) if body else None
        found[name] = own or next(e["value"] for e in reversed(entries) if e["from"] <= on)
    return found
