"""Who may import whom, and which packages of others may be imported at all."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.structure.tree import PRODUCT, ROOT, python_files, syntax, text


def test_every_import_keeps_to_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_every_contract_gives_its_reason() -> None:
    contracts = tomllib.loads(text(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
    assert [c["name"] for c in contracts if not c.get("broken_contract_guidance", "").strip()] == []


def test_the_product_imports_only_declared_dependencies() -> None:
    declared = _declared_dependencies()
    known = packages_distributions()
    undeclared = [
        f"{path}:{line} {module}"
        for path in python_files(*PRODUCT)
        for line, module in _imported(path)
        if module not in PRODUCT and module not in sys.stdlib_module_names
        if not declared & {_normal(name) for name in known.get(module, [module])}
    ]
    assert undeclared == []


def _declared_dependencies() -> set[str]:
    project = tomllib.loads(text(Path("pyproject.toml")))["project"]
    # Flask and Flask-WTF bring these and re-export part of them; their versions follow.
    brought = {"werkzeug", "jinja2", "markupsafe", "itsdangerous", "wtforms", "pydantic"}
    cut = str.maketrans(dict.fromkeys("[<>=!~;", " "))
    return {_normal(entry.translate(cut).split()[0]) for entry in project["dependencies"]} | brought


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.split(".")[0]
