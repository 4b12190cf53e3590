"""Every route, tried as everybody: what comes back is written in ``access_matrix.yaml``.

A row is a route, its method and, in brackets, what it is tried on; a letter per person says what
came back: ``S`` the sign-in, ``O`` what was asked for (or what was wrong with an empty form), ``N``
a refusal, ``H`` nothing that this person may know of. A route without a row fails.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.application import Application, build
from engine.clock import SetClock
from engine.commands.add_calendar_override import AddCalendarOverride
from engine.commands.add_person import AddPerson
from engine.commands.record_absence import RecordAbsence
from engine.commands.record_employment import RecordEmployment
from engine.deadlines.overriding import Proposal
from engine.persistence.document_tables import case_documents
from engine.persistence.records import IncidentRecord
from engine.persistence.tables import events
from engine.persistence.unit_of_work import UnitOfWork
from engine.settings import Settings
from tests.cast import APPLICANT, DIRECTOR, KG, LEAD_ASSESSOR, OTHER_APPLICANT, SPECIALIST, Person
from tests.installations import MONDAY
from tests.offices import Office
from web import WebConfig, create_app

TABLE = Path(__file__).parent / "access_matrix.yaml"
MATRIX: dict[str, Any] = yaml.safe_load(TABLE.read_text("utf-8"))
MORE = {
    "expert": (KG, "expert"),
    "commission": (KG, "commission"),
    "appointed_officer": (KG, "appointed_officer"),
    "department_head": (KG, "department_head"),
    "process_owner": (KG, "process_owner"),
    "department_specialist": (KG, "department_specialist"),
    "other_body": ("ru_services", "certification_expert"),
    "auditor": (KG, "internal_auditor"),
    "administrator": (KG, "administrator"),
    "installation": ("", "administrator"),
}
SENT = {
    "since": "2026-06-01",
    "until": "2026-06-02",
    "back_on": "2027-06-01",
    "evidence": "x",
    "subject": "x",
    "body": KG,
    "role": f"{KG}:nothing",
    "roles": f"{KG}:nothing",
    "rule": "not_a_party:1",
    "_follow_up": "2028-06-01",
}
"""Enough for everything to be asked who may, too little for much else to change."""
ROW = re.compile(r"(GET|POST) (\S+)(?: \[(.+)\])?")


class Premises:
    """One case waits for the applicant, one for the staff, and somebody holds each role."""

    def __init__(self, application: Application, clock: SetClock) -> None:
        self.application = application
        self.app = create_app(application, WebConfig(secret_key="of the tests"))
        self.app.config["WTF_CSRF_ENABLED"] = False
        office = Office(application, clock)
        people = {
            "applicant": APPLICANT,
            "other_applicant": OTHER_APPLICANT,
            "specialist": SPECIALIST,
            "director": DIRECTOR,
            "lead_assessor": LEAD_ASSESSOR,
        }
        for key, role in MORE.items():
            people[key] = Person(key, key.title(), (role,))
            office.by(None, AddPerson(key, key.title(), people[key].password, (role,)))
        self.clients = {key: self._client(office, one) for key, one in people.items()}
        self.clients["nobody"] = self.app.test_client()
        with_applicant, with_staff = office.apply(APPLICANT), office.apply(APPLICANT)
        office.go(with_applicant, "sign_contract_applicant")
        office.do(DIRECTOR, with_applicant, "sign_contract")
        application.deliver()
        contract = office.rows(case_documents, case_id=with_applicant)[0]["id"]
        to_sign = office.apply(APPLICANT)
        office.go(to_sign, "sign_contract")
        with UnitOfWork(application.database) as work:
            work.incidents.add(
                [IncidentRecord(with_applicant, "1", "calculate_cost", "x", "x", {}, clock.now())]
            )
        calculated = office.rows(events, case_id=with_applicant, kind="calculated")
        specialist = office.actor(SPECIALIST).person_id
        assert specialist
        since = date(2026, 1, 1)
        fact = office.by(None, RecordEmployment(specialist, KG, "X", since, "x"))
        absence = office.by(None, RecordAbsence(specialist, date(2027, 1, 1), date(2027, 1, 2)))
        far_off = date(2028, 6, 1)
        order = Proposal(far_off, far_off, False, "x")
        override = office.by(None, AddCalendarOverride(KG, order))
        own = office.actor(APPLICANT).person_id
        self.values = {
            "": {
                "case_id": with_applicant,
                "number": calculated[0]["number"],
                "incident_id": 1,
                "name": "terms.due",
                "person_id": specialist,
                "absence_id": absence,
                "fact_id": fact,
                "override": override,
                "act": "suspend",
                "comment": "0" * 32,
                "kind": "conflict",
                "body": KG,
                "procedure": "1_application",
                "path": "1_application.bpmn",
                "version_id": 1,
                "waiver_id": 1,
                "filename": "seal.svg",
                "register": "contracts",
                "entry_id": 1,
                "filter_id": 1,
                "planned_id": 1,
                "file_id": "0" * 32,
                "document_id": contract,
                "signature_id": 1,
                "page_number": 1,
                "work_item_id": office.item(with_applicant, "sign_contract_applicant"),
            },
            "at the contract": {"work_item_id": office.item(to_sign, "sign_contract")},
            "at the staff": {"work_item_id": office.item(with_staff, "check_completeness")},
            "the applicant's own": {"person_id": own},
        }

    def _client(self, office: Office, person: Person) -> FlaskClient:
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{office.actor(person).person_id}.1"
        return client

    def letter(self, who: str, method: str, rule: str, variant: str) -> str:
        values = {**self.values[""], **self.values[variant]}
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), rule)
        sent = SENT if method == "POST" else None
        with self.clients[who].open(path, method=method, data=sent) as response:
            return _letter(response)


def _letter(response: TestResponse) -> str:
    if response.status_code in (302, 303) and response.location.startswith("/sign-in?"):
        return "S"
    assert response.status_code < 500, response.get_data(as_text=True)
    return {403: "N", 404: "H"}.get(response.status_code, "O")


def _routes(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield f"{method} {rule.rule}"


@pytest.fixture(scope="module")
def premises(settled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    file = copy(settled_file, tmp_path_factory.mktemp("matrix") / "reglament.sqlite")
    clock = SetClock(MONDAY)
    application = build(Settings(database_url=f"sqlite:///{file}"), clock)
    yield Premises(application, clock)
    application.database.dispose()


def test_every_role_of_the_body_has_a_column(premises: Premises) -> None:
    body = premises.application.body(KG)
    assert body
    assert set(body.roles) <= set(MATRIX["people"])


def test_every_route_has_a_row(premises: Premises) -> None:
    rows = {" ".join(row.split(" ")[:2]) for row in MATRIX["routes"]}
    assert sorted(set(_routes(premises.app)) ^ rows) == []


@pytest.mark.parametrize("row", MATRIX["routes"])
def test_everybody_gets_what_is_theirs(premises: Premises, row: str) -> None:
    matched = ROW.fullmatch(row)
    assert matched, row
    method, rule, variant = matched.groups(default="")
    expected = dict(zip(MATRIX["people"], MATRIX["routes"][row].split(), strict=True))
    found = {who: premises.letter(who, method, rule, variant) for who in expected}
    assert found == expected
