"""What every answer tells the browser."""

import pytest
from flask import Flask

from tests.cast import SPECIALIST
from tests.web.conftest import Visit
from web.formatting import STATIC


@pytest.mark.parametrize("path", ["/sign-in", "/", "/no-such-page", "/health", "/accessibility"])
def test_every_answer_has_the_policy(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year_under_their_digest(app: Flask) -> None:
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    (address,) = [part for part in page.split('"') if part.startswith("/static/reglament.css")]
    assert "?v=" in address
    with app.test_client().get(address) as answer:
        assert answer.get_data() == (STATIC / "reglament.css").read_bytes()
        assert answer.cache_control.max_age == 365 * 24 * 3600
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_pages_have_no_scripts_or_styles_inside(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    for path in ("/", "/procedures", "/accessibility"):
        answer = visitor.get(path)
        assert answer.all("//style") == []
        assert answer.all("//@style") == []
        assert [script for script in answer.all("//script") if script.get("src") is None] == []
        assert answer.all("//@*[starts-with(name(), 'on')]") == []


def test_the_session_cookie_is_out_of_reach(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    cookie = visitor.client.get_cookie("reglament")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
