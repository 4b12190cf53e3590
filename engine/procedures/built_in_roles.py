"""Roles that every body has without declaring them; they do no step of any case."""

from typing import Final

from engine.procedures.labels import Label

ADMINISTRATOR: Final = "administrator"
"""Looks after people: accounts, roles, facts, absences. In no body: of the whole installation."""
READER: Final = "internal_auditor"
"""Reads everything of a body, and changes nothing."""
INSTALLATION: Final = ""
"""What stands in place of a body where a role is held in the whole installation."""

BUILT_IN_ROLES: Final[dict[str, Label]] = {
    ADMINISTRATOR: {
        "en": "administrator",
        "ru": "администратор",
        "ky": "администратор",
        "kk": "әкімші",
    },
    READER: {
        "en": "internal auditor",
        "ru": "внутренний аудитор",
        "ky": "ички аудитор",
        "kk": "ішкі аудитор",
    },
}
