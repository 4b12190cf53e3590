"""What every kind of field has in common."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, ClassVar, Self, TypeAlias

from forms.errors import N_
from forms.fields.component import Component
from forms.setting import NOWHERE, Setting
from forms.wording import Wording

Evaluate: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
People: TypeAlias = Sequence[tuple[str, str]]
Choices: TypeAlias = Callable[[str], People] | Mapping[str, People]

RESERVED = frozenset({"csrf_token", "submit_key", "seen_version"})
"""Names of controls that belong to the page around a form, not to the form."""

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*", re.ASCII)


class Refused(Exception):
    """An answer is not of its kind.

    Attributes:
        template: what to do, for the summary above the form; ``{label}`` is the field's.
        short: the same in a few words, for a table's cell.
        values: what fills the other fields of both.
    """

    def __init__(self, template: str, short: str = "", **values: object) -> None:
        super().__init__(template)
        self.template = template
        self.short = short
        self.values = values


@dataclass(frozen=True, slots=True)
class Around:
    """What a form stands in.

    Attributes:
        data: the case's data: earlier steps by their result keys.
        evaluate: runs an expression over names; whatever it raises means that there is no value
            yet.
        choices: role -> (id, name) of the people who may be chosen, as a function or a mapping.
        zone: the body's time zone; moments get its offset. Without one they stay local.
        setting: what the body, the case and the moment lend to the fields.
    """

    data: Mapping[str, Any]
    evaluate: Evaluate
    choices: Choices
    zone: tzinfo | None = None
    setting: Setting = NOWHERE

    def people(self, role: str) -> People:
        """Return (id, name) of the people who have a role."""
        return self.choices(role) if callable(self.choices) else self.choices.get(role, ())


@dataclass(frozen=True, slots=True)
class Part:
    """One control of an answer that has several.

    Attributes:
        name: of the part within the answer.
        label: in the language of the page.
        value: text of the control.
        is_optional: the person may leave it out.
        width: class of the control's width.
        suggests: parties that are known are suggested (``Setting.parties``).
    """

    name: str
    label: str
    value: str
    is_optional: bool = False
    width: str = ""
    suggests: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that an answer names; ``size`` in bytes."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form; kinds add what they need.

    Attributes:
        key: name of the answer.
        label: what is asked, in the body's language.
        hint: one line below the label.
        clause: place in the source that asks for it.
        line: line in the definition's file.
        shown_if: expression; while false the field is neither shown, nor required, nor kept.
        hidden_if: expression; while true the same.
        required: an answer is needed.
        required_if: expression; while true an answer is needed.
        compute: expression that gives the value: the person only reads it.
        source: dotted path in the case's data of a value that the person only reads; it is no
            answer.
        default: the answer a fresh form starts with.
    """

    kind: ClassVar[str]
    takes_answer: ClassVar[bool] = True
    takes_default: ClassVar[bool] = True
    first_part: ClassVar[str] = ""
    empty: ClassVar[Any] = None
    width: ClassVar[str] = ""
    inputmode: ClassVar[str] = ""
    missing: ClassVar[str] = N_("Fill in “{label}”")
    missing_short: ClassVar[str] = N_("Fill in")

    key: str
    label: str
    hint: str = ""
    clause: str = ""
    line: int = 0
    shown_if: str = ""
    hidden_if: str = ""
    required: bool = False
    required_if: str = ""
    compute: str = ""
    source: str = ""
    default: Any = None

    @classmethod
    def read(cls, component: Component) -> Self:
        """Read the field from its component; faults go to the component."""
        members = {**cls.common(component), **cls.own(component)}
        component.finish()
        return cls(**members)

    @classmethod
    def common(cls, component: Component) -> dict[str, Any]:
        """Read what this kind shares with all others."""
        return {
            "key": read_key(component, "key"),
            "label": read_label(component),
            "required": component.flag("required", "validate"),
            "required_if": component.expression("requiredIf"),
            "default": component.value("defaultValue"),
            **read_surroundings(component),
            **_read_only(component),
        }

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read what only this kind has."""
        return {}

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it, rather than reads it."""
        return self.takes_answer and not self.compute and not self.source

    def blank(self) -> Any:
        """Return the answer of a field that is hidden or unanswered."""
        return list(self.empty) if isinstance(self.empty, tuple) else self.empty

    def accept(self, raw: Any, around: Around) -> Any:
        """Turn what was typed, or an already typed answer, into the answer.

        Raises:
            Refused: it is not of this kind.
        """
        raise Refused(N_("“{label}” takes no answer"))

    def computed(self, result: Any, around: Around) -> Any:
        """Turn the result of ``compute`` into the answer; refuses as ``accept`` does."""
        return self.accept(result, around)

    def control(self, value: Any, wording: Wording) -> str:
        """Return the control's text: of an answer, or what was typed, as it is."""
        return value if isinstance(value, str) else "" if value is None else str(value)

    def text(self, value: Any, wording: Wording) -> str:
        """Return the answer as it is printed; ``""`` where there is none."""
        return self.control(value, wording)

    def parts(self, value: Any, around: Around, wording: Wording) -> tuple[Part, ...]:
        """Return the controls of an answer that has several; none where one control says it all."""
        return ()

    def attached(self, value: Any, around: Around) -> tuple[Attached, ...]:
        """Return the files that the answer, or what was sent, names."""
        return ()

    def missing_answer(self) -> Refused:
        """Return what to do where a needed answer is missing."""
        return Refused(self.missing, self.missing_short)

    def options(self, around: Around) -> Sequence[tuple[str, str]]:
        """Return (value, label) of what can be chosen."""
        return ()

    def worded(self, around: Around, wording: Wording) -> Sequence[tuple[str, str]]:
        """Return the options with their labels in the language."""
        return tuple((value, wording.label(label)) for value, label in self.options(around))

    def selected(self, value: Any) -> frozenset[str]:
        """Return the values of the options that the answer, or what was typed, chooses."""
        return frozenset()


def read_surroundings(component: Component) -> dict[str, Any]:
    """Read what even a field without an answer has: when it is shown, its hint and its clause."""
    shown_if = component.expression("showIf")
    hidden_if = component.expression("hide", "conditional")
    if shown_if and hidden_if:
        component.fault("conditional", N_("Write either conditional.hide or showIf, not both."))
    return {
        "hint": component.text("description"),
        "clause": component.text("clause", "properties"),
        "line": component.line(),
        "shown_if": shown_if,
        "hidden_if": hidden_if,
    }


def read_key(component: Component, member: str) -> str:
    """Read the name of an answer."""
    key = component.text(member)
    if not key:
        component.fault(
            member, N_("“{member}” is missing: the answer needs a name."), member=member
        )
    elif not _KEY.fullmatch(key):
        template = N_(
            "“{key}” cannot name an answer: Latin letters, digits and _ only, a letter first."
        )
        component.fault(member, template, key=key)
    elif key in RESERVED:
        component.fault(
            member, N_("“{key}” is a name of the page itself; choose another."), key=key
        )
    return key


def read_label(component: Component) -> str:
    """Read the label; a field without one cannot be answered or corrected."""
    label = component.text("label")
    if component.members.get("type") == "datetime":
        label = label or component.text("dateLabel") or component.text("timeLabel")
    if not label:
        component.fault("label", N_("“label” is missing: a person must see what is asked."))
    return label


def _read_only(component: Component) -> dict[str, Any]:
    compute = component.expression("compute")
    source = read_source(component)
    if compute and source:
        component.fault("properties", N_("Write either compute or from, not both."))
    if component.flag("readonly") and not (compute or source):
        component.fault("readonly", N_("“readonly” needs the property compute or from."))
    return {"compute": compute, "source": source}


def read_source(component: Component, member: str = "from") -> str:
    """Read ``from``, or another member: the dotted path of a value in the case's data."""
    source = component.text(member, "properties")
    if source and not _PATH.fullmatch(source):
        template = N_("“{member}” is “{found}”; write a path such as application.organisation.")
        component.fault(f"properties/{member}", template, member=member, found=source)
    return source
