"""Whom a comment on a case may mention: those who may see the case, by their user names."""

import re
from collections.abc import Collection, Iterable, Mapping

from engine.errors import EngineError
from engine.procedures.body import Body
from engine.procedures.built_in_roles import READER

MENTION = re.compile(r"(?<![\w.@-])@([\w][\w.-]*[\w]|\w)")
"""``@`` and a user name; not within an address of mail."""

MOST_CHARACTERS = 4_000
"""Of one comment."""


def mentioned(text: str) -> tuple[str, ...]:
    """Return the user names that a text mentions, each once, in small letters."""
    return tuple(dict.fromkeys(name.lower() for name in MENTION.findall(text)))


def roles_that_see(body: Body | None) -> frozenset[str]:
    """Return the roles whose holders see every case of a body: its staff and its auditors."""
    if body is None:
        return frozenset()
    return frozenset({READER, *(k for k, role in body.roles.items() if not role.participant)})


def players_who_see(
    body: Body | None, players: Iterable[tuple[str, int]], *, for_applicant: bool
) -> set[int]:
    """Return the participants of a case who see a comment.

    Args:
        body: whose case it is.
        players: pairs (role, person id).
        for_applicant: whether the comment is for the applicant's side, too.
    """
    return {
        person_id
        for role, person_id in players
        if for_applicant or body is None or role not in body.roles
        or not body.roles[role].of_applicant
    }  # fmt: skip


def people_named(names: Collection[str], reachable: Mapping[str, int]) -> list[int]:
    """Return the ids of the people that are mentioned.

    Args:
        names: user names, in small letters.
        reachable: user name in small letters -> id, of those who may see the comment.

    Raises:
        EngineError: names somebody who may not see the comment, or whom nobody knows.
    """
    for name in names:
        if name not in reachable:
            raise EngineError(
                "«@{name}» cannot be mentioned: nobody of that user name sees this comment.",
                name=name,
            )
    return [reachable[name] for name in names]
