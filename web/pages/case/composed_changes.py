"""Composed answers in the history: a person, a party, a file, a signature are one change each."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from engine.queries.views import Change

_MONEY: Final = frozenset({"amount", "currency"})


def composed(changes: Iterable[Change]) -> list[Change]:
    """Return changes with the parts of one answer put together again, in their order."""
    found: list[Change] = []
    for whole, parts in groupby(changes, key=_whole):
        several = list(parts)
        if not whole or len(several) == 1:
            found += several
        else:
            found.append(_together(whole, several))
    return found


def composed_words(value: Mapping[str, Any], say: Callable[[Any], str]) -> str | None:
    """Return a composed answer in words; ``None`` where it is none that is known here.

    Args:
        value: the answer, or those of its parts that changed.
        say: puts a plain value into words.
    """
    if "sha256" in value:
        return str(value.get("name") or "")
    if "signed" in value:
        by = value.get("by")
        name = by.get("name") if isinstance(by, Mapping) else None
        return ", ".join(filter(None, (str(name or ""), say(value.get("at")))))
    if value.keys() == {"id", "name"}:
        return str(value["name"] or "")
    if value.keys() == {"name", "number"}:
        return ", ".join(str(part) for part in (value["name"], value["number"]) if part)
    return None


def _whole(change: Change) -> str:
    holder, _, part = change.path.rpartition(".")
    return change.whole or (holder if part in _MONEY else "")


def _together(whole: str, parts: list[Change]) -> Change:
    old, new = ({}, {})  # type: tuple[dict[str, Any], dict[str, Any]]
    for part in parts:
        names = part.path.removeprefix(f"{whole}.").split(".")
        _put(old, names, part.old)
        _put(new, names, part.new)
    label = parts[0].label
    return Change(whole, label, _or_none(old), _or_none(new))


def _put(holder: dict[str, Any], names: list[str], value: Any) -> None:
    for name in names[:-1]:
        holder = holder.setdefault(name, {})
    holder[names[-1]] = value


def _or_none(value: dict[str, Any]) -> Any:
    """Nothing where no part is there; a list of files where the parts are numbered."""
    if all(part is None or part == {} for part in _leaves(value)):
        return None
    if all(name.isdecimal() for name in value):
        return [_or_none(one) if isinstance(one, dict) else one for one in value.values()]
    return value


def _leaves(value: dict[str, Any]) -> Iterable[Any]:
    for one in value.values():
        if isinstance(one, dict):
            yield from _leaves(one)
        else:
            yield one
