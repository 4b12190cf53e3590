"""A message to a system outside that could not be sent, on the page of its case."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.registries import CLERK, Registry
from tests.web.visitor import Visitor
from web import WebConfig, create_app


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
