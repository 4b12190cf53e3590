"""Find every sentence that people read: in templates and pages, engine, forms and tasks.

Engine, forms and tasks import nothing of the pages, so their sentences are not wrapped in
``gettext``: they are texts in ``N_``, the texts of a refusal, constants that hold a sentence, or
what an operation says of itself. Parameters and examples name things by language: their English
is a message too, for the languages they do not speak.

``python -m web.message_extraction`` brings the catalogues up to date.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

from web.compile_translations import TRANSLATIONS

ROOT = Path(__file__).parent.parent
WITH_REFUSALS = ("engine", "forms", "tasks", "web")
FOR_OPERATORS = ("engine/cli", "engine/persistence")
"""What only the command line says, to operators of the installation: in English."""

_KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
_KEYWORDS.pop("N_")
_REFUSALS = frozenset(
    {
        "CalendarInvalid",
        "Conflict",
        "EngineError",
        "LimitReached",
        "N_",
        "NotAllowed",
        "NotFound",
        "NothingFits",
        "OperationFailed",
        "ParametersInvalid",
        "Refusal",
        "Said",
        "SignatureRefused",
        "TermInvalid",
    }
)
_SENTENCE = re.compile(r"[A-Z«“{][^\n]* [^\n]*[.?}]")


def messages() -> Catalog:
    """Return every message of the source tree with the places it stands at."""
    found = Catalog(project="Reglament", charset="utf-8")
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        for line, text, context in _in_file(path):
            found.add(text, locations=[(name, line)], context=context)
    return found


def _files() -> Iterator[Path]:
    for package in WITH_REFUSALS:
        for path in sorted((ROOT / package).rglob("*")):
            is_source = path.suffix in (".py", ".html") and "node_modules" not in path.parts
            is_source |= package == "tasks" and _has_labels(path)
            if is_source and is_read_by_people(path.relative_to(ROOT).as_posix()):
                yield path


def _has_labels(path: Path) -> bool:
    return path.name.endswith(".example.yaml") or path.match("tasks/parameters/*.yaml")


def is_read_by_people(name: str) -> bool:
    """Tell whether people read what a file says; ``name`` is as in ``engine/errors.py``."""
    return not name.startswith(FOR_OPERATORS)


def _in_file(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    if path.suffix == ".yaml":
        for line, label in labels(path.read_text("utf-8")):
            yield line, label, None
        return
    method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
    options = {"trimmed": "true"} if path.suffix == ".html" else {}
    for line, text, _, context in extract_from_file(
        method, path, keywords=_KEYWORDS, options=options
    ):
        yield line, text, context
    if path.suffix == ".py":
        for line, sentence in sentences(path.read_text("utf-8")):
            yield line, sentence, None


def labels(source: str) -> Iterator[tuple[int, str]]:
    """Yield the English of every text that a YAML file gives by language, with its line."""
    waiting = [yaml.compose(source, yaml.SafeLoader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in node.value]
            for key, value in node.value:
                if key.value == "en" and isinstance(value, yaml.ScalarNode):
                    yield value.start_mark.line + 1, value.value


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a module that stand outside ``gettext``, with their lines."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in _REFUSALS:
            whats = [word.value for word in node.keywords if word.arg == "what"]
            for value in (*node.args, *whats):
                yield from _literals(value)
        elif isinstance(node, ast.FunctionDef) and _is_operation(node):
            yield node.lineno, (ast.get_docstring(node) or "").partition("\n")[0]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and _is_constant(node) and node.value:
            yield from _whole_sentences(node.value)


def _is_operation(node: ast.FunctionDef) -> bool:
    """Tell whether a calculation is defined here; the catalogue tells it by its first sentence."""
    calls = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
    return "operation" in map(_name, calls)


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def _is_constant(node: ast.Assign | ast.AnnAssign) -> bool:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    name = _name(target)
    return name.isupper() or name == "default_template"


def _literals(value: ast.expr) -> Iterator[tuple[int, str]]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.lineno, value.value
    elif isinstance(value, ast.IfExp):
        yield from _literals(value.body)
        yield from _literals(value.orelse)


def _whole_sentences(value: ast.expr) -> Iterator[tuple[int, str]]:
    for line, text in _literals(value):
        if _SENTENCE.fullmatch(text):
            yield line, text


def main() -> int:
    """Bring every catalogue up to date: new messages empty, changed ones fuzzy, gone ones out."""
    current = messages()
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        catalogue.update(current, no_fuzzy_matching=False)
        with path.open("wb") as file:
            write_po(
                file,
                catalogue,
                width=100,
                ignore_obsolete=True,
                include_lineno=False,
                sort_output=True,
            )
        missing = [str(m.id) for m in catalogue if m.id and (m.fuzzy or not m.string)]
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(catalogue)} messages\n")
        for text in missing:
            sys.stdout.write(f"  to translate: {text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
