"""Reading what ``body.yaml`` says of registers, journals and information systems outside."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from engine.procedures.body_parts import Column, Register, System
from engine.procedures.fault import N_
from engine.procedures.labels import read_label
from engine.procedures.yaml_source import Key, YamlFile

KINDS: Final = ("register", "journal")
ACTS_ON_CERTIFICATES: Final = (
    "confirm",
    "suspend",
    "restore",
    "withdraw",
    "reduce",
    "extend",
    "replace",
    "supersede",
    "expire",
)
"""What ``life_cycle`` of a register may give a clause to; ``engine.registers.life_cycle`` rules."""

_REGISTER: Final = ("number", "clause", "kind", "columns", "public", "life_cycle")


def read_register(
    file: YamlFile,
    at: Key,
    key: str,
    value: Any,
    numbers: Collection[str],
    languages: tuple[str, ...],
) -> Register | None:
    """Return a register; what is wrong is reported to the file."""
    if not file.keys(at, value, ("name",), _REGISTER):
        return None
    number = value.get("number", "")
    if number and number not in numbers:
        file.report(
            (*at, "number"), N_("There is no number «{number}» under «numbers»."), number=number
        )
    kind = value.get("kind", "register")
    if kind not in KINDS:
        file.report((*at, "kind"), N_("A kind is one of {kinds}."), kinds=", ".join(KINDS))
    columns = value.get("columns", [])
    if not isinstance(columns, list):
        file.report((*at, "columns"), N_("A list of columns is needed here, each with «key»."))
        columns = []
    read = [
        _column(file, (*at, "columns", str(place)), column, languages)
        for place, column in enumerate(columns)
    ]
    found = tuple(column for column in read if column is not None)
    public = _flag(file, (*at, "public"), value.get("public", False))
    if public and not any(column.public for column in found):
        file.report(
            (*at, "public"), N_("A public register needs a column with «public: true» at least.")
        )
    return Register(
        key=key,
        name=read_label(file, (*at, "name"), value.get("name"), languages),
        number=str(number),
        clause=str(value.get("clause", "")),
        kind=str(kind),
        columns=found,
        public=public,
        life_cycle=_life_cycle(file, (*at, "life_cycle"), value.get("life_cycle", {})),
    )


def _column(file: YamlFile, at: Key, value: Any, languages: tuple[str, ...]) -> Column | None:
    if not file.keys(at, value, ("key", "name"), ("public",)):
        return None
    return Column(
        key=str(value.get("key", "")),
        name=read_label(file, (*at, "name"), value.get("name"), languages),
        public=_flag(file, (*at, "public"), value.get("public", False)),
    )


def _life_cycle(file: YamlFile, at: Key, value: Any) -> Mapping[str, str]:
    if not value or not file.keys(at, value, (), ACTS_ON_CERTIFICATES):
        return {}
    return {act: str(clause) for act, clause in value.items()}


def _flag(file: YamlFile, at: Key, value: Any) -> bool:
    if not isinstance(value, bool):
        file.report(at, N_("Write true or false."))
    return value is True


def read_system(
    file: YamlFile, at: Key, key: str, value: Any, languages: tuple[str, ...]
) -> System | None:
    """Return an information system; what is wrong is reported to the file."""
    if not file.keys(at, value, ("name",), ("clause", "needs_consent", "stand_in")):
        return None
    stand_in = value.get("stand_in", {})
    if not isinstance(stand_in, Mapping):
        file.report((*at, "stand_in"), N_("A group of keys is needed here."))
        stand_in = {}
    return System(
        key=key,
        name=read_label(file, (*at, "name"), value.get("name"), languages),
        clause=str(value.get("clause", "")),
        needs_consent=_flag(file, (*at, "needs_consent"), value.get("needs_consent", False)),
        stand_in=dict(stand_in),
    )
