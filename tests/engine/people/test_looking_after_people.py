"""Who adds, changes, locks out and lets in whom; and what becomes of sessions."""

from datetime import date, timedelta

import pytest

from engine.actor import Actor
from engine.commands.add_person import AddPerson
from engine.commands.change_password import ChangePassword
from engine.commands.change_person import ChangePerson
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.deactivate_person import DeactivatePerson
from engine.commands.grant_competence import GrantCompetence
from engine.commands.grant_role import GrantRole
from engine.commands.reactivate_person import ReactivatePerson
from engine.commands.record_absence import RecordAbsence
from engine.commands.revoke_role import RevokeRole
from engine.commands.set_password import SetPassword
from engine.commands.unlock_person import UnlockPerson
from engine.errors import EngineError, NotAllowed, NotFound, SignInLocked
from engine.people.lock_out import MOST_OF_ADDRESS, MOST_OF_NAME, WINDOW
from engine.persistence.tables import people, people_events, refusals, role_grants, work_items
from engine.queries.people import person_page, person_rows
from tests.engine.people.conftest import APPLICATION, BODY, Assessors

PASSWORD = "a long enough password"


@pytest.fixture
def office(sqlite_assessors: Assessors) -> Assessors:
    """The office with an administrator of the body and one of the installation."""
    for who, role in (("admin", (BODY, "administrator")), ("chief", ("", "administrator"))):
        sqlite_assessors.ids[who] = sqlite_assessors.by(
            "", AddPerson(who, who.title(), PASSWORD, (role,))
        )
    return sqlite_assessors


def roles(office: Assessors, who: str) -> set[tuple[str, str]]:
    rows = office.rows(role_grants, person_id=office.ids[who])
    return {(row["body"], row["role"]) for row in rows}


def test_a_bodys_administrator_adds_people_of_the_body_alone(office: Assessors) -> None:
    added = office.by("admin", AddPerson("new", "New", PASSWORD, ((BODY, "auditor"),)))
    [row] = office.rows(people, id=added)
    assert row["password_given"]
    lines = office.rows(people_events, person_id=added)
    assert [(line["kind"], line["actor"]) for line in lines] == [
        ("person_added", "Admin"),
        ("role_granted", "Admin"),
    ]
    office.by("admin", GrantCompetence(added, BODY, "ISO 9001", date(2026, 1, 1), "протокол"))
    for refused in ((), (("", "administrator"),), (("elsewhere", "auditor"),)):
        with pytest.raises(NotAllowed):
            office.by("admin", AddPerson("newer", "Newer", PASSWORD, refused))
    for who in ("registrar", "director", "leader"):
        with pytest.raises(NotAllowed):
            office.by(who, AddPerson("newer", "Newer", PASSWORD, ((BODY, "auditor"),)))


def test_a_role_is_given_and_taken_away_with_its_lines_in_the_log(office: Assessors) -> None:
    leader = office.ids["leader"]
    office.by("admin", GrantRole(leader, BODY, "chair"))
    office.by("admin", GrantRole(leader, BODY, "chair"))
    assert (BODY, "chair") in roles(office, "leader")
    office.by("admin", RevokeRole(leader, BODY, "chair"))
    assert (BODY, "chair") not in roles(office, "leader")
    kinds = [row["kind"] for row in office.rows(people_events, person_id=leader)]
    assert kinds[-2:] == ["role_granted", "role_revoked"]


@pytest.mark.parametrize(
    ("by", "role"),
    [
        ("admin", ("", "administrator")),
        ("admin", (BODY, "nothing")),
        ("chief", (BODY, "nothing")),
        ("chief", ("elsewhere", "auditor")),
        ("registrar", (BODY, "chair")),
    ],
)
def test_roles_that_cannot_be_given(office: Assessors, by: str, role: tuple[str, str]) -> None:
    before = roles(office, "leader")
    with pytest.raises(EngineError):
        office.by(by, GrantRole(office.ids["leader"], *role))
    assert roles(office, "leader") == before


def test_nobody_raises_themselves_or_locks_themselves_out(office: Assessors) -> None:
    own = office.ids["admin"]
    for command in (
        GrantRole(own, BODY, "director"),
        RevokeRole(own, BODY, "administrator"),
        DeactivatePerson(own, "x"),
        SetPassword(own, PASSWORD),
    ):
        with pytest.raises(NotAllowed):
            office.by("admin", command)


def test_whoever_belongs_elsewhere_too_is_out_of_a_bodys_reach(office: Assessors) -> None:
    for command in (
        SetPassword(office.ids["chief"], PASSWORD),
        DeactivatePerson(office.ids["chief"], "x"),
        ChangePerson(office.ids["chief"], "X"),
        UnlockPerson(office.ids["chief"]),
    ):
        with pytest.raises(NotAllowed, match="administrator of every body"):
            office.by("admin", command)


def test_a_new_password_ends_the_sessions_and_is_changed_by_its_owner(office: Assessors) -> None:
    accounts, leader = office.application.people, office.ids["leader"]
    assert accounts.session(leader, 1)
    office.by("admin", SetPassword(leader, "another long password"))
    assert accounts.session(leader, 1) is None
    session = accounts.session(leader, 2)
    assert session
    assert session.password_given
    with pytest.raises(EngineError, match="The present password is not this one"):
        office.by("leader", ChangePassword(PASSWORD, "a third long password"))
    for wrong in ("short", "another long password", "leader"):
        with pytest.raises(EngineError):
            office.by("leader", ChangePassword("another long password", wrong))
    number = office.by("leader", ChangePassword("another long password", "a third long password"))
    session = accounts.session(leader, number)
    assert session
    assert not session.password_given
    assert accounts.session(leader, 2) is None


def test_who_is_deactivated_is_gone_and_their_tasks_are_free(office: Assessors) -> None:
    office.competent("leader", "ISO/IEC 17021-3")
    office.competent("leader", "ISO 9001", field="IAF 17")
    case_id, leader = office.start("audit", **APPLICATION), office.ids["leader"]
    office.by("leader", ClaimWorkItem(office.item(case_id)))
    with pytest.raises(EngineError, match="Name the reason"):
        office.by("admin", DeactivatePerson(leader, " "))
    office.by("admin", DeactivatePerson(leader, "уволен"))
    assert office.application.people.session(leader, 1) is None
    assert office.application.people.authenticate("leader", PASSWORD) is None
    assert [row["claimed_by"] for row in office.rows(work_items, case_id=case_id)] == [None]
    office.by("admin", ReactivatePerson(leader))
    assert office.application.people.authenticate("leader", PASSWORD)


def test_too_many_failures_lock_a_name_known_or_not(office: Assessors) -> None:
    accounts = office.application.people
    for username in ("leader", "nobody at all"):
        for _ in range(MOST_OF_NAME - 1):
            assert accounts.authenticate(username, "wrong", "10.0.0.1") is None
        with pytest.raises(SignInLocked) as locked:
            accounts.authenticate(username, "wrong", "10.0.0.1")
        assert locked.value.until == office.clock.moment + WINDOW
        with pytest.raises(SignInLocked):
            accounts.authenticate(username, PASSWORD, "10.0.0.2")
    assert [row["command"] for row in office.rows(refusals)] == ["SignIn", "SignIn"]
    office.clock.moment += WINDOW
    assert accounts.authenticate("leader", PASSWORD, "10.0.0.1")


def test_an_administrator_lifts_a_lock(office: Assessors) -> None:
    accounts = office.application.people
    for _ in range(MOST_OF_NAME - 1):
        accounts.authenticate("leader", "wrong")
    with pytest.raises(SignInLocked):
        accounts.authenticate("leader", "wrong")
    page = office.application.read.ask(person_page, office.actor("admin"), office.ids["leader"])
    assert page.locked_until == office.clock.moment + WINDOW
    office.by("admin", UnlockPerson(office.ids["leader"]))
    assert accounts.authenticate("leader", PASSWORD)
    [*_, line] = office.rows(people_events, person_id=office.ids["leader"])
    assert line["kind"] == "person_unlocked"


def test_an_address_that_guesses_many_names_is_locked(office: Assessors) -> None:
    accounts = office.application.people
    for guess in range(MOST_OF_ADDRESS - 1):
        assert accounts.authenticate(f"guess {guess}", "wrong", "10.0.0.9") is None
    with pytest.raises(SignInLocked):
        accounts.authenticate("one more", "wrong", "10.0.0.9")
    with pytest.raises(SignInLocked):
        accounts.authenticate("leader", PASSWORD, "10.0.0.9")
    assert accounts.authenticate("leader", PASSWORD, "10.0.0.8")


def test_the_list_of_people_is_for_those_who_look_after_them(office: Assessors) -> None:
    read = office.application.read
    for who in ("admin", "chief", "registrar"):
        rows, total = read.ask(person_rows, office.actor(who), state="")
        assert total == len(rows) == (len(office.ids) if who == "chief" else len(office.ids) - 1)
    rows, _ = read.ask(person_rows, office.actor("chief"), q="ахмет")
    assert [row.name for row in rows] == ["А. Ахметов"]
    for who in ("leader", "director"):
        with pytest.raises(NotAllowed):
            read.ask(person_rows, office.actor(who))
        with pytest.raises(NotFound):
            read.ask(person_page, office.actor(who), office.ids["member"])
        assert read.ask(person_page, office.actor(who), office.ids[who]).own
    outsider = Actor(4711, "X", frozenset({("elsewhere", "administrator")}))
    with pytest.raises(NotFound):
        read.ask(person_page, outsider, office.ids["leader"])


def test_the_list_tells_who_is_away(office: Assessors) -> None:
    today = date(2026, 3, 12)
    until = today + timedelta(days=3)
    office.by("leader", RecordAbsence(office.ids["leader"], today, until, office.ids["member"]))
    rows, _ = office.application.read.ask(person_rows, office.actor("admin"), state="away")
    assert [(row.name, row.away_until) for row in rows] == [("А. Ахметов", until)]
