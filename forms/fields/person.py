"""A person of a role."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Field, Refused
from forms.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonField(Field):
    """One of the people who have a role: ``{"id": 12, "name": "A. Akmatova"}``.

    The name is kept with the answer, so that the history says it even after the person has left.

    Attributes:
        roles: the roles whose people may be chosen.
    """

    kind: ClassVar[str] = "person"
    takes_default: ClassVar[bool] = False
    missing: ClassVar[str] = N_("Choose “{label}”")
    missing_short: ClassVar[str] = N_("Choose")

    roles: tuple[str, ...]

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read the roles."""
        component.value("searchable")
        people = component.text("people", "properties")
        roles = tuple(role.strip() for role in people.split(",") if role.strip())
        if not roles:
            component.fault(
                "properties", N_("A person needs the property “people”: the role to choose from.")
            )
        return {"roles": roles}

    def accept(self, raw: Any, around: Around) -> dict[str, Any] | None:
        """Return id and name, ``None`` where nobody is chosen.

        Takes the id, as number or text, an answer of this kind, or the full name of one person.
        """
        if raw is None or raw == "":
            return None
        wanted = str(raw.get("id", "")) if isinstance(raw, dict) else raw
        if isinstance(wanted, bool) or not isinstance(wanted, int | str):
            raise Refused(N_("Choose “{label}” from the list"), N_("Choose from the list"))
        people = self.options(around)
        found = [person for person in people if person[0] == str(wanted)]
        found = found or [person for person in people if person[1] == wanted]
        if len(found) != 1:
            template = N_("“{label}”: this person cannot be chosen here; choose from the list")
            raise Refused(template, N_("Choose from the list"))
        identity, name = found[0]
        return {"id": int(identity) if identity.isdecimal() else identity, "name": name}

    def control(self, value: Any, wording: Wording) -> str:
        """Return nothing: the choice says it."""
        return ""

    def text(self, value: Any, wording: Wording) -> str:
        """Return the name."""
        return str(value.get("name", "")) if isinstance(value, dict) else ""

    def options(self, around: Around) -> Sequence[tuple[str, str]]:
        """Return (id, name) of everybody with one of the roles, each once."""
        people = {
            str(identity): name for role in self.roles for identity, name in around.people(role)
        }
        return tuple(people.items())

    def worded(self, around: Around, wording: Wording) -> Sequence[tuple[str, str]]:
        """Return (id, name): names are not translated."""
        return self.options(around)

    def selected(self, value: Any) -> frozenset[str]:
        """Return the id."""
        wanted = value.get("id") if isinstance(value, dict) else value
        return frozenset({str(wanted)} if isinstance(wanted, int | str) else ())
