"""Reading ``body.yaml``: every fault of the file at once, by line and key."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.procedures.body_lists import read_list
from engine.procedures.body_parts import (
    PARTS,
    Body,
    DatedValue,
    NumberPattern,
    Register,
    Role,
    System,
)
from engine.procedures.built_in_roles import BUILT_IN_ROLES
from engine.procedures.deadline_entries import DeadlineEntry
from engine.procedures.fault import N_
from engine.procedures.labels import Label, read_label
from engine.procedures.lengths import LONGEST_KEY
from engine.procedures.notice_lead import PARAMETER as NOTICE_LEAD
from engine.procedures.notice_lead import check_lead
from engine.procedures.number_reading import read_number
from engine.procedures.register_reading import read_register, read_system
from engine.procedures.retention import read_retention
from engine.procedures.rule_reading import read_rules
from engine.procedures.yaml_source import Key, YamlFile

_REQUIRED: Final = (
    "key",
    "name",
    "short_name",
    "language",
    "languages",
    "country",
    "time_zone",
    "roles",
)
_OPTIONAL: Final = (
    "working_hours",
    "currency",
    "document",
    "numbers",
    "registers",
    "retention",
    "systems",
    "parameters",
    "waivers",
    "keeps_people",
    "assigns_work",
    "standards",
    "fields",
    "rules",
)
_LISTS: Final = ("standards", "fields")
_PATTERNS: Final = {
    "key": (
        re.compile(r"[a-z][a-z0-9_]{0,39}"),
        N_("A key has up to 40 small letters, digits and «_»."),
    ),
    "country": (re.compile(r"[A-Z]{2}"), N_("A country has two capital letters, as KG.")),
    "currency": (re.compile(r"[A-Z]{3}"), N_("A currency has three capital letters, as KGS.")),
    "language": (re.compile(r"[a-z]{2,3}"), N_("A language has two or three small letters.")),
}
_Thing = TypeVar("_Thing")


class BodyReader:
    """Reads ``body.yaml`` part by part; what is wrong is reported to the file.

    Attributes:
        languages: of the body, for the files beside this one.
    """

    def __init__(self, file: YamlFile, folder: str) -> None:
        self._file = file
        data = self._data = file.data
        self.languages: tuple[str, ...] = ()
        if file.faults and not data:
            return
        file.keys((), data, _REQUIRED, _OPTIONAL)
        self.languages = self._texts(("languages",), data.get("languages", []))
        for name in _PATTERNS:
            self._check_pattern(name)
        if data.get("key", folder) != folder:
            file.report(
                ("key",), N_("The key is the name of the folder, «{folder}»."), folder=folder
            )
        if data.get("language") not in self.languages and "language" in data:
            file.report(("language",), N_("The language must be one of «languages»."))
        self._check_time_zone()
        self._labels = {
            name: self._label((name,), data[name])
            for name in ("name", "short_name", "document")
            if name in data
        }
        self._roles = self._each("roles", self._role)
        self._numbers = self._each("numbers", self._number)
        self._registers = self._each("registers", self._register)
        self._systems = self._each("systems", self._system)
        self._parameters = self._each("parameters", self._dated)
        self._hours = self._working_hours(data.get("working_hours", {"value": []}))
        self._waivers = self._texts(("waivers",), data.get("waivers", []))
        self._keeps_people = self._texts(("keeps_people",), data.get("keeps_people", []))
        self._retention = read_retention(file, self.languages)
        self._assigns_work = self._texts(("assigns_work",), data.get("assigns_work", []))
        self._lists = {name: read_list(file, name, self.languages) for name in _LISTS}
        self._rules = read_rules(file, self.languages)
        self._check_lanes()
        self._check_roles_known()

    def body(self, deadlines: Mapping[str, DeadlineEntry]) -> Body:
        """Return the body; only where nothing was wrong."""
        data = self._data
        hours, reading = self._hours
        return Body(
            key=data["key"],
            name=self._labels["name"],
            short_name=self._labels["short_name"],
            language=data["language"],
            languages=self.languages,
            country=data["country"],
            time_zone=data["time_zone"],
            currency=data.get("currency", ""),
            working_hours=hours,
            working_hours_reading=reading,
            document=self._labels.get("document", {}),
            roles=self._roles,
            numbers=self._numbers,
            registers=self._registers,
            systems=self._systems,
            parameters=self._parameters,
            deadlines=deadlines,
            waivers=self._waivers,
            keeps_people=self._keeps_people,
            retention=self._retention,
            assigns_work=self._assigns_work,
            standards=self._lists.get("standards", ()),
            fields=self._lists.get("fields", ()),
            rules=self._rules,
        )

    def _label(self, at: Key, value: Any) -> Label:
        return read_label(self._file, at, value, self.languages)

    def _texts(self, at: Key, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._file.report(at, N_("A list of texts is needed here, as [one, two]."))
            return ()
        return tuple(value)

    def _check_pattern(self, name: str) -> None:
        pattern, sentence = _PATTERNS[name]
        value = self._data.get(name)
        if name in self._data and not (isinstance(value, str) and pattern.fullmatch(value)):
            self._file.report((name,), sentence)

    def _check_time_zone(self) -> None:
        name = self._data.get("time_zone")
        try:
            ZoneInfo(str(name))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            if "time_zone" in self._data:
                self._file.report(("time_zone",), N_("A time zone is named as Asia/Bishkek."))

    def _each(self, part: str, read: Callable[[Key, str, Any], _Thing | None]) -> dict[str, _Thing]:
        value = self._data.get(part, {})
        if not isinstance(value, Mapping):
            self._file.report((part,), N_("A group of keys is needed here."))
            return {}
        for key in value:
            self._file.fit((part, key), key, LONGEST_KEY)
        found = {key: read((part, key), key, item) for key, item in value.items()}
        return {key: item for key, item in found.items() if item is not None}

    def _role(self, at: Key, key: str, value: Any) -> Role | None:
        optional = (
            "lanes",
            "clause",
            "participant",
            "recorded_by",
            "part",
            "stands_in_for",
            "may_correct",
        )
        if key in BUILT_IN_ROLES:
            self._file.report(
                at, N_("Every body has the role «{role}» already: choose another key."), role=key
            )
        if not self._file.keys(at, value, ("name",), optional):
            return None
        for name in ("participant", "may_correct"):
            if not isinstance(value.get(name, False), bool):
                self._file.report((*at, name), N_("Write true or false."))
        part = str(value.get("part", ""))
        if part and part not in PARTS:
            self._file.report(
                (*at, "part"), N_("A part is one of: {parts}."), parts=", ".join(sorted(PARTS))
            )
        return Role(
            key=key,
            name=self._label((*at, "name"), value.get("name")),
            lanes=self._texts((*at, "lanes"), value.get("lanes", [])),
            clause=str(value.get("clause", "")),
            participant=bool(value.get("participant", False)),
            recorded_by=self._texts((*at, "recorded_by"), value.get("recorded_by", [])),
            part=part,
            stands_in_for=self._texts((*at, "stands_in_for"), value.get("stands_in_for", [])),
            may_correct=bool(value.get("may_correct", False)),
        )

    def _number(self, at: Key, key: str, value: Any) -> NumberPattern | None:
        return read_number(self._file, at, key, value, str(self._data.get("key")))

    def _register(self, at: Key, key: str, value: Any) -> Register | None:
        numbers = self._data.get("numbers") or {}
        return read_register(self._file, at, key, value, numbers, self.languages)

    def _system(self, at: Key, key: str, value: Any) -> System | None:
        return read_system(self._file, at, key, value, self.languages)

    def _dated(self, at: Key, key: str, value: Any) -> tuple[DatedValue, ...]:
        if not isinstance(value, list) or not value:
            self._file.report(at, N_("A list of values is needed here, each with «from»."))
            return ()
        found = []
        for number, item in enumerate(value):
            one = self._dated_value((*at, str(number)), item)
            if one is not None:
                found.append(one)
                if key == NOTICE_LEAD:
                    check_lead(self._file, (*at, str(number), "value"), one.value)
        days = [one.since for one in found]
        if days != sorted(set(days)):
            self._file.report(at, N_("The values stand in the order of «from», one per day."))
        return tuple(found)

    def _dated_value(self, at: Key, item: Any) -> DatedValue | None:
        if not self._file.keys(at, item, ("from", "value"), ("reference", "reading")):
            return None
        try:
            since = date.fromisoformat(str(item.get("from")))
        except ValueError:
            self._file.report((*at, "from"), N_("A day is written as 2025-01-31."))
            return None
        reading = self._label((*at, "reading"), item["reading"]) if "reading" in item else {}
        return DatedValue(since, item.get("value"), str(item.get("reference", "")), reading)

    def _working_hours(self, value: Any) -> tuple[tuple[tuple[time, time], ...], Label]:
        at = ("working_hours",)
        if not self._file.keys(at, value, ("value",), ("reading",)):
            return (), {}
        reading = self._label((*at, "reading"), value["reading"]) if "reading" in value else {}
        spans: list[tuple[time, time]] = []
        try:
            for start, end in value.get("value", []):
                spans.append((time.fromisoformat(start), time.fromisoformat(end)))
        except (ValueError, TypeError):
            spans = []
            self._file.report((*at, "value"), N_("Spans are written as [[09:00, 18:00]]."))
        moments = [moment for span in spans for moment in span]
        if moments != sorted(set(moments)):
            self._file.report((*at, "value"), N_("The spans stand in order and do not overlap."))
        return tuple(spans), reading

    def _check_lanes(self) -> None:
        owner: dict[str, str] = {}
        for role in self._roles.values():
            for lane in role.lanes:
                if owner.setdefault(lane, role.key) != role.key:
                    self._file.report(
                        ("roles", role.key, "lanes"),
                        N_("The lane «{lane}» belongs to the role «{role}» already."),
                        lane=lane,
                        role=owner[lane],
                    )

    def _check_roles_known(self) -> None:
        for role in self._roles.values():
            self._check_known(("roles", role.key, "recorded_by"), role.recorded_by)
            self._check_known(("roles", role.key, "stands_in_for"), role.stands_in_for)
        self._check_known(("keeps_people",), self._keeps_people)
        self._check_known(("assigns_work",), self._assigns_work)

    def _check_known(self, at: Key, names: tuple[str, ...]) -> None:
        for name in names:
            if name not in self._roles:
                self._file.report(at, N_("There is no role «{role}»."), role=name)
