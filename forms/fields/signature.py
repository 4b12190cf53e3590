"""A mark that whoever finishes the step has signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.choice import Options
from forms.fields.field import Around, Field, Refused
from forms.fields.yes_no import YES
from forms.wording import Wording

_TICKED = (True, YES, "true", "1", "on")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField(Field):
    """``{"signed": true, "by": {"id": 12, "name": "A. Akmatova"}, "at": "2026-11-23T14:30"}``.

    Only the mark comes from the page. Who and when are those of the act that finishes the step: a
    name or a moment that was sent is not read. The moment has the body's offset.
    """

    kind: ClassVar[str] = "signature"
    takes_default: ClassVar[bool] = False
    missing: ClassVar[str] = N_("“{label}”: sign and tick, the step cannot go on without it")
    missing_short: ClassVar[str] = N_("Sign and tick")

    def accept(self, raw: Any, around: Around) -> dict[str, Any] | None:
        """Return who signed and when, ``None`` where it is not ticked."""
        ticked = raw.get("signed") if isinstance(raw, Mapping) else raw
        if ticked in (None, "", False, "no", "false"):
            return None
        if ticked not in _TICKED:
            raise Refused(N_("“{label}”: tick it or leave it"), N_("Tick or leave"))
        signer, now = around.setting.signer, around.setting.now
        by = dict(signer) if signer else {"id": None, "name": ""}
        local = now.astimezone(around.zone) if now and around.zone else now
        at = local.isoformat(timespec="minutes") if local else ""
        return {"signed": True, "by": by, "at": at}

    def control(self, value: Any, wording: Wording) -> str:
        """Return nothing: the tick says it."""
        return ""

    def text(self, value: Any, wording: Wording) -> str:
        """Return ``A. Akmatova, 23.11.2026 14:30``."""
        if not isinstance(value, Mapping) or value.get("signed") is not True:
            return ""
        by = value.get("by")
        name = str(by.get("name", "")) if isinstance(by, Mapping) else ""
        parts = (name or wording.translate(N_("signed")), _said(value.get("at"), wording))
        return ", ".join(part for part in parts if part)

    def worded(self, around: Around, wording: Wording) -> Options:
        """Return the one thing to tick; the field's label says what it is."""
        return ((YES, ""),)

    def selected(self, value: Any) -> frozenset[str]:
        """Return ``yes`` where it is ticked."""
        ticked = value.get("signed") if isinstance(value, Mapping) else value
        return frozenset({YES} if ticked in _TICKED else ())


def _said(moment: Any, wording: Wording) -> str:
    try:
        return wording.moment(datetime.fromisoformat(moment))
    except (TypeError, ValueError):
        return ""
