"""Yes or no, asked or ticked."""

from dataclasses import dataclass
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.choice import Options, read_options
from forms.fields.component import Component
from forms.fields.field import Around, Field, Refused
from forms.wording import Wording

YES, NO = "yes", "no"

_WORDS = {YES: True, "true": True, NO: False, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoField(Field):
    """A question that is answered with yes or no: true, false, or ``None`` while unanswered.

    Attributes:
        values: (``yes`` or ``no``, label) where the definition words the answers itself; empty
            for "Yes" and "No".
    """

    kind: ClassVar[str] = "yesno"
    missing: ClassVar[str] = N_("Answer “{label}” with yes or no")
    missing_short: ClassVar[str] = N_("Yes or no?")

    values: Options = ()

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the wording of the answers, if there is one."""
        component.value("searchable")
        if component.value("values") is None:
            return {}
        values = read_options(component)
        if values and {value for value, _ in values} != {YES, NO}:
            template = N_("A question for yes or no has the options “yes” and “no”, or none.")
            component.fault("values", template)
        return {"values": values}

    def accept(self, raw: Any, around: Around) -> bool | None:
        """Return true or false, ``None`` while unanswered."""
        if raw is None or isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and (not raw or raw in _WORDS):
            return _WORDS.get(raw)
        raise Refused(N_("“{label}”: answer with yes or no"), N_("Yes or no?"))

    def control(self, value: Any, wording: Wording) -> str:
        """Return nothing: the choice says it."""
        return ""

    def text(self, value: Any, wording: Wording) -> str:
        """Return the chosen wording."""
        chosen = self.selected(value)
        for known, label in self.values:
            if known in chosen:
                return wording.label(label)
        return yes_or_no(value, wording)

    def options(self, around: Around) -> Options:
        """Return the worded answers; empty where they are plain yes and no."""
        return self.values

    def worded(self, around: Around, wording: Wording) -> Options:
        """Return the answers, plain yes and no where the definition does not word them."""
        if self.values:
            return tuple((value, wording.label(label)) for value, label in self.values)
        return (YES, yes_or_no(True, wording)), (NO, yes_or_no(False, wording))

    def selected(self, value: Any) -> frozenset[str]:
        """Return ``yes`` or ``no``."""
        answer = _WORDS.get(value) if isinstance(value, str) else value
        return frozenset({YES if answer else NO} if isinstance(answer, bool) else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxField(Field):
    """A statement that is ticked or not: true or false, never ``None``."""

    kind: ClassVar[str] = "checkbox"
    empty: ClassVar[Any] = False
    missing: ClassVar[str] = N_("Tick “{label}”: the step cannot go on without it")
    missing_short: ClassVar[str] = N_("Tick")

    def accept(self, raw: Any, around: Around) -> bool:
        """Return whether it is ticked."""
        if raw is None or raw == "":
            return False
        answer = _WORDS.get(raw, raw) if isinstance(raw, str) else raw
        if answer in ("1", "on"):
            return True
        if isinstance(answer, bool):
            return answer
        raise Refused(N_("“{label}”: tick it or leave it"), N_("Tick or leave"))

    def control(self, value: Any, wording: Wording) -> str:
        """Return nothing: the tick says it."""
        return ""

    def text(self, value: Any, wording: Wording) -> str:
        """Return yes or no."""
        return yes_or_no(value, wording)

    def worded(self, around: Around, wording: Wording) -> Options:
        """Return the one thing to tick; the field's label says what it is."""
        return ((YES, ""),)

    def selected(self, value: Any) -> frozenset[str]:
        """Return ``yes`` where it is ticked."""
        ticked = value is True or value in ("1", "on", "true", YES)
        return frozenset({YES} if ticked else ())


def yes_or_no(value: Any, wording: Wording) -> str:
    """Return the word for true or false, ``""`` for anything else."""
    if not isinstance(value, bool):
        return ""
    return wording.translate(N_("Yes")) if value else wording.translate(N_("No"))
