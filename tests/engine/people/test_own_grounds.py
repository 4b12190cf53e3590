"""A body says where its own text has a rule, and how it reads a text that is silent."""

import pytest

from engine.commands.declare_conflict import DeclareConflict
from engine.errors import NotAllowed
from tests.cast import KG, LEAD_ASSESSOR, SPECIALIST
from tests.offices import ORGANISATION, Office

MEMBERS = [{"person": LEAD_ASSESSOR.name, "role": "technical_expert"}]
GROUP = {"created": True, "lead": LEAD_ASSESSOR.name}


def test_a_step_shows_the_grounds_of_its_own_body(office: Office) -> None:
    case_id = office.apply()
    office.go(case_id, "create_expert_group")
    page = office.application.read.work_item(
        office.item(case_id, "create_expert_group"), office.actor(SPECIALIST)
    )
    clauses = {rule.name: rule.clause for rule in page.rules}
    assert clauses["impartial"] == "ISO/IEC 17011"
    readings = {rule.name: rule.reading for rule in page.rules}
    assert "ISO/IEC 17011" in readings["impartial"]["ky"]  # type: ignore[index]


def test_a_refusal_names_the_ground_of_the_body(office: Office) -> None:
    case_id = office.apply()
    office.go(case_id, "create_expert_group")
    lead = office.actor(LEAD_ASSESSOR).person_id
    assert lead
    since = office.clock.moment.date()
    conflict = DeclareConflict(lead, KG, ORGANISATION["organisation"], since, "the test")
    office.by(None, conflict)
    with pytest.raises(NotAllowed, match=r"\(ISO/IEC 17011\)"):
        office.do(SPECIALIST, case_id, "create_expert_group", GROUP)
