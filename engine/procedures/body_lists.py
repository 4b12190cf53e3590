"""Lists of ``body.yaml`` that forms let one choose from: standards, codes of technical fields."""

from dataclasses import dataclass
from typing import Any

from engine.procedures.fault import N_
from engine.procedures.labels import Label, read_label
from engine.procedures.yaml_source import YamlFile

MOST_ENTRIES = 500
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list.

    Attributes:
        code: what is kept as the answer and what guards compare: ``ISO 9001:2015``, ``IAF 17``.
        name: by language.
        clause: where the text names it, or ``""``.
    """

    code: str
    name: Label
    clause: str = ""


def read_list(file: YamlFile, key: str, languages: tuple[str, ...]) -> tuple[Listed, ...]:
    """Read a list of ``code``, ``name`` by language and ``clause``; faults go to the file."""
    value = file.data.get(key, [])
    if not isinstance(value, list) or (key in file.data and not value):
        file.report((key,), N_("A list is needed here, each entry with «code» and «name»."))
        return ()
    if len(value) > MOST_ENTRIES:
        file.report((key,), N_("The list has more than {limit} entries."), limit=MOST_ENTRIES)
        return ()
    found: dict[str, Listed] = {}
    for number, entry in enumerate(value):
        at = (key, str(number))
        one = _entry(file, at, entry, languages)
        if one is not None and one.code in found:
            file.report((*at, "code"), N_("The code «{code}» stands here twice."), code=one.code)
        elif one is not None:
            found[one.code] = one
    return tuple(found.values())


def _entry(
    file: YamlFile, at: tuple[str, ...], entry: Any, languages: tuple[str, ...]
) -> Listed | None:
    if not file.keys(at, entry, ("code", "name"), ("clause",)):
        return None
    code = entry.get("code")
    if not isinstance(code, str) or not 0 < len(code.strip()) <= LONGEST_CODE:
        template = N_("A code is a text of 1 to {longest} characters.")
        file.report((*at, "code"), template, longest=LONGEST_CODE)
        return None
    name = read_label(file, (*at, "name"), entry.get("name"), languages)
    return Listed(" ".join(code.split()), name, str(entry.get("clause", "")))
