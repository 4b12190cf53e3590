"""The catalogue of calculations, for the staff of a body."""

import pytest

from tasks.catalog import OPERATIONS
from tests.cast import APPLICANT, SPECIALIST, STRANGER, Person
from tests.web.conftest import Visit


def test_every_operation_is_listed_with_its_ground(visit: Visit) -> None:
    answer = visit(SPECIALIST).get("/calculations")
    assert answer.status == 200
    links = answer.all("//main//a[starts-with(@href, '/calculations/')]")
    assert sorted(link.text_content() for link in links) == sorted(OPERATIONS)
    clauses = [one.text_content() for one in answer.all("//main//td[3]/span")]
    assert sorted(clauses) == sorted(one.clause for one in OPERATIONS.values())


def test_every_operation_shows_inputs_parameters_and_an_example(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    for name, operation in OPERATIONS.items():
        answer = visitor.get(f"/calculations/{name}")
        assert answer.status == 200
        told = answer.words()
        for one in (*operation.signature(), *operation.takes()):
            assert one.name in told
            assert " ".join(one.about.split()) in told
        assert operation.clause in told
        assert answer.all("//main//table//tbody/tr")


def test_a_parameter_tells_value_day_reference_and_reading(visit: Visit) -> None:
    told = visit(SPECIALIST, "ru").get("/calculations/cost.service_certification").words()
    assert "max_profitability" in told
    assert "с 01.01.2000 = 35" in told
    assert "Здесь она прочитана как обязательная." in told


def test_a_body_of_mine_shows_its_own_parameters(visit: Visit) -> None:
    told = visit(SPECIALIST).get("/calculations/cost.tariff").words()
    assert "KCA: from 01.01.2025, §1, 3.3 (L22)" in told


def test_an_operation_that_is_not_there(visit: Visit) -> None:
    assert visit(SPECIALIST).get("/calculations/cost.tarif").status == 404


@pytest.mark.parametrize("person", [APPLICANT, STRANGER])
def test_it_is_for_the_staff(visit: Visit, person: Person) -> None:
    visitor = visit(person)
    assert visitor.get("/calculations").status == 403
    assert visitor.get("/calculations/cost.tariff").status == 403


def test_the_foot_of_a_page_leads_the_staff_there(visit: Visit) -> None:
    link = "//footer//a[@href='/calculations']"
    assert visit(SPECIALIST).get("/").all(link)
    assert not visit(APPLICANT).get("/").all(link)
