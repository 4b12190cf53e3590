import pytest

from forms.patterns import MAX_TEXT, PatternRefused, check_pattern, matches


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{14}",
        r"[A-Z]{2}-\d{4}(/\d{1,2})?",
        r"KG 417/КЦА\.(ИЛ|ОСП)\.\d{3}",
        r"[^@\s]+@[^@\s]+\.[a-z]+",
        r"[]\]x]{3}",
        r"(?:ab){2,3}",
        r"(abc)*",
        "",
    ],
)
def test_taken(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|a)*",
        "(a*)*b",
        "(.*)(.*)(.*)(.*)x",
        r"(\w+\s?)*",
        "(a{0,50}){0,50}",
        "(a?){1,60}",
        r"\d{1,9}" * 9,
        r"x{,200}y{,200}z{,200}w{,200}",
        r"(a)\1",
        "(?=a)a",
        "(?i)a",
        "(?P<n>a)",
        "(" * 11 + "a" + ")" * 11,
        "[",
        "a" * 301,
    ],
)
def test_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        check_pattern(pattern)


def test_the_whole_text_must_fit() -> None:
    assert matches(r"\d+", "12")
    assert not matches(r"\d+", "12x")
    assert not matches(r"\d+", "1" * (MAX_TEXT + 1))
