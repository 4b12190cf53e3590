"""Templates of documents: Typst files of a body, each with a head that says what it is.

The head is a comment at the very beginning, in YAML: ``name`` by language, ``number`` (a series of
the body) or ``number_from`` (where the case data have the number), ``clause``, ``shown_to`` and
``signed_by`` (roles). A template imports others of its folder by their names.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.errors import NotFound
from engine.procedures.fault import N_, Fault
from engine.procedures.lengths import LONGEST_NAME
from engine.procedures.yaml_source import YamlFile

_HEAD: Final = re.compile(rb"\A\s*/\*(.*?)\*/", re.DOTALL)
_IMPORTED: Final = re.compile(rb'#?\b(?:import|include)\s*"([^"]*)"')
_FORBIDDEN: Final = re.compile(rb"\b(eval|plugin|read|datetime\.today)\s*\(|@(?:preview|local)/")
_KEYS: Final = ("number", "number_from", "clause", "shown_to", "signed_by")


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a template says of its document.

    Attributes:
        name: what the document is called, by language.
        number: series of the body that numbers it; ``""`` without.
        number_from: path in the case data where its number stands, e.g. ``certificate.number``.
        clause: of the text that names it.
        shown_to: roles of the applicant's side that see it; ``applicant`` for all of them.
        signed_by: roles that sign it; none where nobody does.
    """

    name: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    number_from: str = ""
    clause: str = ""
    shown_to: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()


def read_head(source: bytes, file: str) -> tuple[DocumentHead, list[Fault]]:
    """Return the head of a template, and what is wrong with it; see the module."""
    found = _HEAD.match(source)
    if found is None:
        return DocumentHead(), [Fault(file, 1, "", N_("A document begins with /* name: … */."), {})]
    text = source[: found.start(1)].count(b"\n") * b"\n" + found.group(1)
    head = YamlFile(text, file)
    head.keys((), head.data, ("name",), _KEYS)
    name = head.data.get("name")
    if not isinstance(name, Mapping) or not name:
        head.report(("name",), N_("A document is named by language, as «ru: Приказ»."))
        name = {}
    clause = str(head.data.get("clause") or "")
    head.fit(("clause",), clause, LONGEST_NAME)
    return (
        DocumentHead(
            name={str(key): str(value) for key, value in name.items()},
            number=str(head.data.get("number") or ""),
            number_from=str(head.data.get("number_from") or ""),
            clause=clause,
            shown_to=_names(head.data.get("shown_to")),
            signed_by=_names(head.data.get("signed_by")),
        ),
        list(head.faults),
    )


def template_faults(
    name: str, templates: Mapping[str, bytes], series: Collection[str], roles: Collection[str]
) -> list[Fault]:
    """Return what is wrong with a template: its head, its imports, what it may not call."""
    file, source = f"{name}.typ", templates[name]
    head, faults = read_head(source, file)
    if head.number and head.number not in series:
        text = N_("The body has no number series «{series}».")
        faults.append(Fault(file, 1, "number", text, {"series": head.number}))
    for role in head.signed_by:
        if role not in roles:
            text = N_("The body has no role «{role}».")
            faults.append(Fault(file, 1, "signed_by", text, {"role": role}))
    for key in _closure((name,), templates, faults):
        for found in _FORBIDDEN.finditer(templates[key]):
            line = templates[key][: found.start()].count(b"\n") + 1
            called = found.group(0).decode().rstrip("( ")
            text = N_("A document may not use «{name}»: it gets everything as data.")
            faults.append(Fault(f"{key}.typ", line, "", text, {"name": called}))
    return faults


def has_head(source: bytes) -> bool:
    """Tell whether a template says what document it makes; what others only share does not."""
    return _HEAD.match(source) is not None


def imports_of(source: bytes) -> set[str]:
    """Return the names of the templates that one imports."""
    return {one.group(1).decode().removesuffix(".typ") for one in _IMPORTED.finditer(source)}


def with_imports(names: Iterable[str], templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the templates with these names and all that they import.

    Raises:
        NotFound: one of them is not there.
    """
    faults: list[Fault] = []
    found = _closure(names, templates, faults)
    if faults:
        raise NotFound(what=f"«{faults[0].values['name']}»")
    return {name: templates[name] for name in sorted(found)}


def _closure(
    names: Iterable[str], templates: Mapping[str, bytes], faults: list[Fault]
) -> dict[str, None]:
    found: dict[str, None] = {}
    waiting = [(name, name, 1) for name in names]
    while waiting:
        name, by, line = waiting.pop(0)
        if name in found:
            continue
        if name not in templates:
            text = N_("There is no document «{name}» beside this one.")
            faults.append(Fault(f"{by}.typ", line, "", text, {"name": name}))
            continue
        found[name] = None
        for one in _IMPORTED.finditer(templates[name]):
            at = templates[name][: one.start()].count(b"\n") + 1
            waiting.append((one.group(1).decode().removesuffix(".typ"), name, at))
    return found


def _names(value: object) -> tuple[str, ...]:
    if not value:
        return ()
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
