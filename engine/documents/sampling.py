"""A template is tried before it is published: it makes a document of a case that knows nothing yet.

It is typeset as every document is: in a process of its own, which reads and writes no file, reaches
no network, and is ended when it takes too long or becomes too large.
"""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Final

from engine.documents.typesetting import (
    Manuscript,
    SeparateProcess,
    Typesetter,
    TypesettingFailed,
)
from engine.errors import NotFound
from engine.procedures.body import Body
from engine.procedures.document_templates import with_imports
from engine.procedures.fault import N_, Fault

LONGEST: Final = 10.0
"""Seconds that a template may take with a sample: a document of a case takes a part of one."""

_DAY: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
_PLACE: Final = re.compile(r"(.*?)(?::(\d+))?")

TRYING: Final = SeparateProcess(LONGEST)
"""Tries templates, so that one that hangs holds up nobody's documents."""


def sample(name: str, templates: Mapping[str, bytes], body: Body) -> Manuscript:
    """Return a document of a case that knows nothing yet.

    Args:
        name: of the template.
        templates: of the body, by name.
        body: whose document it is.

    Raises:
        NotFound: it imports a template that is not there.
    """
    return Manuscript(
        name=name,
        templates=with_imports([name], templates),
        input={
            "data": {},
            "document": {
                "number": "1",
                "date": _DAY.date().isoformat(),
                "version": 1,
                "title": {body.language: "1"},
                "clause": "",
                "preview": True,
                "language": body.language,
            },
            "body": {
                "name": dict(body.name),
                "short_name": dict(body.short_name),
                "currency": body.currency,
                "document": dict(body.document),
                "country": body.country,
            },
            "case": {"number": "1", "title": "1"},
        },
        at=int(_DAY.timestamp()),
    )


def sample_faults(
    names: Collection[str],
    templates: Mapping[str, bytes],
    body: Body,
    typesetter: Typesetter = TRYING,
) -> list[Fault]:
    """Return why templates make no document; files are named as the body's folder has them."""
    found = []
    for name in names:
        try:
            typesetter.typeset(sample(name, templates, body), "pdf")
        except NotFound:  # its imports have a fault of their own
            continue
        except TypesettingFailed as error:
            place = _PLACE.fullmatch(str(error.values["place"]))
            file, line = place.groups() if place else (f"{name}.typ", None)
            text = N_("The template cannot be typeset with a sample: {reason}.")
            reason = str(error.values["reason"]).rstrip(".")
            found.append(Fault(f"documents/{file}", int(line or 0), "", text, {"reason": reason}))
    return found
