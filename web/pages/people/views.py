"""The list of people, and the page of one."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.add_person import AddPerson
from engine.commands.change_person import ChangePerson
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
from engine.errors import EngineError, NotAllowed, NotFound
from engine.queries.people import person_page, person_rows, roles_to_give
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.error_pages import log_refusal, status_of
from web.languages import CODES
from web.pages.people.words import FACTS, line_values, line_words, subject_words
from web.toasts import toast
from web.translating import gettext
from web.typed_days import needed_day, typed_day

page = Blueprint("people", __name__, template_folder="templates")
page.add_app_template_filter(line_words)
page.add_app_template_filter(line_values)
STATES = ("active", "away", "inactive", "")
PER_PAGE = 50


@page.get("/people")
@access(SIGNED_IN)
def show() -> str:
    """List people by name.

    Query: ``q`` part of a name or user name; ``state`` one of ``STATES``; ``body`` key of a body;
    ``page`` from 1.
    """
    state = request.args.get("state", "active")
    asked = {
        "q": request.args.get("q", "").strip(),
        "state": state if state in STATES else "active",
        "body": request.args.get("body", ""),
    }
    number = max(1, request.args.get("page", 1, type=int))
    rows, total = application().read.ask(
        person_rows, actor(), limit=PER_PAGE, offset=(number - 1) * PER_PAGE, **asked
    )
    return render_template(
        "people.html",
        rows=rows,
        total=total,
        asked=asked,
        number=number,
        pages=max(1, -(-total // PER_PAGE)),
        may_add=bool(_giving()),
        bodies=[body for body, _ in _giving() if body],
    )


@page.get("/people/new")
@access(SIGNED_IN)
def show_new() -> ResponseReturnValue:
    """Show the form for a new person."""
    return _new_page()


@page.post("/people/new")
@access(SIGNED_IN)
def add() -> ResponseReturnValue:
    """Add a person with roles and a first password."""
    given = request.form
    roles = tuple(_role(text) for text in given.getlist("roles"))
    command = AddPerson(
        given.get("username", "").strip(),
        given.get("name", "").strip(),
        given.get("password", ""),
        roles,
        given.get("language", "") if given.get("language") in CODES else "",
    )
    try:
        person_id = application().execute(command, actor())
    except NotAllowed:
        raise
    except EngineError as error:
        return _new_page(error), status_of(error)
    toast(gettext("«%(name)s» was added", name=command.name))
    return redirect(url_for("people.show_one", person_id=person_id))


@page.get("/people/<int:person_id>")
@access(SIGNED_IN)
def show_one(person_id: int) -> ResponseReturnValue:
    """Show a person: one's own page always, others' where one looks after them."""
    return _page(person_id)


@page.get("/me")
@access(SIGNED_IN)
def show_me() -> ResponseReturnValue:
    """Go to one's own page."""
    return redirect(url_for("people.show_one", person_id=actor().person_id))


@page.post("/people/<int:person_id>")
@access(SIGNED_IN)
def change(person_id: int) -> ResponseReturnValue:
    """Change name and language."""
    language = request.form.get("language", "")
    return _tried(
        person_id,
        lambda: ChangePerson(person_id, _typed("name"), language if language in CODES else ""),
        gettext("The account is changed"),
    )


@page.post("/people/<int:person_id>/roles")
@access(SIGNED_IN)
def grant(person_id: int) -> ResponseReturnValue:
    """Give a role."""
    return _tried(
        person_id,
        lambda: GrantRole(person_id, *_role(_typed("role"))),
        gettext("The role is given"),
    )


@page.post("/people/<int:person_id>/roles/revoke")
@access(SIGNED_IN)
def revoke(person_id: int) -> ResponseReturnValue:
    """Take a role away."""
    return _tried(
        person_id,
        lambda: RevokeRole(person_id, *_role(_typed("role"))),
        gettext("The role is taken away"),
    )


@page.post("/people/<int:person_id>/password")
@access(SIGNED_IN)
def give_password(person_id: int) -> ResponseReturnValue:
    """Give a password, to be changed at the next sign-in."""
    return _tried(
        person_id,
        lambda: SetPassword(person_id, request.form.get("password", "")),
        gettext("The password is given: it is changed at the next sign-in"),
    )


@page.post("/people/<int:person_id>/unlock")
@access(SIGNED_IN)
def unlock(person_id: int) -> ResponseReturnValue:
    """Lift a lock of the sign-in."""
    return _tried(person_id, lambda: UnlockPerson(person_id), gettext("Sign-in is unlocked"))


@page.post("/people/<int:person_id>/deactivate")
@access(SIGNED_IN)
def deactivate(person_id: int) -> ResponseReturnValue:
    """Let nobody sign in as this person any more."""
    return _tried(
        person_id,
        lambda: DeactivatePerson(person_id, _typed("reason")),
        gettext("The person does not sign in any more"),
    )


@page.post("/people/<int:person_id>/reactivate")
@access(SIGNED_IN)
def reactivate(person_id: int) -> ResponseReturnValue:
    """Let the person sign in again."""
    return _tried(
        person_id, lambda: ReactivatePerson(person_id), gettext("The person may sign in again")
    )


@page.post("/people/<int:person_id>/facts/<kind>")
@access(SIGNED_IN)
def record(person_id: int, kind: str) -> ResponseReturnValue:
    """Write a fact: competence, experience, employment, contract, or a conflict of interest."""
    if kind not in FACTS:
        raise NotFound("There is no such page.")
    return _tried(person_id, lambda: _fact(person_id, kind), gettext("It is recorded"))


@page.post("/people/<int:person_id>/facts/<int:fact_id>/end")
@access(SIGNED_IN)
def end(person_id: int, fact_id: int) -> ResponseReturnValue:
    """Write the last day of a fact."""
    return _tried(
        person_id,
        lambda: EndPersonFact(fact_id, needed_day(_typed("until")), _typed("reason")),
        gettext("The last day is written"),
    )


@page.post("/people/<int:person_id>/absences")
@access(SIGNED_IN)
def be_away(person_id: int) -> ResponseReturnValue:
    """Record an absence, and who stands in."""
    return _tried(
        person_id,
        lambda: RecordAbsence(
            person_id,
            needed_day(_typed("since")),
            needed_day(_typed("until")),
            request.form.get("deputy", type=int),
            _typed("reason"),
        ),
        gettext("The absence is recorded"),
    )


@page.post("/people/<int:person_id>/absences/<int:absence_id>/end")
@access(SIGNED_IN)
def be_back(person_id: int, absence_id: int) -> ResponseReturnValue:
    """End an absence: from the day named the person is there again."""
    return _tried(
        person_id,
        lambda: EndAbsence(absence_id, needed_day(_typed("back_on"))),
        gettext("The absence is ended"),
    )


def _fact(person_id: int, kind: str) -> object:
    body, subject, evidence = _typed("body"), _typed("subject"), _typed("evidence")
    since, until = needed_day(_typed("since")), typed_day(_typed("until"))
    if kind == "competence":
        return GrantCompetence(person_id, body, subject, since, evidence, _typed("field"), until)
    if kind == "experience":
        return RecordExperience(person_id, body, since, evidence, until)
    about = {
        "employment": RecordEmployment,
        "contract": RecordContract,
        "conflict": DeclareConflict,
    }
    return about[kind](person_id, body, subject, since, evidence, until)


def _tried(person_id: int, command: Callable[[], object], done: str) -> ResponseReturnValue:
    """Give a command; what is refused is told above the page, and nothing typed is lost."""
    try:
        application().execute(command(), actor())
    except (NotAllowed, NotFound):
        raise
    except EngineError as error:
        log_refusal(error)
        return _page(person_id, error), status_of(error)
    toast(done)
    return redirect(url_for("people.show_one", person_id=person_id))


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()


def _role(text: str) -> tuple[str, str]:
    body, _, role = text.partition(":")
    return body, role


def _giving() -> Any:
    return application().read.ask(roles_to_give, actor())


def _page(person_id: int, refused: EngineError | None = None) -> str:
    found = application().read.ask(person_page, actor(), person_id)
    return render_template(
        "people_one.html",
        found=found,
        row=found.row,
        kinds=FACTS,
        subject_words=subject_words,
        role_names=_role_names(),
        refused=refused,
        typed=request.form,
        typed_at=request.endpoint if refused else "",
        typed_kind=(request.view_args or {}).get("kind", ""),
        today=application().clock.now().date(),
    )


def _role_names() -> dict[tuple[str, str], Any]:
    return {
        (body.key, key): role.name
        for body in application().library.bodies.values()
        for key, role in body.roles.items()
    }


def _new_page(refused: EngineError | None = None) -> str:
    giving = _giving()
    if not giving:
        raise NotAllowed("People are added by an administrator.")
    return render_template("people_new.html", giving=giving, refused=refused, typed=request.form)
