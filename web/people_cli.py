"""``reglament user`` and ``reglament person``: accounts, roles, facts and absences of people.

What they do is done by the operator, and stands in the log as their act.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli import Refused, opened, opened_to_read, user
from engine.commands.deactivate_person import DeactivatePerson
from engine.commands.declare_conflict import DeclareConflict
from engine.commands.end_absence import EndAbsence
from engine.commands.end_person_fact import EndPersonFact
from engine.commands.grant_competence import GrantCompetence
from engine.commands.grant_role import GrantRole
from engine.commands.reactivate_person import ReactivatePerson
from engine.commands.record_absence import RecordAbsence
from engine.commands.record_contract import RecordContract
from engine.commands.record_employment import RecordEmployment
from engine.commands.record_experience import RecordExperience
from engine.commands.revoke_role import RevokeRole
from engine.commands.set_password import SetPassword
from engine.commands.unlock_person import UnlockPerson
from engine.errors import EngineError
from engine.queries.people import person_page, person_rows
from engine.queries.people_views import RoleView
from engine.settings import Settings

DAY = click.DateTime(["%Y-%m-%d"])
MOST = 1_000_000


def _does(application: Application, command: object, done: str) -> None:
    try:
        answer = application.execute(command, SYSTEM)
    except EngineError as error:
        raise Refused(str(error)) from error
    click.echo(done.format(answer=answer))


def _person(application: Application, username: str) -> int:
    found = application.people.find(username)
    if found is None:
        raise Refused(f"There is nobody with the user name «{username}».")
    return found


def _role(text: str) -> tuple[str, str]:
    body, colon, role = text.partition(":")
    if not colon:
        raise click.UsageError(f"A role is written BODY:ROLE, not «{text}».")
    return body, role


def _written(role: RoleView) -> str:
    return f"{role.body.key if role.body else ''}:{role.role}"


@user.command(name="list")
@click.option("--state", type=click.Choice(["active", "away", "inactive", "all"]), default="active")
@click.pass_obj
def user_list(settings: Settings, state: str) -> None:
    """List people: user name, name, roles."""
    asked = "" if state == "all" else state
    rows, _ = opened_to_read(settings).read.ask(person_rows, SYSTEM, state=asked, limit=MOST)
    for row in rows:
        click.echo(f"{row.username}  {row.name}  {', '.join(map(_written, row.roles))}")


def _account_command(
    name: str, about: str, make: Callable[..., object], done: str, *more: Callable[[Any], Any]
) -> None:
    def act(settings: Settings, username: str, **given: Any) -> None:
        application = opened(settings)
        _does(application, make(_person(application, username), **given), f"{username} {done}.")

    act.__doc__ = about
    decorated: Any = click.pass_obj(act)
    for decorate in (*more, click.argument("username")):
        decorated = decorate(decorated)
    user.command(name=name, help=about)(decorated)


_account_command(
    "grant",
    "Give a role, written BODY:ROLE; «:administrator» is that of the whole installation.",
    lambda person_id, role: GrantRole(person_id, *_role(role)),
    "has the role",
    click.argument("role"),
)
_account_command(
    "revoke",
    "Take a role away, written BODY:ROLE.",
    lambda person_id, role: RevokeRole(person_id, *_role(role)),
    "has the role no more",
    click.argument("role"),
)
_account_command(
    "password",
    "Give a password; it is changed at the next sign-in, and all sessions end.",
    SetPassword,
    "has a new password",
    click.password_option(help="Asked for when it is not given."),
)
_account_command(
    "unlock", "Let somebody sign in before their lock ends.", UnlockPerson, "may sign in"
)
_account_command(
    "deactivate",
    "Let nobody sign in as this person; what they did stays.",
    DeactivatePerson,
    "does not sign in any more",
    click.option("--reason", required=True, help="Kept in the log."),
)
_account_command("reactivate", "Let a person sign in again.", ReactivatePerson, "may sign in again")


@click.group()
def person() -> None:
    """Keep what guards and the work list know of people."""


@person.command(name="show")
@click.argument("username")
@click.pass_obj
def person_show(settings: Settings, username: str) -> None:
    """Show the facts and absences of a person, with the numbers that «end» and «back» take."""
    application = opened_to_read(settings)
    found = application.read.ask(person_page, SYSTEM, _person(application, username))
    for fact in found.facts:
        days = f"{fact.since} - {fact.until or ''}"
        about = " ".join(filter(None, (fact.subject, fact.field)))
        click.echo(f"{fact.id}  {fact.kind}  {about}  {days}  {fact.body.key}  {fact.evidence}")
    for absence in found.absences:
        deputy = absence.deputy.name if absence.deputy else ""
        click.echo(f"{absence.id}  absence  {absence.since} - {absence.until}  {deputy}")


def _fact_command(
    kind: str, about: str, make: Callable[..., object], *more: Callable[[Any], Any]
) -> None:
    def act(
        settings: Settings,
        username: str,
        since: datetime,
        until: datetime | None,
        **given: Any,
    ) -> None:
        application = opened(settings)
        command = make(
            _person(application, username), since=since.date(), until=_day(until), **given
        )
        _does(application, command, "Recorded under number {answer}.")

    decorated: Any = click.pass_obj(act)
    for decorate in (
        click.option("--evidence", required=True, help="Where it can be looked up."),
        click.option("--until", type=DAY, help="Last day; none while it goes on."),
        click.option("--since", type=DAY, required=True, help="First day."),
        click.option("--body", required=True, help="Key of the body that keeps it."),
        *more,
        click.argument("username"),
    ):
        decorated = decorate(decorated)
    person.command(name=kind, help=about)(decorated)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


_fact_command(
    "competence",
    "Grant a competence by STANDARD.",
    GrantCompetence,
    click.option("--field", default="", help="Code of the technical field."),
    click.argument("standard"),
)
_fact_command("experience", "Record a period of work in conformity assessment.", RecordExperience)
_fact_command(
    "employment",
    "Record where somebody works or worked.",
    RecordEmployment,
    click.argument("organisation"),
)
_fact_command(
    "contract",
    "Record the contract NUMBER of an external expert.",
    RecordContract,
    click.argument("number"),
)
_fact_command(
    "conflict",
    "Declare a conflict of interest with PARTY; the evidence says what it is.",
    lambda person_id, evidence, **given: DeclareConflict(person_id, reason=evidence, **given),
    click.argument("party"),
)


@person.command(name="end")
@click.argument("fact", type=int)
@click.option("--until", type=DAY, required=True, help="The last day.")
@click.option("--reason", required=True, help="Kept in the log.")
@click.pass_obj
def person_end(settings: Settings, fact: int, until: datetime, reason: str) -> None:
    """Write the last day of a fact."""
    _does(opened(settings), EndPersonFact(fact, until.date(), reason), "The last day is written.")


@person.command(name="absence")
@click.argument("username")
@click.option("--since", type=DAY, required=True, help="First day.")
@click.option("--until", type=DAY, required=True, help="Last day.")
@click.option("--deputy", default="", help="User name of who stands in.")
@click.option("--reason", default="", help="In a few words.")
@click.pass_obj
def person_absence(
    settings: Settings, username: str, since: datetime, until: datetime, deputy: str, reason: str
) -> None:
    """Record days on which somebody is away."""
    application = opened(settings)
    deputy_id = _person(application, deputy) if deputy else None
    command = RecordAbsence(
        _person(application, username), since.date(), until.date(), deputy_id, reason
    )
    _does(application, command, "Recorded under number {answer}.")


@person.command(name="back")
@click.argument("absence", type=int)
@click.option("--on", type=DAY, required=True, help="First day the person is there again.")
@click.pass_obj
def person_back(settings: Settings, absence: int, on: datetime) -> None:
    """End an absence early."""
    _does(opened(settings), EndAbsence(absence, on.date()), "The absence is ended.")
