"""Files: what was stored when it was chosen, named by an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Attached, Field, Refused
from forms.file_kinds import ANY, KINDS, types_of
from forms.wording import Wording

MOST_FILES = 20

_OF_A_FILE = ("id", "name", "size", "type", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileField(Field):
    """A file, or with ``multiple`` a list: ``{"id", "name", "size", "type", "sha256"}``.

    An answer names a file by its id; what is said of it comes from where it is stored.

    Attributes:
        several: whether it is a list.
        accepts: kinds of file that will do, of ``forms.file_kinds.KINDS``.
    """

    kind: ClassVar[str] = "file"
    takes_default: ClassVar[bool] = False
    missing: ClassVar[str] = N_("“{label}”: choose a file")
    missing_short: ClassVar[str] = N_("Choose a file")

    several: bool = False
    accepts: tuple[str, ...] = (ANY,)

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Read how many and of which kinds."""
        said = component.text("accept", "properties") or component.text("accept")
        kinds = tuple(part.strip() for part in said.split(",") if part.strip()) or (ANY,)
        unknown = [kind for kind in kinds if kind not in KINDS]
        if unknown:
            template = N_("“accept” names “{found}”; kinds of file are: {known}.")
            component.fault(
                "properties/accept", template, found=", ".join(unknown), known=", ".join(KINDS)
            )
        return {"several": component.flag("multiple"), "accepts": kinds}

    def blank(self) -> Any:
        """Return no files, or no file."""
        return [] if self.several else None

    def accept(self, raw: Any, around: Around) -> Any:
        """Return what is known of the file, or of each; ``None`` or ``[]`` where there is none."""
        found = [self._one(each, around) for each in names_of(raw)]
        distinct = list({one["id"]: one for one in found}.values())
        if not self.several:
            if len(distinct) > 1:
                raise Refused(N_("“{label}”: one file only"), N_("One file only"))
            return distinct[0] if distinct else None
        if len(distinct) > MOST_FILES:
            template = N_("“{label}”: at most {limit} files, now {count}")
            raise Refused(template, N_("At most {limit}"), limit=MOST_FILES, count=len(distinct))
        return distinct

    def _one(self, raw: Any, around: Around) -> dict[str, Any]:
        identity = raw.get("id") if isinstance(raw, Mapping) else raw
        known = around.setting.file(identity) if isinstance(identity, str) else None
        if known is None:
            template = N_("“{label}”: this file is not here any more; choose it again")
            raise Refused(template, N_("Choose it again"))
        if known["type"] not in types_of(self.accepts):
            raise wrong_type(str(known["name"]))
        return {name: known[name] for name in _OF_A_FILE}

    def attached(self, value: Any, around: Around) -> tuple[Attached, ...]:
        """Return the files of an answer, or of what was sent, that are there."""
        found = []
        for raw in names_of(value):
            identity = raw.get("id") if isinstance(raw, Mapping) else raw
            known = around.setting.file(identity) if isinstance(identity, str) else None
            known = known or (raw if isinstance(raw, Mapping) and "name" in raw else None)
            if known is not None:
                found.append(Attached(str(known["id"]), str(known["name"]), int(known["size"])))
        return tuple(found)

    def control(self, value: Any, wording: Wording) -> str:
        """Return nothing: the files are listed."""
        return ""

    def text(self, value: Any, wording: Wording) -> str:
        """Return the names."""
        given = [one for one in names_of(value) if isinstance(one, Mapping)]
        return "; ".join(str(one.get("name", "")) for one in given)


def names_of(raw: Any) -> list[Any]:
    """Return what was sent as a list: ids, or answers of this kind."""
    given = raw if isinstance(raw, list) else [raw]
    return [each for each in given if each not in (None, "", {})]


def wrong_type(name: str) -> Refused:
    """Return why a file of another kind is no answer."""
    template = N_("“{label}”: “{name}” is not a file of the kind that is asked for")
    return Refused(template, N_("Another kind of file"), name=name)
