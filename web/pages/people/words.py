"""What pages about people call facts and changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.queries.people_views import PeopleLine
from web.formatting import name_in
from web.sentences import in_words
from web.translating import LazyString, gettext, lazy_gettext

FACTS: Mapping[str, tuple[LazyString, LazyString]] = {
    "competence": (lazy_gettext("Competence"), lazy_gettext("Standard, e.g. ISO 9001")),
    "experience": (lazy_gettext("Experience"), lazy_gettext("Kind of work")),
    "employment": (lazy_gettext("Employment"), lazy_gettext("Organisation")),
    "contract": (lazy_gettext("Contract"), lazy_gettext("Number of the contract")),
    "conflict": (
        lazy_gettext("Conflict of interest"),
        lazy_gettext("Organisation: its name or number"),
    ),
}
"""Kind of fact -> what it is called, and what its subject is."""

KINDS: Mapping[str, LazyString] = {
    "person_added": lazy_gettext("Person added"),
    "person_changed": lazy_gettext("Account changed"),
    "person_deactivated": lazy_gettext("Person deactivated"),
    "person_reactivated": lazy_gettext("Person signs in again"),
    "person_unlocked": lazy_gettext("Sign-in unlocked"),
    "password_changed": lazy_gettext("Password changed"),
    "password_given": lazy_gettext("New password given"),
    "role_granted": lazy_gettext("Role given"),
    "role_revoked": lazy_gettext("Role taken away"),
    "absence_recorded": lazy_gettext("Absence recorded"),
    "absence_ended": lazy_gettext("Absence ended early"),
    "absence_taken_back": lazy_gettext("Absence taken back"),
    "competence_granted": lazy_gettext("Competence granted"),
    "experience_recorded": lazy_gettext("Experience recorded"),
    "employment_recorded": lazy_gettext("Employment recorded"),
    "contract_recorded": lazy_gettext("Contract recorded"),
    "conflict_declared": lazy_gettext("Conflict of interest declared"),
    "fact_ended": lazy_gettext("Last day written"),
}
"""Kind of a line of the log -> what a page calls it."""

_SHOWN = ("name", "username", "role", "subject", "field", "since", "until", "evidence")


def line_words(line: PeopleLine) -> str:
    """Return what happened."""
    known = KINDS.get(line.kind)
    return str(known) if known else line.kind.replace("_", " ").capitalize()


def line_values(line: PeopleLine, role_names: Mapping[tuple[str, str], Any]) -> str:
    """Return the values of a line of the log in one line: what is new, or what it was.

    Args:
        line: of the log.
        role_names: (body key, role) -> name by language.
    """
    body = line.body.key if line.body else ""
    told = []
    for name in _SHOWN:
        value = line.new.get(name, line.old.get(name))
        if not value or value == "conformity_assessment":
            continue
        if name in ("since", "until"):
            value = date.fromisoformat(value)
        if name == "role":
            value = name_in(role_names.get((body, value), value))
        if name in line.old and line.old[name] not in (None, "", line.new.get(name)) and line.new:
            old = line.old[name]
            old = date.fromisoformat(old) if name == "until" else old
            value = f"{in_words(old)} → {in_words(value)}"
        told.append(in_words(value))
    return ", ".join(told)


def subject_words(kind: str, subject: str) -> str:
    """Return what a fact is about; experience is of one kind of work."""
    return gettext("conformity assessment") if kind == "experience" else subject
