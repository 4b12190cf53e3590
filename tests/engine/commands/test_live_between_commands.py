"""What a process keeps of a case between two commands never tells more than the database."""

import pytest

from engine.application import build
from engine.commands.complete_work_item import CompleteWorkItem
from engine.errors import Conflict
from engine.persistence.case_store import CaseStore
from engine.persistence.tables import cases
from engine.settings import Settings
from tests.engine.runtime.play import END, START, document, line, user
from tests.offices import Office

THREE = document(
    START + user("first", "second", "third") + END + line("s", "first", "second", "third", "e")
)


def complete(office: Office, case_id: str, element_id: str) -> None:
    office.by(None, CompleteWorkItem(office.item(case_id, element_id), {}))


def test_a_command_that_fails_at_the_end_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.publish(THREE)
    case_id = office.begin()
    complete(office, case_id, "first")
    save = CaseStore.save
    with monkeypatch.context() as broken:
        broken.setattr(
            CaseStore,
            "save",
            lambda store, case, stored: save(store, case, stored._replace(revision=-1)),
        )
        with pytest.raises(Conflict):
            complete(office, case_id, "second")
    assert office.waiting(case_id) == ["second"]
    complete(office, case_id, "second")
    complete(office, case_id, "third")
    assert office.facts(case_id)["state"] == "ended"


def test_what_another_process_did_is_seen(office: Office, settings: Settings) -> None:
    office.publish(THREE)
    case_id = office.begin()
    complete(office, case_id, "first")
    another = build(settings, office.clock)
    complete(Office(another, office.clock), case_id, "second")
    another.database.dispose()
    complete(office, case_id, "third")
    assert office.facts(case_id)["state"] == "ended"


def test_a_case_is_kept_until_it_ends(office: Office) -> None:
    office.publish(THREE)
    case_id = office.begin()
    kept = office.application.library.live_cases
    for step, stays in (("first", True), ("second", True), ("third", False)):
        complete(office, case_id, step)
        [case] = office.rows(cases, id=case_id)
        state = (case["version_id"], case["workflow"])
        live = kept.take(case_id, state)
        assert (live is not None) == stays
        if live is not None:
            kept.keep(case_id, state, live)
