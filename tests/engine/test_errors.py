"""What errors say to readers of every language."""

import re

import pytest

from engine.errors import Conflict, OperationFailed, said_of
from forms.said import Said, as_plain, from_plain, tell
from tasks.errors import InputFault, InputInvalid, TermInvalid


def shouted(template: str) -> str:
    """A language that is English in capitals, but for what is filled in."""
    return re.sub(r"(\{\w+\})|[^{]+", lambda part: part[1] or part[0].upper(), template)


@pytest.mark.parametrize(
    ("error", "english", "other"),
    [
        (Conflict("{name} was faster.", name="Aida"), "Aida was faster.", "Aida WAS FASTER."),
        (TermInvalid("a term of {days}", days=3), "a term of 3", "A TERM OF 3"),
        (
            OperationFailed(operation="cost", reason=said_of(TermInvalid("no {what}", what="day"))),
            "cost failed: no day",
            "cost FAILED: NO day",
        ),
        (
            InputInvalid(
                (InputFault("lines.2", "not {one}", {"one": "this"}), InputFault("", "nor that"))
            ),
            "lines.2: not this; nor that",
            "lines.2: NOT this; NOR THAT",
        ),
    ],
)
def test_an_error_of_ours_is_told_again_in_another_language(
    error: Exception, english: str, other: str
) -> None:
    said = said_of(error)
    assert said == english
    kept = from_plain(as_plain(said))
    assert isinstance(kept, Said)
    assert tell(kept.template, kept.values, shouted) == other


def test_another_error_says_what_it_says() -> None:
    assert said_of(ConnectionError("no way")) == "no way"
    assert said_of(ValueError()) == "ValueError"
    assert as_plain(said_of(ConnectionError("no way"))) == "no way"
