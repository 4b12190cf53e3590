"""What changed between two versions of a form, in words: for whoever publishes the newer one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from forms.definition import FormDefinition
from forms.errors import N_
from forms.fields.field import Field
from forms.fields.group import GroupField
from forms.fields.reading import HelpField

ADDED, REMOVED, CHANGED = "added", "removed", "changed"

IN_A_TABLE: Final = N_("{sentence} ({table})")

_KINDS: Final[Mapping[str, str]] = {
    "text": N_("a line of text"),
    "textarea": N_("a text"),
    "number": N_("a number"),
    "money": N_("an amount of money"),
    "date": N_("a date"),
    "time": N_("a time"),
    "moment": N_("a date and time"),
    "select": N_("a choice"),
    "radio": N_("a choice"),
    "yesno": N_("yes or no"),
    "checkbox": N_("a box to tick"),
    "checklist": N_("several choices"),
    "person": N_("a person"),
    "party": N_("a party"),
    "standard": N_("a standard"),
    "standards": N_("several standards"),
    "code": N_("a technical field"),
    "codes": N_("several technical fields"),
    "file": N_("a file"),
    "signature": N_("a signature"),
    "rows": N_("a table"),
    "computed": N_("a computed value"),
}
_PROPERTIES: Final[Mapping[str, str]] = {
    "hint": N_("the hint"),
    "clause": N_("the clause"),
    "shown_if": N_("when it is shown"),
    "hidden_if": N_("when it is hidden"),
    "required_if": N_("when it must be answered"),
    "compute": N_("how it is worked out"),
    "source": N_("where it is read from"),
    "default": N_("what it starts with"),
    "shortest": N_("the fewest characters"),
    "longest": N_("the most characters"),
    "pattern": N_("how it must be written"),
    "places": N_("the digits after the decimal sign"),
    "lowest": N_("the least"),
    "highest": N_("the most"),
    "currency": N_("the currency"),
    "roles": N_("the roles to choose from"),
    "number_optional": N_("whether the number may be left out"),
    "several": N_("whether several files may be chosen"),
    "accepts": N_("the kinds of file"),
    "start": N_("the rows to begin with"),
    "changeable": N_("whether rows can be added and removed"),
    "add_label": N_("the words of the button"),
    "rows_from": N_("the earlier table of its rows"),
}
_APART: Final = frozenset(
    {"key", "label", "line", "required", "values", "columns", "fields", "paragraphs"}
)


@dataclass(frozen=True, slots=True)
class FormChange:
    """One thing that changed.

    Attributes:
        kind: ``added | removed | changed``: whether the field itself came, went or stayed.
        path: of the field, ``findings.*.until`` for a column; ``""`` for the form as a whole.
        label: of the field as it is now, or was, untranslated.
        template: English sentence with ``{label}``, the message id of its translations.
        values: what fills its other fields; ``old`` and ``new`` are shown as they are written.
        words: names of those values that are words of ours, translated before they are filled in.
        table: label of the table the field stands in, else ``""``.
    """

    kind: str
    path: str
    label: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    table: str = ""

    def say(self, translate: Callable[[str], str] = str, label: Callable[[str], str] = str) -> str:
        """Return the sentence a person reads.

        Args:
            translate: turns a message id into the language of the page.
            label: the same for labels of the form.
        """
        values = {
            name: translate(value) if name in self.words else value
            for name, value in self.values.items()
        }
        sentence = translate(self.template).format(label=label(self.label), **values)
        if not self.table:
            return sentence
        return translate(IN_A_TABLE).format(sentence=sentence, table=label(self.table))


def compare(old: FormDefinition | None, new: FormDefinition | None) -> tuple[FormChange, ...]:
    """Return what changed from one version of a form to another, in the order of the newer one.

    Fields are known by their keys: one that got another key went, and another came. ``None`` is a
    form that was not there yet, or is no more.
    """
    before, after = _by_path(old), _by_path(new)
    changes: list[FormChange] = []
    for path, (item, table) in after.items():
        if path not in before:
            changes.append(FormChange(ADDED, path, item.label, _ADDED, table=table))
        else:
            changes += _of_field(path, table, before[path][0], item)
    changes += [
        FormChange(REMOVED, path, item.label, _REMOVED, table=table)
        for path, (item, table) in before.items()
        if path not in after
    ]
    stayed = [path for path in before if path in after]
    if stayed != [path for path in after if path in before]:
        changes.append(FormChange(CHANGED, "", "", N_("The fields stand in another order")))
    return (*changes, *_of_words(old, new))


_ADDED: Final = N_("“{label}” is asked anew")
_REMOVED: Final = N_("“{label}” is asked no more")


def _by_path(form: FormDefinition | None) -> dict[str, tuple[Field, str]]:
    """Path -> field, and label of the table it stands in; groups and words of help have none."""
    found: dict[str, tuple[Field, str]] = {}
    for path, item in form.walk() if form else ():
        if not isinstance(item, GroupField | HelpField):
            holder = found.get(path.partition(".*.")[0]) if ".*." in path else None
            found[path] = (item, holder[0].label if holder else "")
    return found


def _of_field(path: str, table: str, old: Field, new: Field) -> Iterator[FormChange]:
    def changed(template: str, words: tuple[str, ...] = (), **values: Any) -> FormChange:
        return FormChange(CHANGED, path, new.label, template, values, words, table)

    if old.label != new.label:
        yield changed(N_("“{label}”: the question was “{old}”"), old=old.label)
    if old.kind != new.kind:
        kinds = {"old": _KINDS.get(old.kind, old.kind), "new": _KINDS.get(new.kind, new.kind)}
        yield changed(N_("“{label}”: the answer was {old}, is {new}"), ("old", "new"), **kinds)
    if old.required != new.required:
        must = N_("“{label}” must be answered"), N_("“{label}” need not be answered any more")
        yield changed(must[0] if new.required else must[1])
    for name, template in _PROPERTIES.items():
        before, after = (_written(getattr(one, name, None)) for one in (old, new))
        if before != after and old.kind == new.kind:
            yield changed(_sentence(before, after), ("what",), what=template, old=before, new=after)
    yield from _of_options(old, new, changed)


def _of_options(old: Field, new: Field, changed: Callable[..., FormChange]) -> Iterator[FormChange]:
    before, after = (dict(getattr(one, "values", ())) for one in (old, new))
    for value, text in after.items():
        if value not in before:
            yield changed(N_("“{label}”: “{new}” can be chosen too"), new=text)
        elif before[value] != text:
            yield changed(N_("“{label}”: “{old}” reads “{new}”"), old=before[value], new=text)
    for value, text in before.items():
        if value not in after:
            yield changed(N_("“{label}”: “{old}” cannot be chosen any more"), old=text)


def _of_words(old: FormDefinition | None, new: FormDefinition | None) -> Iterator[FormChange]:
    before, after = _paragraphs(old), _paragraphs(new)
    for text in after:
        if text not in before:
            yield FormChange(CHANGED, "", "", N_("Words were added: “{new}”"), {"new": text})
    for text in before:
        if text not in after:
            yield FormChange(CHANGED, "", "", N_("Words were taken out: “{old}”"), {"old": text})


def _paragraphs(form: FormDefinition | None) -> list[str]:
    items = (item for _, item in form.walk()) if form else ()
    return [text for item in items for text in getattr(item, "paragraphs", ())]


def _sentence(old: str, new: str) -> str:
    if not old:
        return N_("“{label}”: {what}: now “{new}”")
    if not new:
        return N_("“{label}”: {what}: was “{old}”, is left out")
    return N_("“{label}”: {what}: was “{old}”, is “{new}”")


def _written(value: Any) -> str:
    """A property as a process owner wrote it; ``""`` where it is not set."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def properties_compared() -> frozenset[str]:
    """Return every property of a field that a comparison looks at, for the test that none is left.

    What is not looked at by its name is compared in a way of its own: label, options, columns.
    """
    return frozenset(_PROPERTIES) | _APART


def properties_of(kind: type[Field]) -> frozenset[str]:
    """Return the properties of a kind of field."""
    return frozenset(one.name for one in fields(kind))
