"""XML comes from strangers: it is read hardened or not at all."""

import ast
from pathlib import Path

from tests.structure.tree import PRODUCT, python_files, syntax

READERS = {"fromstring", "XML", "parse", "iterparse", "fromstringlist", "XMLID"}
HARDENED = {"resolve_entities": False, "no_network": True}


def _calls(path: Path) -> list[tuple[int, str, ast.Call]]:
    """Calls of something of ``etree``: line, name, call."""
    return [
        (node.lineno, node.func.attr, node)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "etree"
    ]


def _said(call: ast.Call, path: Path) -> dict[str, object]:
    """The constant keywords of a call, those of a ``**SETTINGS`` of its module included."""
    said: dict[str, object] = {}
    for keyword in call.keywords:
        if keyword.arg and isinstance(keyword.value, ast.Constant):
            said[keyword.arg] = keyword.value.value
        elif keyword.arg is None and isinstance(keyword.value, ast.Name):
            said |= _literal(keyword.value.id, path)
    return said


def _literal(name: str, path: Path) -> dict[str, object]:
    for node in syntax(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(t, ast.Name) and t.id == name for t in targets):
            value: dict[str, object] = ast.literal_eval(node.value)  # type: ignore[attr-defined]
            return value
    return {}


def test_every_parser_is_hardened() -> None:
    soft = []
    for path in python_files(*PRODUCT):
        for line, name, call in _calls(path):
            said = _said(call, path)
            if name == "XMLParser" and HARDENED.items() - said.items():
                soft.append(f"{path}:{line}")
    assert soft == []


def test_nothing_is_read_without_a_parser() -> None:
    bare = [
        f"{path}:{line} etree.{name}"
        for path in python_files(*PRODUCT)
        for line, name, call in _calls(path)
        if name in READERS and len(call.args) < 2 and "parser" not in {k.arg for k in call.keywords}
    ]
    assert bare == []


def test_etree_is_reached_by_its_own_name() -> None:
    """The tests above see ``etree.parse``; an import of single functions would hide from them."""
    hidden = [
        f"{path}:{node.lineno}"
        for path in python_files(*PRODUCT)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "lxml.etree"
        and READERS & {a.name for a in node.names}
    ]
    assert hidden == []
