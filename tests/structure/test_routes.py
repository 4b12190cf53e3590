"""Every route says who may use it."""

from pathlib import Path

import pytest
from flask import Flask

from engine.application import build
from engine.settings import Settings
from tests.structure.tree import project_files
from web import WebConfig, create_app
from web.access import PUBLIC, declared
from web.pages import PAGES

# Whoever has not signed in may see these; a new one is added here on purpose or not at all.
OPEN_TO_ALL = {
    "static",
    "health.show",
    "accessibility.show",
    "preferences.choose_language",
    "preferences.choose_theme",
    "sign_in.show",
    "sign_in.enter",
    "sign_in.enter_as_demo",
    "sign_in.leave",
    "registers.public",
    "registers.public_one",
    "registers.public_file",
}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    url = f"sqlite:///{tmp_path / 'reglament.sqlite'}"
    return create_app(build(Settings(database_url=url)), WebConfig(secret_key="secret", demo=True))


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert len(endpoints) > 5
    assert {endpoint for endpoint in endpoints if declared(app, endpoint) is None} == set()


def test_nothing_is_open_to_all_by_accident(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {e for e in endpoints if declared(app, e) == PUBLIC} == OPEN_TO_ALL & endpoints


def test_every_page_is_listed() -> None:
    slices = {p.parts[2] for p in project_files() if p.match("web/pages/*/views.py")}
    assert {page.import_name.split(".")[2] for page in PAGES} == slices
