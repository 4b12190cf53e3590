"""A message that could not be sent, outside or to another case, on the page of its case."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.sources import sources_of
from tests.engine.delivery.diagrams import M
from tests.engine.delivery.failing import give_up, unreadable
from tests.engine.runtime.play import END, START, document, el, line, message
from tests.registries import CLERK, DATA, Registry
from tests.web.visitor import Visitor
from web import WebConfig, create_app

RECEIVER = document(
    START + el("intermediateCatchEvent", "catch", message("m")) + END
    + line("s", "catch", "e"), declared=M
)  # fmt: skip
SENDER = document(
    START + el("intermediateThrowEvent", "throw", message("m"), input_amount="5") + END
    + line("s", "throw", "e"), declared=M
)  # fmt: skip


@pytest.fixture
def pages(sqlite_registry: Registry) -> Flask:
    """The pages over an office that keeps registers."""
    return create_app(sqlite_registry.application, WebConfig(secret_key="of the tests", demo=False))


def test_staff_sees_it_and_has_it_sent_again(sqlite_registry: Registry, pages: Flask) -> None:
    registry = sqlite_registry

    def down(message: Any) -> Any:
        if message.system == "portal":
            raise ConnectionError("no way to the portal")
        return {}

    registry.systems.send = down  # type: ignore[method-assign]
    case_id = registry.issue()
    for _ in range(10):
        registry.clock.move_by(timedelta(minutes=10))
        registry.application.deliver()
    clerk = Visitor(pages)
    clerk.sign_in(CLERK)
    page = clerk.get(f"/cases/{case_id}")
    note = page.words("//div[contains(@class, 'note stop')]")
    assert "An automatic step failed: told" in note
    assert "no way to the portal" in note
    del registry.systems.send  # type: ignore[attr-defined]
    form = page.one("//div[contains(@class, 'note stop')]//form")
    page = clerk.post(str(form.get("action")), dict(form.form_values()))
    assert "It is tried again" in page.words("//body")
    assert not page.all("//div[contains(@class, 'note stop')]")
    registry.application.deliver()
    history = clerk.get(f"/cases/{case_id}/history").words()
    assert "Automatic step retried" in history
    assert "The job has reported back" in history
    assert "An automatic step failed" not in clerk.get(f"/cases/{case_id}").words()


def test_the_cause_is_told_in_the_language_of_the_page(
    sqlite_registry: Registry, pages: Flask
) -> None:
    case_id = sqlite_registry.issue(consent=False)
    for language, words in (
        ("en", "only with the applicant's consent"),
        ("ru", "только с согласия заявителя"),
    ):
        clerk = Visitor(pages, language)
        clerk.sign_in(CLERK)
        note = clerk.get(f"/cases/{case_id}").words("//div[contains(@class, 'note stop')]")
        assert words in note, language


def test_what_cannot_reach_another_case_stands_at_the_one_that_sent_it(
    sqlite_registry: Registry, pages: Flask
) -> None:
    registry = sqlite_registry
    of_body = sources_of(DATA / "bpmn" / "registry" / "certify.bpmn", DATA / "forms")
    begun = {}
    for name, diagram in (("receiver", RECEIVER), ("sender", SENDER)):
        beside: dict[str, Any] = {"decisions": {}, "forms": {}, "documents": {}}
        sources = replace(of_body, diagram=diagram.encode(), **beside)
        registry.by(None, PublishProcedure(f"registry/{name}", sources))
        begun[name] = str(registry.by(None, StartCase(f"registry/{name}")))
    case = f"/cases/{begun['sender']}"
    with unreadable(registry, begun["receiver"]):
        give_up(registry)
    note = "//div[contains(@class, 'note stop')]"
    for language, words in (
        ("en", "«Paid» could not be delivered: The saved case cannot be read"),
        ("ru", "«Paid» доставить не удалось: Сохранённое дело не читается"),
        ("ky", "«Paid» жеткирилген жок: Сакталган иш окулбайт"),
        ("kk", "«Paid» жеткізілмеді: Сақталған іс оқылмайды"),
    ):
        clerk = Visitor(pages, language)
        clerk.sign_in(CLERK)
        said = clerk.get(case).words(note)
        assert words in said, language
    clerk = Visitor(pages)
    clerk.sign_in(CLERK)
    form = clerk.get(case).one(f"{note}//form")
    page = clerk.post(str(form.get("action")), dict(form.form_values()))
    assert "It is tried again" in page.words("//body")
    assert not page.all(note)
    registry.application.deliver()
    assert registry.facts(begun["receiver"])["state"] == "ended"
    history = clerk.get(f"{case}/history").words()
    told = ("Message not delivered", "Automatic step retried", "Message delivered after all")
    assert [words for words in told if words in history] == list(told)
