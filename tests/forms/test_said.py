"""A sentence remembers how it was filled."""

import copy
import json

from forms.said import Said, as_plain, from_plain, joined, retold, tell

RUSSIAN = {
    "«{name}» is wrong: {reason}": "«{name}» написано неверно: {reason}",
    "line {number}": "строка {number}",
    "{one}; {more}": "{one}; {more}",
}


def _russian(text: str) -> str:
    return RUSSIAN.get(text, text)


SENTENCE = Said("«{name}» is wrong: {reason}", name="{a}", reason=Said("line {number}", number=3))


def test_it_is_its_english_text() -> None:
    assert SENTENCE == "«{a}» is wrong: line 3"
    assert json.dumps([SENTENCE], ensure_ascii=False) == '["«{a}» is wrong: line 3"]'


def test_it_is_told_in_another_language_with_what_stands_in_it() -> None:
    assert retold(SENTENCE, _russian) == "«{a}» написано неверно: строка 3"
    assert tell("{x} goes on", {"x": SENTENCE}, _russian).startswith("«{a}» написано")
    assert retold("as it is", _russian) == "as it is"


def test_copies_remember_it_too() -> None:
    for other in (copy.copy(SENTENCE), copy.deepcopy(SENTENCE)):
        assert retold(other, _russian) == retold(SENTENCE, _russian)


def test_it_is_kept_as_plain_json_and_read_again() -> None:
    kept = json.loads(json.dumps(as_plain(joined([SENTENCE, "and more", "and all"]))))
    again = from_plain(kept)
    assert again == "«{a}» is wrong: line 3; and more; and all"
    assert retold(again, _russian) == "«{a}» написано неверно: строка 3; and more; and all"
    assert from_plain("kept before") == "kept before"
    assert joined([]) == ""
