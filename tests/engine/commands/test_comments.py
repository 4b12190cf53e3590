"""Comments on a case: who writes, who sees, who is mentioned, and that nothing is lost."""

import pytest
from sqlalchemy.exc import DBAPIError

from engine.commands.add_person import AddPerson
from engine.commands.change_comment import ChangeComment
from engine.commands.read_mentions import ReadMentions
from engine.commands.withdraw_comment import WithdrawComment
from engine.commands.write_comment import WriteComment
from engine.errors import EngineError, NotAllowed, NotFound
from engine.persistence.comment_tables import comments, mentions
from engine.persistence.database import writing
from engine.persistence.work_tables import notices
from engine.queries.comments import comments_of, mentions_of_me, unread_mentions
from tests.cast import APPLICANT, DIRECTOR, KG, OTHER_APPLICANT, SPECIALIST, Person
from tests.engine.commands.histories import assert_history_is_whole
from tests.offices import Office

AUDITOR = Person("auditor_1", "Аида Аудиторова", ((KG, "internal_auditor"),))


def seen(office: Office, person: Person, case_id: str) -> list[str]:
    found = office.application.read.ask(comments_of, office.actor(person), case_id)
    return [one.text for one in found.rows]


def test_a_comment_mentions_and_is_changed_and_taken_back(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    text = f"@{DIRECTOR.username}, look at this. Mail: a@specialist_2"
    key = office.by(SPECIALIST, WriteComment(case_id, text, key="k" * 32))
    assert office.by(SPECIALIST, WriteComment(case_id, text, key="k" * 32)) == key
    [mention] = office.rows(mentions)
    [notice] = office.rows(notices)
    assert (notice["kind"], notice["person_id"]) == ("mentioned", mention["person_id"])
    director = office.actor(DIRECTOR)
    assert (mention["person_id"], mention["seen_at"]) == (director.person_id, None)
    [mine] = office.application.read.ask(mentions_of_me, director)
    assert (mine.text, mine.by, mine.seen) == (text, SPECIALIST.name, False)
    office.by(SPECIALIST, ChangeComment(key, "Solved"))
    with pytest.raises(NotAllowed, match="whoever wrote"):
        office.by(DIRECTOR, ChangeComment(key, "Mine"))
    assert office.by(DIRECTOR, ReadMentions(case_id)) == 1
    assert office.application.read.ask(unread_mentions, director) == 0
    office.by(SPECIALIST, WithdrawComment(key))
    with pytest.raises(EngineError, match="taken back"):
        office.by(SPECIALIST, ChangeComment(key, "Again"))
    assert [row["text"] for row in office.rows(comments)] == [text, "Solved", "Solved"]
    [view] = office.application.read.ask(comments_of, director, case_id).rows
    assert (view.withdrawn, view.mine, [t for _, t in view.earlier]) == (
        True,
        False,
        ["Solved", text],
    )
    kinds = [kind for kind, _ in office.history(case_id) if kind.startswith("comment")]
    assert kinds == ["comment_written", "comment_changed", "comment_withdrawn"]
    assert_history_is_whole(office, case_id)


def test_the_applicant_sees_what_is_meant_for_them(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    office.by(None, AddPerson(AUDITOR.username, AUDITOR.name, AUDITOR.password, AUDITOR.roles))
    office.by(SPECIALIST, WriteComment(case_id, "among us"))
    told = office.by(SPECIALIST, WriteComment(case_id, f"@{APPLICANT.username} please", True))
    office.by(APPLICANT, WriteComment(case_id, f"@{SPECIALIST.username} here it is"))
    assert len(seen(office, SPECIALIST, case_id)) == len(seen(office, AUDITOR, case_id)) == 3
    assert len(seen(office, APPLICANT, case_id)) == 2
    office.by(SPECIALIST, WithdrawComment(told))
    assert seen(office, APPLICANT, case_id)[0] == ""
    with pytest.raises(EngineError, match="cannot be mentioned"):
        office.by(SPECIALIST, WriteComment(case_id, f"@{APPLICANT.username} among us"))
    for name in (OTHER_APPLICANT.username, "nobody"):
        with pytest.raises(EngineError, match="cannot be mentioned"):
            office.by(SPECIALIST, WriteComment(case_id, f"@{name}", True))
    for person in (AUDITOR, OTHER_APPLICANT):
        with pytest.raises(NotAllowed):
            office.by(person, WriteComment(case_id, "mine"))
    with pytest.raises(NotFound):
        seen(office, OTHER_APPLICANT, case_id)


def test_what_no_comment_can_be(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    for text, why in (("  ", "Write a comment"), ("x" * 4001, "too long")):
        with pytest.raises(EngineError, match=why):
            office.by(SPECIALIST, WriteComment(case_id, text))
    office.by(SPECIALIST, WriteComment(case_id, "kept"))
    with (
        pytest.raises(DBAPIError, match="append-only"),
        writing(office.application.database) as connection,
    ):
        connection.execute(comments.update().values(text="other"))
