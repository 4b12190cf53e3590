"""Where a page may send a person."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.addresses import local_path


@pytest.mark.parametrize(
    "address", ["/", "/cases", "/work-items/7?x=1#why", "/cases?q=%D0%B0&next=//x"]
)
def test_pages_of_this_site_are_local(address: str) -> None:
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "cases",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "http://elsewhere.example",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        " /cases",
    ],
)
def test_everything_else_is_not(address: str | None) -> None:
    assert local_path(address) is None


@given(st.text(alphabet="/\\:.?#@a \t\n\r", max_size=8))
def test_what_is_local_stays_on_the_site(address: str) -> None:
    if local_path(address):
        assert urlsplit(urljoin("https://here.example/x", address)).netloc == "here.example"
