"""People of a rehearsal who are there before it begins, with the facts that guards ask about."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.add_person import AddPerson
from engine.commands.declare_conflict import DeclareConflict
from engine.commands.grant_competence import GrantCompetence
from engine.commands.record_contract import RecordContract
from engine.commands.record_employment import RecordEmployment
from engine.commands.record_experience import RecordExperience
from engine.procedures.body import Body
from forms.said import Said

EVIDENCE = "rehearsal"
ABOUT_PERSON = frozenset({"name", "roles"})


def _competence(person_id: int, body: str, row: Mapping[str, Any]) -> object:
    field, standard = str(row.get("field", "")), str(row["standard"])
    since, until = _days(row)
    return GrantCompetence(person_id, body, standard, since, EVIDENCE, field, until)


def _experience(person_id: int, body: str, row: Mapping[str, Any]) -> object:
    since, until = _days(row)
    return RecordExperience(person_id, body, since, EVIDENCE, until)


def _employment(person_id: int, body: str, row: Mapping[str, Any]) -> object:
    since, until = _days(row)
    return RecordEmployment(person_id, body, str(row["organisation"]), since, EVIDENCE, until)


def _conflict(person_id: int, body: str, row: Mapping[str, Any]) -> object:
    since, until = _days(row)
    return DeclareConflict(person_id, body, str(row["party"]), since, EVIDENCE, until)


def _contract(person_id: int, body: str, row: Mapping[str, Any]) -> object:
    since, until = _days(row)
    return RecordContract(person_id, body, str(row["number"]), since, EVIDENCE, until)


FACTS: Mapping[str, Callable[[int, str, Mapping[str, Any]], object]] = {
    "competences": _competence,
    "experience": _experience,
    "employments": _employment,
    "conflicts": _conflict,
    "contracts": _contract,
}
"""Key of a person -> the command that writes one of its rows."""


def bring_in(
    application: Application,
    body: Body | None,
    people: Mapping[str, Mapping[str, Any] | None],
    *,
    demo: bool = False,
) -> None:
    """Make the people of a rehearsal; who is there already, as in a demonstration, stays as is.

    Args:
        application: the stage's.
        body: whose roles and facts they are.
        people: by user name: ``name``, ``roles`` and lists of facts.
        demo: whether they may be signed in by one click in a demo.

    Raises:
        ValueError: a key is unknown, a row lacks what it is about, or a day is no day.
        EngineError: a role or a fact does not fit.
    """
    for username, written in people.items():
        said = {} if written is None else written
        if not isinstance(said, Mapping):
            raise ValueError(
                Said(
                    "people.{name}: a mapping is needed, as {{roles: [team_leader]}}",
                    name=username,
                )
            )
        unknown = sorted(said.keys() - ABOUT_PERSON - FACTS.keys())
        if unknown:
            known = ", ".join(sorted(ABOUT_PERSON | FACTS.keys()))
            raise ValueError(
                Said(
                    "people.{name}: unknown key «{key}»; known are {known}",
                    name=username,
                    key=unknown[0],
                    known=known,
                )
            )
        if application.people.find(str(username)) is not None:
            continue
        key = body.key if body else ""
        roles = tuple((key, str(role)) for role in said.get("roles") or ())
        command = AddPerson(
            str(username), str(said.get("name") or username), roles=roles, demo=demo
        )
        person_id = application.execute(command, SYSTEM)
        for kind, written_as in FACTS.items():
            for row in said.get(kind) or ():
                try:
                    fact = written_as(person_id, key, row)
                except (AttributeError, KeyError, TypeError, ValueError) as error:
                    raise ValueError(f"people.{username}.{kind}: {error}") from error
                application.execute(fact, SYSTEM)


def _days(row: Mapping[str, Any]) -> tuple[date, date | None]:
    until = row.get("until")
    return date.fromisoformat(str(row["since"])), date.fromisoformat(str(until)) if until else None
