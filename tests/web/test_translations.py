"""Every sentence that people read is in every catalogue, and says what it has to."""

import ast
import re
from datetime import time
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.catalog import OPERATIONS
from tasks.operation import Context, Operation
from web.compile_translations import TRANSLATIONS, compile_catalogue, compile_missing
from web.message_extraction import ROOT, labels, messages, sentences

LANGUAGES = ("ru", "ky", "kk")
_QUOTED = re.compile(r"«[^»]*»")
_A_SENTENCE = re.compile(r"[A-Z«“][^\n]* [^\n]*[.?}]")
_PLACES = re.compile(r"%\(\w+\)s|\{\w*\}")


def _catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _translated(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _ids(catalogue: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in _translated(catalogue)}


def _forms(message: Message) -> list[tuple[str, str]]:
    """Return pairs of an English form and each translation of it."""
    if not message.pluralizable:
        return [(str(message.id), str(message.string))]
    assert message.string is not None
    return [(message.id[-1], str(form)) for form in message.string]


@pytest.fixture(scope="module")
def found() -> Catalog:
    """What is found in the program, read once."""
    return messages()


@pytest.fixture(scope="module")
def needed(found: Catalog) -> set[tuple[object, str | None]]:
    return _ids(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_missing_and_none_is_left_over(
    language: str, needed: set[tuple[object, str | None]]
) -> None:
    assert needed - _ids(_catalogue(language)) == set()
    assert _ids(_catalogue(language)) - needed == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_doubtful(language: str) -> None:
    for message in _translated(_catalogue(language)):
        assert not message.fuzzy, message.id
        assert all(translated for _, translated in _forms(message)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places_to_fill(language: str) -> None:
    for message in _translated(_catalogue(language)):
        for english, translated in _forms(message):
            wanted, kept = set(_PLACES.findall(english)), set(_PLACES.findall(translated))
            assert wanted == kept, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_to_the_wording_of_the_house(language: str) -> None:
    unwanted = ("!", "...", '"', "пожалуйста", "успешно", "произошла ошибка", "сураныч")
    for message in _translated(_catalogue(language)):
        for _, translated in _forms(message):
            said = _QUOTED.sub("", translated).lower()  # what stands in quotes is a file's text
            assert not [one for one in unwanted if one in said], translated


def test_what_every_operation_says_is_found(found: Catalog) -> None:
    places = {place for message in found for place, _ in message.locations}
    for operation in OPERATIONS.values():
        assert operation.function.__module__.replace(".", "/") + ".py" in places
    assert {operation.about for operation in OPERATIONS.values()} <= {m.id for m in found}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_line_of_a_working_is_a_message(
    operation: Operation, needed: set[tuple[object, str | None]]
) -> None:
    example = operation.example()
    calendar = WorkingCalendar("KG", "Asia/Bishkek", ((time(9), time(18)),))
    context = Context(example["date"], example.get("parameters", {}), calendar)
    working = operation.run(example["inputs"], context)["working"]
    assert {(line["label"], None) for line in working} <= needed


def test_sentences_are_found_where_the_engine_refuses() -> None:
    source = '''
"""A docstring. It is no message."""
NO_ROLE = "You do not hold the role «{role}»."
LANES = "no sentence"
class Gone(EngineError):
    default_template: ClassVar[str] = "It is gone."
def refuse(what, late):
    raise NotFound(what="The case")
    raise Conflict("{name} was " "faster.", name="Not a message.")
    raise NotAllowed("By day." if late else "By night.")
    log.info("Not a message either.")
    self.fault(N_("For owners."))
    raise refusal(Said("it is empty"))
    return N_("Fill in")
@operation("cost.total", clause="1")
def total(inputs, parameters):
    """Return the total.

    More of it.
    """
'''
    found = {text for _, text in sentences(source)}
    assert found == {
        "You do not hold the role «{role}».",
        "It is gone.",
        "The case",
        "{name} was faster.",
        "By day.",
        "By night.",
        "For owners.",
        "it is empty",
        "Fill in",
        "Return the total.",
    }


TELLING_FAULTS = (
    "engine/expressions",
    "engine/inspection.py",
    "engine/procedures",
    "engine/rehearsals",
    "engine/layout",
    "forms",
)
"""Where a fault of a file that an owner gave us may be told."""
MADE_BY_CODE = frozenset({"Fault", "fault", "report", "report_at", "refused", "_report"})
"""What is called with the sentence of a fault."""


def _telling_files() -> list[Path]:
    found = []
    for name in TELLING_FAULTS:
        path = ROOT / name
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


@pytest.mark.parametrize("path", _telling_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_of_a_fault_is_a_message(
    path: Path, needed: set[tuple[object, str | None]]
) -> None:
    """A fault written without its mark would be English on every page: here it is found."""
    known = {english for english, _ in needed}
    assert [text for text in _fault_texts(path.read_text("utf-8")) if text not in known] == []


def test_a_fault_without_its_mark_is_found() -> None:
    source = """
faults.append(Fault(file, 1, "", "It is wrong.", {}))
self.fault("key", "The key «{key}» is wrong.", key=key)
template = "It is long."
raise UnfitError(f"the number {number} is too large")
self.report(at, f"the key {key} is wrong")
"""
    assert _fault_texts(source) == [
        "It is wrong.",
        "The key «{key}» is wrong.",
        "It is long.",
        "(filled at once)",
    ]


def _fault_texts(source: str) -> list[str]:
    """Return what faults say, in the order of the file: whole sentences, wherever they stand.

    A sentence that is filled at once, by an f-string, can never be looked up: it is named so.
    """
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    pieces = {
        id(piece)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for piece in ast.walk(node)
    }
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            name = name or getattr(node.func, "attr", "")
            filled = [one for one in node.args if isinstance(one, ast.JoinedStr)]
            if name in MADE_BY_CODE:
                found += [
                    (one.lineno, "(filled at once)") for one in filled if _reads_as_words(one)
                ]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            apart = id(node) in docstrings or id(node) in pieces
            if not apart and _A_SENTENCE.fullmatch(node.value):
                found.append((node.lineno, node.value))
    return [text for _, text in sorted(found)]


def _reads_as_words(node: ast.JoinedStr) -> bool:
    plain = [p.value for p in node.values if isinstance(p, ast.Constant)]
    return any(" " in str(text).strip() for text in plain)


def test_labels_are_found_where_a_table_speaks_english() -> None:
    source = """
limit:
  - reading: {en: At most a third., ru: Не больше трети.}
    value: {more: [{name: {en: a large site}}, {name: {ru: без английского}}], en: {en: deep}}
"""
    assert sorted(labels(source)) == [(3, "At most a third."), (4, "a large site"), (4, "deep")]


def test_a_catalogue_is_compiled_when_it_is_newer(tmp_path: Path) -> None:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "messages.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Take"\nmsgstr "Взять"\n',
        encoding="utf-8",
    )
    assert compile_missing(tmp_path) == (source.with_suffix(".mo"),)
    assert compile_missing(tmp_path) == ()
    with compile_catalogue(source).open("rb") as file:
        assert read_mo(file)["Take"].string == "Взять"
