"""Forms as they are written: form-js's JSON schema, the subset that is supported, read and checked.

``docs/howto/add-a-form.md`` lists the subset.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from forms.errors import N_, DefinitionInvalid
from forms.fields.catalog import FIELDS
from forms.fields.component import Component, Fault, Use, components
from forms.fields.field import Around, Field, Refused
from forms.fields.file import FileField
from forms.fields.group import OF_THE_ROW, GroupField, RowsField
from forms.fields.person import PersonField
from forms.fields.reading import HelpField
from forms.fields.signature import SignatureField
from forms.json_lines import JsonWithLines, read_json

MAX_FIELDS = 500
MAX_DEPTH = 4

_TOP = (
    "components",
    "type",
    "id",
    "schemaVersion",
    "exporter",
    "executionPlatform",
    "executionPlatformVersion",
)
_REFUSED = {
    "html": N_("HTML is not allowed in a form: write “text” with plain words."),
    "button": N_("Buttons belong to the page: take “{type}” out."),
    "table": N_(
        "“table” is not supported: a read-only table is a dynamiclist with the property “from”."
    ),
    "taglist": N_("“taglist” is not supported: use checklist."),
}


@dataclass(frozen=True)
class FormDefinition:
    """A form.

    Attributes:
        key: name of the form in its body: the file's name without ``.json``.
        fields: its fields in order; groups and tables hold theirs.
        uses: every expression with its line, for the one who checks expressions before publishing.
    """

    key: str
    fields: tuple[Field, ...]
    uses: tuple[Use, ...]

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Yield every field with its path; columns with a ``*`` for the row: ``members.*.name``."""
        return _walk(self.fields, "")

    @cached_property
    def answers(self) -> tuple[Field, ...]:
        """The fields that become keys of the answers, groups opened, in order."""
        return tuple(_leaves(self.fields))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The keys that an answer may be sent for: what is only read takes none."""
        return frozenset(field.key for field in self.answers if not field.source)

    @cached_property
    def tables(self) -> tuple[RowsField, ...]:
        """The tables among the answers."""
        return tuple(field for field in self.answers if isinstance(field, RowsField))

    @cached_property
    def asks_files(self) -> bool:
        """Whether files are chosen somewhere, in a row too."""
        return self.asks(FileField)

    @cached_property
    def follows_answers(self) -> bool:
        """Whether something is shown or worked out by what was answered elsewhere."""
        return any(field.shown_if or field.hidden_if or field.compute for _, field in self.walk())

    @cached_property
    def choice_sources(self) -> tuple[str, ...]:
        """Roles whose people the form lets one choose, each once."""
        people = (field for _, field in self.walk() if isinstance(field, PersonField))
        return tuple(dict.fromkeys(role for field in people for role in field.roles))

    def asks(self, *kinds: type[Field]) -> bool:
        """Whether a field of one of these kinds stands in the form, in a row too."""
        return any(isinstance(field, kinds) for _, field in self.walk())

    def without_signatures(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return answers without what somebody signed: a step that is repeated is signed anew."""
        return _unsigned(self.answers, answers)

    def labels(self) -> tuple[tuple[int, str], ...]:
        """Return every text that is translated by the body's catalogues, with its line."""
        found: dict[str, int] = {}
        for _, field in self.walk():
            for text in _texts(field):
                found.setdefault(text, field.line)
        return tuple((line, text) for text, line in found.items())


def parse_definition(text: str | bytes, key: str) -> FormDefinition:
    """Read a form's definition.

    Args:
        text: the JSON of the file.
        key: name of the form.

    Raises:
        DefinitionInvalid: with every fault of the file at once.
    """
    source = read_json(text)
    faults: list[Fault] = [
        (pointer, source.lines[pointer], N_("This member stands twice."), {})
        for pointer in source.repeated
    ]
    reader = _Reader(source, faults)
    fields = reader.form()
    if faults:
        raise DefinitionInvalid(tuple(sorted(faults, key=lambda fault: fault[1])))
    names = frozenset(field.key for field in _leaves(fields))
    uses = tuple(replace(use, names=use.names | names) for use in reader.uses)
    return FormDefinition(key, fields, uses)


class _Reader:
    """Reads one file; faults and expressions are collected."""

    def __init__(self, source: JsonWithLines, faults: list[Fault]) -> None:
        self.source = source
        self.faults = faults
        self.uses: list[Use] = []
        self.count = 0

    def form(self) -> tuple[Field, ...]:
        form = self.source.value
        if not isinstance(form, dict):
            self.faults.append(("", 1, N_("A form is an object in braces with “components”."), {}))
            return ()
        for name in form:
            if name not in _TOP:
                line = self.source.lines.get(f"/{name}", 1)
                self.faults.append(
                    (name, line, N_("“{member}” is not supported."), {"member": name})
                )
        found = components(
            form.get("components"), "/components", self.source.lines, self.faults, self.uses
        )
        fields = tuple(self._fields(found, depth=1))
        if not fields and not self.faults:
            self.faults.append(("components", 1, N_("The form has no fields."), {}))
        self._once(tuple(_leaves(fields)))
        return fields

    def _fields(self, found: Iterator[Component], depth: int) -> Iterator[Field]:
        for component in found:
            self.count += 1
            if self.count == MAX_FIELDS + 1:
                component.fault("", N_("A form has at most {limit} fields."), limit=MAX_FIELDS)
            if self.count > MAX_FIELDS:
                return
            kind = self._kind(component)
            if kind is not None:
                yield self._field(kind, component, depth)

    def _kind(self, component: Component) -> type[Field] | None:
        name = component.members.get("type")
        if not isinstance(name, str):
            component.fault("type", N_("A component needs a “type”."))
            return None
        if name in _REFUSED:
            component.fault("type", _REFUSED[name], type=name)
            return None
        of_type = [kind for known, kind in FIELDS if known == name]
        if not of_type:
            self._unknown(component, "type", name, sorted({known for known, _ in FIELDS}))
            return None
        dated = name == "datetime"
        wanted = component.text("subtype") if dated else component.text("kind", "properties")
        if dated and not wanted:
            wanted = "date"
        if (name, wanted) not in FIELDS:
            place = "subtype" if dated else "properties/kind"
            self._unknown(component, place, wanted, [kind for kind in of_type if kind])
            return None
        return FIELDS[name, wanted]

    def _unknown(self, component: Component, member: str, found: Any, known: list[str]) -> None:
        near = get_close_matches(str(found), known, 1)
        values = {"member": member.split("/")[-1], "found": found, "known": ", ".join(known) or "-"}
        if near:
            template = N_("The {member} “{found}” is not known. Did you mean “{near}”?")
            component.fault(member, template, near=near[0], **values)
        else:
            component.fault(
                member,
                N_("The {member} “{found}” is not supported here; known: {known}."),
                **values,
            )

    def _field(self, kind: type[Field], component: Component, depth: int) -> Field:
        inner: tuple[Field, ...] = ()
        is_container = issubclass(kind, GroupField | RowsField)
        before = len(self.uses)
        if is_container and depth >= MAX_DEPTH:
            component.fault("", N_("Groups stand at most {limit} deep."), limit=MAX_DEPTH - 1)
        elif is_container:
            known_faults = len(self.faults)
            inner = tuple(self._fields(component.inner(), depth + 1))
            if not inner and len(self.faults) == known_faults:
                component.fault("components", N_("There is nothing inside."))
        own_uses = len(self.uses)
        field = kind.read(component)
        if isinstance(field, GroupField):
            return replace(field, fields=inner)
        if isinstance(field, RowsField):
            self._columns(component, inner, field)
            names = frozenset(column.key for column in inner)
            for at in range(before, own_uses):
                self.uses[at] = replace(self.uses[at], names=names)
            return replace(field, columns=inner)
        self._default(component, field)
        return field

    def _columns(self, component: Component, columns: tuple[Field, ...], table: RowsField) -> None:
        self._once(columns)
        for column in columns:
            if isinstance(column, GroupField | RowsField | HelpField):
                template = N_("A row holds single answers only: no {kind} inside a dynamiclist.")
                component.fault("components", template, kind=column.kind)
            elif column.source and not table.rows_from:
                template = N_(
                    "“{key}”: a column cannot have “from”; give it to the whole dynamiclist, "
                    "or let its rows come from an earlier table by “rowsFrom”."
                )
                component.fault("components", template, key=column.key)
            elif column.source and not column.source.startswith(OF_THE_ROW):
                template = N_("“{key}”: in a table with “rowsFrom” a column's “from” is row.<key>.")
                component.fault("components", template, key=column.key)

    def _once(self, fields: tuple[Field, ...]) -> None:
        seen: set[str] = set()
        for field in fields:
            if field.key and field.key in seen:
                template = N_("The key “{key}” stands twice.")
                self.faults.append((field.key, field.line, template, {"key": field.key}))
            seen.add(field.key)

    def _default(self, component: Component, field: Field) -> None:
        if field.default is None:
            return
        if not (field.takes_default and field.is_asked):
            component.fault("defaultValue", N_("This field cannot start with a value."))
            return
        try:
            field.accept(field.default, Around({}, _nothing, _nobody))
        except Refused:
            template = N_("The field could not take its own defaultValue “{value}”.")
            component.fault("defaultValue", template, value=field.default)


def _nothing(text: str, names: Any) -> None:
    return None


def _nobody(role: str) -> tuple[tuple[str, str], ...]:
    return ()


def _unsigned(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    left = dict(answers)
    for field in fields:
        if isinstance(field, SignatureField):
            left.pop(field.key, None)
        elif isinstance(field, RowsField) and isinstance(rows := left.get(field.key), list):
            left[field.key] = [
                _unsigned(field.columns, row) if isinstance(row, Mapping) else row for row in rows
            ]
    return left


def _leaves(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, GroupField):
            yield from _leaves(field.fields)
        elif not isinstance(field, HelpField):
            yield field


def _walk(fields: tuple[Field, ...], prefix: str) -> Iterator[tuple[str, Field]]:
    for field in fields:
        yield f"{prefix}{field.key}", field
        if isinstance(field, GroupField):
            yield from _walk(field.fields, prefix)
        elif isinstance(field, RowsField):
            yield from _walk(field.columns, f"{prefix}{field.key}.*.")


def _texts(field: Field) -> Iterator[str]:
    paragraphs = field.paragraphs if isinstance(field, HelpField) else ()
    options = () if isinstance(field, PersonField) else field.options(Around({}, _nothing, _nobody))
    button = field.add_label if isinstance(field, RowsField) else ""
    candidates = (field.label, field.hint, *paragraphs, *(label for _, label in options), button)
    yield from (text for text in candidates if text)
